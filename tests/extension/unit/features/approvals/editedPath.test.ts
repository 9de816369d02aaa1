// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { editApproval, writeApproval } from "./approvals";
import { PageBed, strings } from "./pageBed";

let bed: PageBed;

/** Leads the call to another file, as a person does in the form. */
function editPath(path: string): void {
  document.querySelector<HTMLElement>('[data-argument="path"]')?.focus();
  bed.type(path);
  vi.runAllTimers();
}

const shown = (): string => document.querySelector(".change")?.textContent ?? "";

beforeEach(() => {
  vi.useFakeTimers();
  bed = new PageBed();
});

afterEach(() => {
  vi.useRealTimers();
});

test("A file that a person's edit leads to is not called new, and no difference is made up for it", () => {
  bed.show(writeApproval("a"));
  expect(shown()).toContain("old");
  editPath("other.txt");
  expect(shown()).toBe(`other.txt${strings.unknownFile}`);
  expect(document.body.textContent).not.toContain(strings.newFile);
  expect(bed.buttonsSay(strings.openDiff)).toBe(true);
});

test("It can be approved all the same", () => {
  bed.show(writeApproval("a"));
  editPath("other.txt");
  bed.press("Approve Edited");
  expect(JSON.stringify(bed.decisions())).toContain("other.txt");
});

test("The difference is back with the path", () => {
  bed.show(writeApproval("a"));
  editPath("other.txt");
  editPath("n.txt");
  expect(shown()).toContain("old");
  expect(bed.buttonsSay(strings.openDiff)).toBe(true);
});

test("A passage that is to be replaced in another file is shown as no more than that", () => {
  bed.show(editApproval("a"));
  editPath("other.txt");
  expect(shown()).toContain(strings.unknownPassage);
  expect(shown()).not.toContain(strings.newFile);
});
