// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { PageMessage } from "../../../../../extension/src/features/approvals/panelMessages";
import { reportFocus } from "../../../../../extension/src/features/approvals/webview/focusReport";
import type { ApprovalInfo } from "../../../../../extension/src/protocol.generated";
import { PageBed, strings } from "./pageBed";
import { doubtApproval, spawnApproval } from "./approvals";

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

/** The editor's binding, by way of the command. */
const command = (decision: "approve" | "reject", from: "key" | "titleBar" = "key"): void =>
  bed.page.receive({ type: "press", approvalId: "a", decision, from });

describe("The key for Approve, while something is asked in the place of the buttons,", () => {
  test.each<[kind: string, approval: ApprovalInfo, opener: string, decision: string]>([
    ["rejects a request whose rejection is being explained", spawnApproval("a"), "Reject…", "reject"],
    ["says that a call failed", doubtApproval("a"), "Treat as Failed…", "treatAsFailed"],
    ["says that a call is done", doubtApproval("a"), "Treat as Done…", "treatAsDone"],
  ])("%s", (_kind, approval, opener, decision) => {
    bed.show(approval);
    bed.press(opener);
    bed.type("Because I say so.");
    command("approve");
    expect(bed.decisions()).toMatchObject([{ decision }]);
    expect(JSON.stringify(bed.decisions())).toContain("Because I say so.");
  });

  test.each([spawnApproval("a"), doubtApproval("a")])(
    "neither ends the run nor answers anything (%#)",
    (approval) => {
      bed.show(approval);
      bed.press("Abort Run…");
      command("approve");
      command("reject");
      expect(bed.decisions()).toEqual([]);
      expect(document.body.textContent).toContain(strings.answerQuestion);
    },
  );

  test("approves again once that is closed", () => {
    bed.show(spawnApproval("a"));
    bed.press("Reject…");
    bed.press("Cancel");
    command("approve");
    expect(bed.decisions()).toMatchObject([{ decision: "approve" }]);
  });
});

test("The title bar's Approve means what it says, also while a rejection is being explained", () => {
  bed.show(spawnApproval("a"));
  bed.press("Reject…");
  command("approve", "titleBar");
  expect(bed.decisions()).toMatchObject([{ decision: "approve" }]);
});

test("The page says at once, and then each time, whether the keyboard is in it", () => {
  const sent: PageMessage[] = [];
  vi.spyOn(document, "hasFocus").mockReturnValueOnce(true);
  reportFocus({ send: (message) => sent.push(message) });
  window.dispatchEvent(new Event("blur"));
  window.dispatchEvent(new Event("focus"));
  expect(sent).toEqual([true, false, true].map((isFocused) => ({ type: "focused", isFocused })));
});
