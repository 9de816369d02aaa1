import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  ApprovalResolvedNotification,
  type ApprovalInfo,
} from "../../../../../extension/src/protocol.generated";
import { offersOf } from "../../../../../extension/src/features/approvals/possibleAnswers";
import { state } from "../../fakes/vscode";
import {
  commandApproval,
  doubtApproval,
  editApproval,
  landingApproval,
  resolved,
  spawnApproval,
} from "./approvals";
import { ApprovalsBed, type FakePanel } from "./approvalsBed";

/** What the editor passes from the panel's title bar. */
const titleBar = [undefined, { groupId: 1 }] as const;

let bed: ApprovalsBed;

const offers = (): unknown => state.contextKeys.get("conductor.approvalOffers");

async function open(approval: ApprovalInfo): Promise<FakePanel> {
  await bed.request(approval);
  await bed.run("open", approval.approvalId);
  const panel = bed.onlyPanel();
  panel.enter();
  return panel;
}

const presses = (panel: FakePanel): unknown[] =>
  panel.posted.filter(({ type }) => type === "press" || type === "focus");

beforeEach(() => {
  bed = new ApprovalsBed();
});

afterEach(() => {
  bed.close();
});

test.each<[what: string, approval: ApprovalInfo | undefined, offered: string]>([
  ["a command", commandApproval("a"), "approve forTicket reject"],
  ["a worker", spawnApproval("a"), "approve reject"],
  ["a change of a protected path", editApproval("a", { isProtected: true }), "approve reject"],
  ["finished work", landingApproval("a"), "land sendBack reject"],
  ["a call in doubt", doubtApproval("a"), ""],
  ["a request that can only be approved", spawnApproval("a", { choices: ["approve"] }), "approve"],
  ["nothing", undefined, ""],
])("For %s the title bar has what can be answered", (_what, approval, offered) => {
  expect(offersOf(approval)).toBe(offered);
});

test("The context key of the title bar follows the request on show, until it is answered", async () => {
  expect(offers()).toBe("");
  await open(commandApproval("a"));
  expect(offers()).toBe("approve forTicket reject");
  await bed.request(spawnApproval("b"));
  await bed.run("open", "b");
  expect(offers()).toBe("approve reject");
  bed.engine.notify(ApprovalResolvedNotification, resolved("b", "approve"));
  expect(offers()).toBe("");
  bed.reload();
  expect(offers()).toBe("");
});

describe("What cannot be done says why, and does nothing:", () => {
  test.each(["approve", "approveForTicket", "reject", "rejectWithReason"])(
    "%s of a request that is over",
    async (command) => {
      const panel = await open(commandApproval("a"));
      bed.engine.notify(ApprovalResolvedNotification, resolved("a", "approve", "the ticket's rule"));
      await bed.run(command, ...titleBar);
      await bed.run(command);
      expect([presses(panel), bed.decided]).toEqual([[], []]);
      expect(state.messages).toHaveLength(2);
      expect(state.messages.at(-1)).toMatchObject({ actions: ["Review Next"] });
      expect(state.messages.at(-1)?.text).toContain("no longer open");
    },
  );

  test.each([spawnApproval("a"), editApproval("a", { isProtected: true })])(
    "Approve for This Ticket of what cannot be remembered (%#)",
    async (approval) => {
      const panel = await open(approval);
      await bed.run("approveForTicket", ...titleBar);
      expect(presses(panel)).toEqual([]);
      expect(state.messages.at(-1)?.text).toContain("cannot be remembered");
    },
  );

  test.each(["approve", "approveForTicket", "reject"])("%s of a call in doubt", async (command) => {
    const panel = await open(doubtApproval("a"));
    await bed.run(command, ...titleBar);
    expect([presses(panel), bed.decided]).toEqual([[], []]);
    expect(state.messages.at(-1)?.text).toContain("what became of it");
  });

  test("an answer that the request does not offer", async () => {
    const panel = await open(spawnApproval("a", { choices: ["approve", "abort"] }));
    await bed.run("reject");
    expect(presses(panel)).toEqual([]);
    expect(state.messages.at(-1)?.text).toContain("cannot be answered like that");
  });
});

test.each(["title bar", "key"])(
  "Send Back… by its %s has the page ask for the words of the work on show",
  async (from) => {
    const panel = await open(landingApproval("a"));
    await bed.run("sendBack", ...(from === "key" ? [] : titleBar));
    expect(presses(panel)).toEqual([{ type: "focus", target: "words" }]);
    expect([state.asked, state.messages]).toEqual([[], []]);
  },
);

test.each(["sendBack", "land"])("%s is for finished work alone", async (command) => {
  const panel = await open(commandApproval("a"));
  await bed.run(command, ...titleBar);
  await bed.run(command, "a");
  expect([presses(panel), bed.decided]).toEqual([[], []]);
  expect(state.messages).toHaveLength(2);
});

test("Neither is a call in doubt sent back", async () => {
  const panel = await open(doubtApproval("a"));
  await bed.run("sendBack");
  expect(presses(panel)).toEqual([]);
  expect(state.messages).toMatchObject([{ text: expect.stringContaining("cannot be answered") as string }]);
});

test("The keys still give a call in doubt the answers that they have for it", async () => {
  const panel = await open(doubtApproval("a"));
  await bed.run("approve");
  await bed.run("reject");
  expect(presses(panel)).toMatchObject([
    { decision: "approve", from: "key" },
    { decision: "reject", from: "key" },
  ]);
});
