import { afterEach, beforeEach, expect, test } from "vitest";
import { state } from "../../fakes/vscode";
import { editApproval, writeApproval } from "./approvals";
import { ApprovalsBed } from "./approvalsBed";

let bed: ApprovalsBed;

beforeEach(async () => {
  bed = new ApprovalsBed();
  state.files.add("/work/src/other.txt");
  await bed.request(writeApproval("a"));
  await bed.run("open", "a");
  bed.onlyPanel().enter();
  await bed.flush();
});

afterEach(() => {
  bed.close();
});

/** The page approves what was typed into it. */
async function approve(args: object): Promise<void> {
  const draft = { arguments: JSON.stringify(args) };
  bed.onlyPanel().say({ type: "draft", approvalId: "a", draft });
  bed
    .onlyPanel()
    .say({ type: "decide", approvalId: "a", decision: "approve", shownHash: "hash of a", draft });
  await bed.flush();
}

const led = { path: "src/other.txt", content: "new" };
const diffs = (): unknown[] => state.executed.filter(([id]) => id === "vscode.diff");

test("An edit that leads to a file that exists is asked about, by its name, and does nothing without an answer", async () => {
  await approve(led);
  expect(state.messages).toEqual([
    {
      kind: "warning",
      text: "Replace src/other.txt?",
      actions: [
        {
          modal: true,
          detail:
            "This file exists. As you have edited the call of T-1 Greet by name, its whole content is replaced, which the approval did not show.",
        },
        "Replace",
        "Show Difference",
      ],
    },
  ]);
  expect(bed.decided).toEqual([]);
  expect(bed.onlyPanel().posted.at(-1)).toMatchObject({ shown: { status: "open" } });
});

test("It is replaced when the person says so", async () => {
  state.answers.message = "Replace";
  await approve(led);
  expect(bed.decided).toMatchObject([{ approvalId: "a", decision: "approve", arguments: led }]);
});

test("The difference is that to the file itself, and nothing is decided by looking at it", async () => {
  state.answers.message = "Show Difference";
  await approve(led);
  expect(bed.decided).toEqual([]);
  const [[, before, after]] = diffs() as [[string, { path: string }, { path: string }]];
  expect([before, after].map(String)).toEqual([
    "file:///work/src/other.txt",
    expect.stringMatching(/^conductor-approval:/) as string,
  ]);
});

test("A row's approval with the same edit is asked about too", async () => {
  bed.onlyPanel().say({ type: "draft", approvalId: "a", draft: { arguments: JSON.stringify(led) } });
  await bed.run("approve", "a");
  expect(state.messages.map(({ text }) => text)).toEqual(["Replace src/other.txt?"]);
  expect(bed.decided).toEqual([]);
});

test.each([
  ["a new file", { path: "src/new.txt", content: "new" }],
  ["the file that was shown, with other words", { path: "n.txt", content: "mine" }],
])("No question is asked about %s", async (_name, args) => {
  await approve(args);
  expect(state.messages).toEqual([]);
  expect(bed.decided).toHaveLength(1);
});

test("The panel's diff of an edited path is that to the file which is there", async () => {
  bed.onlyPanel().say({ type: "draft", approvalId: "a", draft: { arguments: JSON.stringify(led) } });
  bed.onlyPanel().say({ type: "openDiff", approvalId: "a" });
  await bed.flush();
  expect(String((diffs()[0] as unknown[])[1])).toBe("file:///work/src/other.txt");
});

test("A passage that is replaced elsewhere is not the whole of a file, and is not asked about", async () => {
  await bed.request(editApproval("b"));
  const draft = { arguments: JSON.stringify({ path: "src/other.txt", oldText: "two", newText: "2" }) };
  await bed.run("open", "b");
  bed.onlyPanel().say({ type: "draft", approvalId: "b", draft });
  await bed.run("approve", "b");
  expect(state.messages).toEqual([]);
  expect(bed.decided).toHaveLength(1);
});

test("Of a ticket with a tree of its own, the file there counts, not the one in the folder", async () => {
  bed.ticket = { ...bed.ticket, tree: { folder: ".conductor/worktrees/x", branch: "b", base: "c" } };
  await approve(led);
  expect(state.messages).toEqual([]);
  expect(bed.decided).toHaveLength(1);
});
