// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { PageBed, strings } from "./pageBed";

const attack = "<img src=x onerror=\"document.title='owned'\">";

test("What has come to a standstill is shown with what was said, as text, and each way out is a button", () => {
  const bed = new PageBed();
  bed.page.receive({
    type: "state",
    strings,
    engine: "ready",
    openIds: [],
    standstill: {
      icon: "key",
      title: "T-1 failed for its key",
      detail: attack,
      ways: [
        { help: "setKey", label: "Set API Key…" },
        { help: "retry", label: "Retry" },
      ],
    },
  });
  expect(document.body.textContent).toContain("T-1 failed for its key");
  expect(document.body.textContent).toContain(attack);
  expect(document.body.textContent).not.toContain("Nothing waits for you.");
  bed.press("Retry");
  expect(bed.sent.at(-1)).toEqual({ type: "help", help: "retry" });
});
