import { expect, test } from "vitest";
import {
  firstOf,
  spokenRow,
  summaryOf,
  tooltipOf,
} from "../../../../../extension/src/features/approvals/approvalWords";
import { doubtApproval, editApproval, toolApproval } from "./approvals";

test("Two changes of one file are told apart by where they begin and what they write", () => {
  const first = editApproval("a");
  const second = editApproval("b", { after: "one\ntwo\n3\n" });
  // The proposed arguments are those of the first one; the server's text counts.
  expect([first, second].map(summaryOf)).toEqual([
    "line 2 · edit_file src/a.txt · 2",
    "line 3 · edit_file src/a.txt · 3",
  ]);
});

test("What tells a request apart is spoken too", () => {
  expect(spokenRow(editApproval("a"), false)).toContain("line 2 · edit_file src/a.txt · 2");
});

test("Lines that only go away have a place and no text", () => {
  expect(summaryOf(editApproval("a", { after: "one\nthree\n" }))).toBe("line 2 · edit_file src/a.txt");
});

test("An appended line is the one that is named", () => {
  const after = "one\ntwo\nthree\nfour\n";
  expect(summaryOf(editApproval("a", { after }))).toBe("line 4 · edit_file src/a.txt · four");
});

test("Of a change that is known only as a passage, the text is told", () => {
  const args = { path: "a.txt", oldText: "two", newText: "2\n2" };
  const known = { name: "edit_file", risk: "write", path: "a.txt" } as const;
  expect(summaryOf(toolApproval("a", args, known))).toBe("edit_file a.txt · 2");
});

test("A file that is new or only read is named, no more", () => {
  const write = { name: "write_file", risk: "write", path: "a.txt", after: "one" } as const;
  expect(summaryOf(toolApproval("a", { path: "a.txt", content: "one" }, write))).toBe("write_file a.txt");
  expect(summaryOf(toolApproval("a", { path: "a.txt" }, { path: "a.txt" }))).toBe("read_file a.txt");
});

test("A call in doubt is named as one in its row, aloud, and with what is known in its tooltip", () => {
  expect(summaryOf(doubtApproval("a"))).toBe("in doubt: line 2 · edit_file src/a.txt · 2");
  expect(spokenRow(doubtApproval("a"), false)).toContain("waits for you to say what became of a call");
  expect(tooltipOf(doubtApproval("a"))).toContain("src/a.txt is as the call would have made it.");
});

test("Who was first, and when, is told", () => {
  const first = { approvalId: "a", alreadyDecided: true, by: "person" } as const;
  const at = "2026-11-22T10:00:00Z";
  expect(firstOf({ ...first, decision: "reject", at })).toBe(
    `Somebody was first: already rejected by a person at ${new Date(at).toLocaleTimeString()}.`,
  );
  expect(firstOf({ ...first, decision: "treatAsDone", by: "--approve all" })).toBe(
    "Somebody was first: already treated as done by --approve all.",
  );
});
