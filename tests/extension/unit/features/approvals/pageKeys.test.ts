// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { PageMessage } from "../../../../../extension/src/features/approvals/panelMessages";
import { reportFocus } from "../../../../../extension/src/features/approvals/webview/focusReport";
import { PageBed } from "./pageBed";
import { spawnApproval } from "./approvals";

let bed: PageBed;

beforeEach(() => {
  bed = new PageBed();
});

describe("The page is told nothing by Ctrl+Enter, which the editor's binding has", () => {
  test.each<[keys: string, modifiers: KeyboardEventInit]>([
    ["Ctrl+Enter", { ctrlKey: true }],
    ["Cmd+Enter", { metaKey: true }],
    ["Ctrl+Alt+Enter", { ctrlKey: true, altKey: true }],
  ])("so %s breaks no line of a text and presses no button", (_keys, modifiers) => {
    bed.show(spawnApproval("a"));
    for (const selector of ["textarea", "footer button"]) {
      document.querySelector<HTMLElement>(selector)?.focus();
      expect(bed.key("Enter", modifiers)).toBe(false);
    }
    expect(bed.sent).toEqual([]);
  });

  test("while Enter alone is the browser's", () => {
    bed.show(spawnApproval("a"));
    document.querySelector<HTMLElement>("textarea")?.focus();
    expect(bed.key("Enter")).toBe(true);
  });
});

test("The page says at once, and then each time, whether the keyboard is in it", () => {
  const sent: PageMessage[] = [];
  vi.spyOn(document, "hasFocus").mockReturnValueOnce(true);
  reportFocus({ send: (message) => sent.push(message) });
  window.dispatchEvent(new Event("blur"));
  window.dispatchEvent(new Event("focus"));
  expect(sent).toEqual([true, false, true].map((isFocused) => ({ type: "focused", isFocused })));
});
