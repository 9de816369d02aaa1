// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { PageBed, strings } from "./pageBed";

const attack = "<img src=x onerror=\"document.title='owned'\">";

test.each([
  ["Set API Key…", "setKey"],
  ["Retry", "retry"],
])("A ticket that lacks a key is shown with what was said, as text, and %s helps it", (label, type) => {
  const bed = new PageBed();
  const keyless = { ticketId: "T-1", detail: attack };
  bed.page.receive({ type: "state", strings, engine: "ready", openIds: [], keyless });
  expect(document.body.textContent).toContain("T-1 failed for its key");
  expect(document.body.textContent).toContain(attack);
  expect(document.body.textContent).not.toContain("Nothing waits for you.");
  bed.press(label);
  expect(bed.sent.at(-1)).toEqual({ type });
});
