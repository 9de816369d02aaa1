import { afterEach, beforeEach, expect, test } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import type { DecisionName } from "../../../../../extension/src/protocol.generated";
import { state } from "../../fakes/vscode";
import { conflict, landingApproval } from "./approvals";
import { ApprovalsBed } from "./approvalsBed";

const ref = { trackId: "track", ticketId: "T-1" };
const remark = { id: "1", path: "src/a.txt", line: 4, text: "Guard it." };
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

test("A rejection takes its reason and no comment", async () => {
  bed.comments.add(ref, remark);
  await decide("reject", { reason: "Wrong way.", words: "Not this." });
  expect(bed.decided).toMatchObject([{ decision: "reject", reason: "Wrong way." }]);
});

test("Work lands at once while nothing was said about it", async () => {
  await decide("approve");
  expect(bed.decided).toMatchObject([{ decision: "approve" }]);
  expect(state.messages).toEqual([]);
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

test("The page shows what was said as soon as it is said", () => {
  expect(lastShown()).toMatchObject({ comments: [] });
  bed.comments.add(ref, remark);
  expect(lastShown()).toMatchObject({ comments: ["src/a.txt:4: Guard it."] });
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

test("The row of a conflict names its files, and is settled in the panel alone", async () => {
  await bed.request(landingApproval("a", { problem: conflict }));
  expect(treeItem()).toMatchObject({
    description: "in conflict: src/a.txt, src/b.txt",
    contextValue: "approval landing conflict",
  });
});
