import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApprovalResolvedNotification } from "../../../../../extension/src/protocol.generated";
import { quietMilliseconds } from "../../../../../extension/src/features/approvals/pressGuard";
import { state } from "../../fakes/vscode";
import { commandApproval, resolved, spawnApproval } from "./approvals";
import { ApprovalsBed } from "./approvalsBed";

let bed: ApprovalsBed;

const decidedIds = (): string[] => bed.decided.map(({ approvalId }) => approvalId);
const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(async () => {
  bed = new ApprovalsBed();
  await bed.request(spawnApproval("a"), commandApproval("b", "rm -r build"), spawnApproval("c"));
});

afterEach(() => {
  bed.close();
});

test.each(["approve", "reject", "rejectWithReason", "approveForTicket"])(
  "The second click of a double click does not %s the row that has moved under the pointer",
  async (command) => {
    state.answers.input = "No.";
    await bed.run("approve", "a");
    await pass(150);
    await bed.run(command, "b");
    expect(decidedIds()).toEqual(["a"]);
    expect(state.messages).toEqual([]);
    expect(state.statusBarMessages).toEqual([
      "The rows have just moved, so nothing was answered. Press again.",
    ]);
  },
);

test.each([
  ["a", "kept as why the ticket is blocked"],
  ["b", "told to the worker"],
])("Who is told the reason is asked for with row %s", async (row, words) => {
  await bed.run("rejectWithReason", row);
  expect(state.asked).toMatchObject([{ options: { prompt: expect.stringContaining(words) as string } }]);
});

test("Nor does a click that came just after somebody else answered the row above", async () => {
  bed.engine.notify(ApprovalResolvedNotification, resolved("a", "approve", "the ticket's rule"));
  await pass(150);
  await bed.run("approve", "b");
  expect(decidedIds()).toEqual([]);
});

test("The second click on a row that is answered already is no error", async () => {
  await bed.run("approve", "a");
  await pass(50);
  await bed.run("approve", "a");
  expect([decidedIds(), state.messages]).toEqual([["a"], []]);
});

test("A click that comes after the quiet time counts", async () => {
  await bed.run("approve", "a");
  await pass(quietMilliseconds);
  await bed.run("approve", "c");
  expect(decidedIds()).toEqual(["a", "c"]);
});

test("A row can still be opened at once: that answers nothing", async () => {
  await bed.run("approve", "a");
  await bed.run("open", "b");
  expect(bed.panels).toHaveLength(1);
});
