import { afterEach, beforeEach, expect, test } from "vitest";
import { state } from "../../fakes/vscode";
import { landingApproval } from "./approvals";
import { ApprovalsBed } from "./approvalsBed";

const ref = { trackId: "track", ticketId: "T-1" };
const remark = { id: "1", path: "src/a.txt", line: 4, text: "Guard it.", commit: "c" };
let bed: ApprovalsBed;

beforeEach(async () => {
  bed = new ApprovalsBed();
  await bed.request(landingApproval("a"));
});

afterEach(() => {
  bed.close();
});

const texts = (): string[] => state.messages.map(({ text }) => text);

test.each([
  ["sendBack", "Send T-1"],
  ["rejectWithReason", "Reject T-1"],
])(
  "What was typed for %s on a row is there again when the question after it was cancelled",
  async (command, asked) => {
    bed.comments.add(ref, remark);
    bed.comments.noteEdit("1", "Guard it well.");
    state.answers.input = "A long account of what is wrong.";
    await bed.run(command, "a");
    expect(texts()).toEqual([expect.stringContaining(asked)]);
    state.answers.input = undefined;
    await bed.run(command, "a");
    expect(state.asked.at(-1)).toMatchObject({ options: { value: "A long account of what is wrong." } });
    expect(bed.decided).toEqual([]);
  },
);

test("Neither is it lost when the engine does not take it", async () => {
  bed.refuse();
  state.answers.input = "Not yet.";
  await bed.run("sendBack", "a");
  await bed.run("sendBack", "a");
  expect(state.asked.at(-1)).toMatchObject({ options: { value: "Not yet." } });
});
