import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { burstMilliseconds } from "../../../../../extension/src/features/approvals/approvalToast";
import { commands, settings } from "../../../../../extension/src/commands";
import { ApprovalDecideRequest, type DecisionName } from "../../../../../extension/src/protocol.generated";
import { InputBoxValidationSeverity, state } from "../../fakes/vscode";
import { commandApproval, conflict, landingApproval } from "./approvals";
import { ApprovalsBed } from "./approvalsBed";

const ref = { trackId: "track", ticketId: "T-1" };
const remark = { id: "1", path: "src/a.txt", line: 4, text: "Guard it.", commit: "c" };
let bed: ApprovalsBed;

beforeEach(async () => {
  bed = new ApprovalsBed();
  await bed.request(landingApproval("a"));
  await bed.run("open", "a");
  bed.onlyPanel().enter();
  await bed.flush();
});

afterEach(() => {
  bed.close();
});

/** The page answers. */
async function decide(decision: DecisionName, draft: object = {}): Promise<void> {
  bed.onlyPanel().say({ type: "decide", approvalId: "a", decision, shownHash: "hash of a", draft });
  await bed.flush();
}

const lastShown = (): unknown => bed.onlyPanel().posted.findLast(({ type }) => type === "state")?.["shown"];
const treeItem = (): { description?: unknown; contextValue?: unknown; accessibilityInformation?: unknown } =>
  bed.row("a");

test("Work goes back with the person's words and their comments on lines, which are gone then", async () => {
  bed.comments.add(ref, remark);
  await decide("sendBack", { words: " Not yet. " });
  expect(bed.decided).toMatchObject([
    { approvalId: "a", decision: "sendBack", reason: "Not yet.\n\nsrc/a.txt:4: Guard it." },
  ]);
  expect(bed.comments.of(ref)).toEqual([]);
});

test("Comments alone are words enough", async () => {
  bed.comments.add(ref, remark);
  await decide("sendBack");
  expect(bed.decided).toMatchObject([{ reason: "src/a.txt:4: Guard it." }]);
});

test("Without a word nothing goes back, and the person is told to write one", async () => {
  await decide("sendBack", { words: " " });
  expect(bed.decided).toEqual([]);
  expect(lastShown()).toMatchObject({ notice: expect.stringContaining("Say what is wrong") as string });
});

test("Comments stay when the answer was not taken", async () => {
  bed.comments.add(ref, remark);
  bed.refuse();
  await decide("sendBack");
  expect(bed.comments.of(ref)).toHaveLength(1);
});

test("A rejection takes its reason and the comments on lines, which are gone then", async () => {
  bed.comments.add(ref, remark);
  await decide("reject", { reason: "Wrong way." });
  expect(bed.decided).toMatchObject([{ decision: "reject", reason: "Wrong way.\n\nsrc/a.txt:4: Guard it." }]);
  expect(bed.comments.of(ref)).toEqual([]);
});

test("So does a rejection from the row", async () => {
  bed.comments.add(ref, remark);
  await bed.run("reject", "a");
  expect(bed.decided).toMatchObject([{ decision: "reject", reason: "src/a.txt:4: Guard it." }]);
  expect(bed.comments.of(ref)).toEqual([]);
});

test("A comment that is written while the answer is on its way stays", async () => {
  bed.comments.add(ref, remark);
  bed.engine.answer(ApprovalDecideRequest, ({ approvalId, decision }) => {
    bed.comments.add(ref, { ...remark, id: "2", line: 9 });
    return { approvalId, decision, alreadyDecided: false, by: "person" };
  });
  await decide("sendBack");
  expect(bed.comments.of(ref)).toMatchObject([{ id: "2" }]);
});

test("Sent with the work is of which version a comment is, where that is another one", async () => {
  bed.comments.add(ref, remark);
  bed.comments.noteVersion(ref, "d");
  await decide("sendBack");
  expect(bed.decided).toMatchObject([{ reason: "src/a.txt:4 (of an earlier version): Guard it." }]);
});

test("Work lands at once while nothing was said about it", async () => {
  await decide("approve");
  expect(bed.decided).toMatchObject([{ decision: "approve" }]);
  expect(state.messages).toEqual([]);
});

test("Work that a person let land and that has not landed is told, with the ways out", async () => {
  await decide("approve");
  await bed.request(landingApproval("b", { problem: conflict }));
  expect(state.messages).toMatchObject([
    {
      kind: "warning",
      text: "The work of T-1 has not landed. Others have changed the same lines.",
      actions: ["Show Gate", "Resolve by Hand"],
    },
  ]);
});

/** A burst is given time to become whole. */
const burst = (): Promise<unknown> => vi.advanceTimersByTimeAsync(burstMilliseconds);
const noPanel = (): void => {
  const panel = bed.onlyPanel();
  panel.hide();
  panel.dispose();
};
const texts = (): string[] => state.messages.map(({ text }) => text);

test("It is told once, and not by the toast as well, which is for what else waits", async () => {
  await decide("approve");
  noPanel();
  await bed.request(landingApproval("b", { problem: conflict }));
  await burst();
  expect(texts()).toEqual([expect.stringContaining("has not landed")]);
  await bed.request(commandApproval("c"));
  await burst();
  expect(texts().slice(1)).toEqual(["2 approvals waiting"]);
});

test.each([
  ["errorsOnly", 1],
  ["off", 0],
])("Who wants to see notices: %s, is told of it %d times", async (wanted, times) => {
  state.settings.set(settings.notifications, wanted);
  await decide("approve");
  noPanel();
  await bed.request(landingApproval("b", { problem: conflict }));
  await burst();
  expect(texts()).toHaveLength(times);
});

test("A gate of which an open review was told has no toast, and any other one has", async () => {
  await decide("sendBack", { words: "Not yet." });
  noPanel();
  bed.moved.add("T-1");
  await bed.request(landingApproval("b"));
  await burst();
  expect(texts()).toEqual([]);
  bed.moved.clear();
  await bed.request(landingApproval("c"));
  await burst();
  expect(texts()).toEqual(["2 approvals waiting"]);
});

test("A gate of which an open review cannot tell has a toast, and the log says why", async () => {
  noPanel();
  vi.spyOn(bed.reviews, "tellMoved").mockRejectedValue(new Error("No tabs."));
  await bed.request(landingApproval("b"));
  await burst();
  expect(texts()).toEqual(["2 approvals waiting"]);
  expect(bed.warnings).toEqual([expect.stringContaining("No tabs.")]);
});

test("A gate that comes back because the work was sent back is no landing that failed", async () => {
  await decide("sendBack", { words: "Not yet." });
  await bed.request(landingApproval("b", { problem: conflict }));
  expect(texts()).toEqual([]);
});

test("Neither is one that the engine lists when it is back, or the window is loaded again", async () => {
  bed.open = [landingApproval("b", { problem: conflict })];
  bed.engine.connect();
  await bed.flush();
  expect(bed.row("b")).toMatchObject({ contextValue: "approval landing conflict" });
  bed.reload();
  await bed.flush();
  expect(texts()).toEqual([]);
});

test("Before work lands whose comments were not sent, the person is asked", async () => {
  bed.comments.add(ref, remark);
  await decide("approve");
  expect(state.messages).toMatchObject([{ text: "Land T-1 Greet by name without sending 1 comment?" }]);
  expect(bed.decided).toEqual([]);
  state.answers.message = "Land All the Same";
  await decide("approve");
  expect(bed.decided).toMatchObject([{ decision: "approve" }]);
});

test.each([
  ["resolve", { words: "Keep both." }, "Resolve All the Same", "your words under Send Back… and 1 comment"],
  ["abort", {}, "End All the Same", "1 comment"],
] as const)(
  "Before %s leaves unsaid what was written the person is asked, and the comments are kept",
  async (decision, draft, yes, unsent) => {
    bed.comments.add(ref, remark);
    await decide(decision, draft);
    expect(state.messages).toMatchObject([{ text: expect.stringContaining(unsent) as string }]);
    expect(state.messages[0]?.actions.at(-1)).toBe(yes);
    expect(bed.decided).toEqual([]);
    state.answers.message = yes;
    await decide(decision, draft);
    expect(bed.decided).toMatchObject([{ decision }]);
    expect(bed.comments.of(ref)).toHaveLength(1);
  },
);

test.each([
  [
    "sendBack",
    "Send Back All the Same",
    "Send T-1 Greet by name back without an edit of a comment that is not",
  ],
  [
    "reject",
    "Reject All the Same",
    "Reject T-1 Greet by name without sending an edit of a comment that is not",
  ],
  ["approve", "Land All the Same", "without sending 1 comment and an edit of a comment that is not saved?"],
] as const)(
  "Before %s drops an edit of a comment that is not saved the person is asked",
  async (decision, yes, question) => {
    bed.comments.add(ref, remark);
    bed.comments.noteEdit("1", "Guard it well.");
    await decide(decision);
    expect(state.messages).toMatchObject([{ text: expect.stringContaining(question) as string }]);
    expect(bed.decided).toEqual([]);
    state.answers.message = yes;
    await decide(decision);
    expect(bed.decided).toMatchObject([{ decision }]);
  },
);

test.each(["approve", "reject"] as const)(
  "Before %s leaves unsaid the words under Send Back… the person is asked",
  async (decision) => {
    await decide(decision, { words: "Not yet." });
    expect(state.messages).toMatchObject([
      { text: expect.stringContaining("without sending your words under Send Back…") as string },
    ]);
    expect(bed.decided).toEqual([]);
  },
);

test("Words that are kept in the panel count for the row as well", async () => {
  bed.onlyPanel().say({ type: "draft", approvalId: "a", draft: { words: "Not yet." } });
  await bed.run("approve", "a");
  expect(bed.decided).toEqual([]);
  expect(state.messages).toHaveLength(1);
});

test("The page shows what was said as soon as it is said", () => {
  expect(lastShown()).toMatchObject({ comments: [] });
  bed.comments.add(ref, remark);
  expect(lastShown()).toMatchObject({ comments: ["src/a.txt:4: Guard it."] });
});

test("A row sends work back with the words that are asked for and the comments, which are gone then", async () => {
  bed.comments.add(ref, remark);
  state.answers.input = " Not yet. ";
  await bed.run("sendBack", "a");
  expect(bed.decided).toMatchObject([
    { approvalId: "a", decision: "sendBack", reason: "Not yet.\n\nsrc/a.txt:4: Guard it." },
  ]);
  expect(bed.comments.of(ref)).toEqual([]);
});

test("A row sends nothing back without words, and begins with those that were typed in the panel", async () => {
  bed.onlyPanel().say({ type: "draft", approvalId: "a", draft: { words: "Not yet." } });
  await bed.run("sendBack", "a");
  expect(bed.decided).toEqual([]);
  const options = state.asked[0]?.options as { value: string; validateInput: (typed: string) => unknown };
  expect(options.value).toBe("Not yet.");
  expect(options.validateInput("")).toMatchObject({ severity: InputBoxValidationSeverity.Info });
  expect(options.validateInput("No.")).toBeUndefined();
  expect(options.validateInput(" ")).toMatchObject({ severity: InputBoxValidationSeverity.Error });
});

test("Enter in the empty field sends nothing back, and the person is told to write something", async () => {
  state.answers.input = " ";
  await bed.run("sendBack", "a");
  expect(bed.decided).toEqual([]);
  expect(texts()).toEqual([expect.stringContaining("Say what is wrong")]);
});

test("Only finished work is sent back, and one ticket's at a time", async () => {
  await bed.request(commandApproval("b"));
  state.answers.input = "No.";
  await bed.run("sendBack", "b");
  await bed.run("sendBack", "a", ["a", "b"]);
  expect(bed.decided).toEqual([]);
  expect(state.messages.map(({ text }) => text)).toEqual([
    expect.stringContaining("Only finished work"),
    expect.stringContaining("one ticket at a time"),
  ]);
});

test("A row lands work as its panel does", async () => {
  await bed.run("land", "a");
  expect(bed.decided).toMatchObject([{ approvalId: "a", decision: "approve" }]);
});

test("Review Changes of the page, and of the row, is that of the ticket", async () => {
  bed.onlyPanel().say({ type: "openDiff", approvalId: "a" });
  await bed.flush();
  await bed.run("openDiff", "a");
  expect(state.executed.filter(([id]) => id === commands.ticketReviewChanges)).toEqual([
    [commands.ticketReviewChanges, ref],
    [commands.ticketReviewChanges, ref],
  ]);
});

test("Resolve by Hand of the page is about the ticket of the request on show", async () => {
  bed.onlyPanel().say({ type: "resolveByHand", approvalId: "a" });
  await bed.flush();
  expect(state.executed).toContainEqual([commands.landingResolveByHand, ref]);
});

test("The row says what is to land, and how many comments wait to be sent", () => {
  expect(treeItem()).toMatchObject({
    description: "land: Greets by name now.",
    contextValue: "approval pending landing",
  });
  bed.comments.add(ref, remark);
  expect(treeItem()).toMatchObject({
    description: "1 comment · land: Greets by name now.",
    accessibilityInformation: {
      label:
        "T-1 Greet by name, waits for you to review its work, finished work, land: Greets by name now., 1 comment",
    },
  });
});

test("The row and the panel say how many files the work changes, and name the first", async () => {
  bed.ticket = { ...bed.ticket, changedFiles: ["a.cs", "b.cs", "c.cs", "d.cs"] };
  const words = "4 files changed: a.cs, b.cs, c.cs, and 1 more";
  await bed.request(landingApproval("a"));
  const item = bed.row("a");
  expect(item).toMatchObject({ description: "4 files · land: Greets by name now." });
  expect(item.tooltip).toMatch(new RegExp(`${words}$`));
  expect(lastShown()).toMatchObject({ files: words });
  bed.tickets.fire();
  const told = bed.onlyPanel().posted.length;
  bed.ticket = { ...bed.ticket, changedFiles: ["a.cs", "b.cs", "c.cs", "e.cs"] };
  bed.tickets.fire();
  expect(bed.onlyPanel().posted).toHaveLength(told);
  bed.ticket = { ...bed.ticket, changedFiles: ["a.cs"] };
  bed.tickets.fire();
  expect(lastShown()).toMatchObject({ files: "1 file changed: a.cs" });
  await bed.request(commandApproval("b"));
  expect(bed.row("b").description).not.toContain("files");
});

test("The row of a conflict names its files, and is settled in the panel alone", async () => {
  await bed.request(landingApproval("a", { problem: conflict }));
  expect(treeItem()).toMatchObject({
    description: "in conflict: src/a.txt, src/b.txt",
    contextValue: "approval landing conflict",
  });
});

test.each(["approve", "reject"])(
  "A conflict is not answered by %s on its row, but shown",
  async (command) => {
    await bed.request(landingApproval("b", { problem: conflict }));
    await bed.run(command, "b");
    expect(bed.decided).toEqual([]);
    expect(state.messages).toMatchObject([{ text: expect.stringContaining("how it is resolved") as string }]);
    expect(lastShown()).toMatchObject({ approval: { approvalId: "b" } });
  },
);

test("Work that is approved together lands in the order of its run, whatever the order of the rows", async () => {
  bed.open = [
    landingApproval("a"),
    landingApproval("b", { turn: [0, -1, 1] }, { ticketId: "T-2" }),
    landingApproval("c", { turn: [-5, -1, 7] }, { ticketId: "T-3" }),
    landingApproval("d", { turn: [0, -2, 2] }, { ticketId: "T-4" }),
  ];
  await bed.request(...bed.open);
  state.answers.quickPick = (items: unknown) => items;
  await bed.run("approve", "a", ["a", "b", "d", "c"]);
  expect(bed.decided.map(({ approvalId }) => approvalId)).toEqual(["c", "d", "b", "a"]);
});

test("A conflict is not among what is approved together", async () => {
  await bed.request(landingApproval("b", { problem: conflict }));
  await bed.run("approveSelected");
  expect(state.asked).toMatchObject([{ items: [{ approval: { approvalId: "a" } }] }]);
});
