// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { ShownApproval } from "../../../../../extension/src/features/approvals/panelMessages";
import { commandApproval, spawnApproval } from "./approvals";
import { PageBed, strings } from "./pageBed";

const prompt = 'textarea[aria-labelledby="prompt-title"]';

let bed: PageBed;
let hasFocus: boolean;

const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector);
  return found ?? expect.unreachable(`Nothing matches ${selector}.`);
};

/** As a browser does with an element that cannot be used any more. */
function loseFocus(): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLButtonElement && activeElement.disabled) {
    activeElement.disabled = false;
    activeElement.blur();
    activeElement.disabled = true;
  } else if (activeElement instanceof HTMLElement && activeElement.closest("[inert]") !== null) {
    activeElement.blur();
  }
}

/** Shows how far an answer to the request has come. */
function answering(changes: Partial<ShownApproval>): void {
  bed.show(spawnApproval("a"), changes);
  loseFocus();
}

beforeEach(() => {
  hasFocus = true;
  vi.spyOn(document, "hasFocus").mockImplementation(() => hasFocus);
  bed = new PageBed();
});

test("The queue has a name of its own for a screen reader", () => {
  bed.show(spawnApproval("a"), {}, { openIds: ["a", "b"] });
  expect(find("nav").getAttribute("aria-label")).toBe(strings.queue);
  expect(strings.queue).not.toContain("{0}");
  expect(find("nav").textContent).toBe("1 of 2");
});

test("A button of the queue keeps the focus when another request comes", () => {
  bed.show(spawnApproval("a"), {}, { openIds: ["a", "b"] });
  const next = find(`nav button[aria-label="${strings.next}"]`);
  next.focus();
  bed.show(spawnApproval("a"), {}, { openIds: ["a", "b", "c"] });
  expect(document.activeElement).toBe(next);
  expect(find("nav").textContent).toBe("1 of 3");
});

describe("While an answer is under way nothing can be used, and the focus", () => {
  test.each([
    ["the text that was edited", prompt],
    ["the button that was pressed", "footer button.primary"],
  ])("is back on %s when the answer is refused", (_what, selector) => {
    bed.show(spawnApproval("a"));
    const had = find(selector);
    had.focus();
    answering({ status: "deciding" });
    expect(document.activeElement).toBe(document.body);
    answering({ notice: "The rule does not fit." });
    expect(document.activeElement).toBe(had);
  });

  test("is on the heading when the same request is asked again, built anew", () => {
    bed.show(spawnApproval("a"));
    find(prompt).focus();
    answering({ status: "deciding" });
    bed.show(spawnApproval("a", { shownHash: "another" }), { notice: "It has changed." });
    expect(document.activeElement).toBe(find("h1"));
  });

  test("is on the words that say who was first", () => {
    bed.show(spawnApproval("a"));
    find(prompt).focus();
    answering({ status: "deciding" });
    answering({ status: "resolved", notice: "Already rejected by a person." });
    expect(document.activeElement?.textContent).toBe("Already rejected by a person.");
  });

  test("stays where the person has put it meanwhile", () => {
    bed.show(spawnApproval("a"), {}, { openIds: ["a", "b"] });
    find(prompt).focus();
    bed.show(spawnApproval("a"), { status: "deciding" }, { openIds: ["a", "b"] });
    loseFocus();
    const next = find(`nav button[aria-label="${strings.next}"]`);
    next.focus();
    bed.show(spawnApproval("a"), { notice: "Refused." }, { openIds: ["a", "b"] });
    expect(document.activeElement).toBe(next);
  });

  test("is not taken from another part of the window", () => {
    bed.show(spawnApproval("a"));
    find(prompt).focus();
    answering({ status: "deciding" });
    hasFocus = false;
    answering({ notice: "Refused." });
    expect(document.activeElement).toBe(document.body);
  });
});

test("A request that is asked again while somebody types in it leads them to its heading", () => {
  bed.show(spawnApproval("a"));
  find(prompt).focus();
  bed.show(spawnApproval("a", { shownHash: "another" }));
  expect(document.activeElement).toBe(find("h1"));
});

test("A button that waits for the engine has the focus again when the engine is back", () => {
  bed.show(spawnApproval("a"));
  const approve = find("footer button.primary");
  approve.focus();
  bed.show(spawnApproval("a"), {}, { engine: "starting" });
  loseFocus();
  bed.show(spawnApproval("a"));
  expect(document.activeElement).toBe(approve);
});

test("A person who points at nothing is not moved by news", () => {
  bed.show(spawnApproval("a"));
  find(prompt).focus();
  find(prompt).blur();
  bed.show(spawnApproval("a"), {}, { openIds: ["a", "b"] });
  expect(document.activeElement).toBe(document.body);
});

test("The next request has its heading read", () => {
  bed.show(spawnApproval("a"));
  find(prompt).focus();
  bed.show(commandApproval("b"));
  expect(document.activeElement).toBe(find("h1"));
});
