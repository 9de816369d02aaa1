import { describe, expect, test } from "vitest";
import { canCompare, proposedChange } from "../../../../../extension/src/features/approvals/proposedChange";
import { lineDiff, maxLines } from "../../../../../extension/src/features/approvals/webview/lineDiff";
import { commandApproval, editApproval, fileBefore, toolApproval, writeApproval } from "./approvals";

const args = (newText: string, oldText = "two"): unknown => ({ path: "src/a.txt", oldText, newText });

describe("A proposed change", () => {
  test("is the server's for the arguments as proposed", () => {
    const approval = editApproval("a", { after: "computed by the server" });
    expect(proposedChange(approval, approval.arguments)).toEqual({
      path: "src/a.txt",
      before: fileBefore,
      after: "computed by the server",
      known: "content",
    });
  });

  test("follows edited arguments, without reading $& in them as a pattern", () => {
    expect(proposedChange(editApproval("a"), args("$&"))?.after).toBe("one\n$&\nthree\n");
  });

  test.each(["missing", "e", ""])("shows only the passage when the file does not hold %j once", (oldText) => {
    expect(proposedChange(editApproval("a"), args("x", oldText))).toEqual({
      path: "src/a.txt",
      before: oldText,
      after: "x",
      known: "passage",
    });
  });

  test("of a new file has nothing before", () => {
    const approval = toolApproval(
      "a",
      { path: "n.txt", content: "x" },
      { name: "write_file", risk: "write", path: "n.txt", after: "x" },
    );
    expect(proposedChange(approval, { path: "n.txt", content: "y" })).toEqual({
      path: "n.txt",
      before: undefined,
      after: "y",
      known: "content",
    });
  });

  test("at another path does not show this file's content", () => {
    expect(proposedChange(editApproval("a"), { path: "b.txt", oldText: "two", newText: "2" })).toEqual({
      path: "b.txt",
      before: "two",
      after: "2",
      known: "nothing",
    });
  });

  test("at another path does not claim that the file is new, and cannot be compared", () => {
    const change = proposedChange(writeApproval("a"), { path: "b.txt", content: "y" });
    expect(change).toEqual({ path: "b.txt", before: undefined, after: "y", known: "nothing" });
    expect(change && canCompare(change)).toBe(false);
  });

  test("of a file that the server could not look at is not one of a new file", () => {
    const approval = toolApproval(
      "a",
      { path: "picture.png", content: "x" },
      { name: "write_file", risk: "write", path: "picture.png" },
    );
    expect(proposedChange(approval, approval.arguments)).toMatchObject({ known: "nothing" });
  });

  test("follows an edited content where the call writes the path in its own way", () => {
    const approval = writeApproval("a", "./n.txt");
    expect(proposedChange(approval, { path: "./n.txt", content: "y" })).toMatchObject({
      path: "n.txt",
      before: "old",
      after: "y",
      known: "content",
    });
  });

  test("is not there for a command, nor for broken arguments", () => {
    expect(proposedChange(commandApproval("a"), { command: "ls" })).toBeUndefined();
    expect(proposedChange(editApproval("a"), undefined)).toBeUndefined();
  });
});

describe("A line diff", () => {
  test("numbers the lines of both sides and counts them", () => {
    expect(lineDiff("one\ntwo\nthree\n", "one\n2\nthree\n")).toEqual({
      added: 1,
      removed: 1,
      lines: [
        { kind: "gap", text: "@@ -1,3 +1,3 @@" },
        { kind: "same", text: "one", before: 1, after: 1 },
        { kind: "removed", text: "two", before: 2 },
        { kind: "added", text: "2", after: 2 },
        { kind: "same", text: "three", before: 3, after: 3 },
      ],
    });
  });

  test("of equal texts has no lines", () => {
    expect(lineDiff("a", "a")?.lines).toEqual([]);
  });

  test("that would draw too much is refused", () => {
    expect(lineDiff("", "x\n".repeat(maxLines + 1))).toBeUndefined();
  });
});
