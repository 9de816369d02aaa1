import { afterEach, beforeEach, expect, test } from "vitest";
import { commands as ids } from "../../../../../extension/src/commands";
import { ticket, trackId } from "../../fakes/tracks";
import { commands } from "../../fakes/vscode";
import { commandApproval } from "./approvals";
import { ApprovalsBed, type FakePanel } from "./approvalsBed";

let bed: ApprovalsBed;

beforeEach(() => {
  bed = new ApprovalsBed();
});

afterEach(() => {
  bed.close();
});

/** The panel after its last request was answered elsewhere and another one never came. */
async function emptyPanel(): Promise<FakePanel> {
  await bed.request(commandApproval("a"));
  await bed.run("open", "a");
  const panel = bed.onlyPanel();
  panel.enter();
  await bed.flush();
  return panel;
}

const failsForItsKey = (): void => {
  bed.ticket = ticket("T-1", {
    state: "failed",
    detail: "The key is not valid.",
    actions: ["retry", "setKey"],
  });
  bed.tickets.fire();
};

test("The page is told when a ticket comes to lack a key, and not again while nothing has changed about it", async () => {
  const panel = await emptyPanel();
  const before = panel.posted.length;
  failsForItsKey();
  failsForItsKey();
  expect(panel.posted.length).toBe(before + 1);
});

test.each([
  ["setKey", ids.modelsSetKey],
  ["retry", ids.ticketRetry],
])("What the page says as %s runs its command for the ticket that lacks a key", async (type, command) => {
  const asked: unknown[][] = [];
  commands.registerCommand(command, (...args: unknown[]) => asked.push(args));
  const panel = await emptyPanel();
  panel.say({ type });
  await bed.flush();
  expect(asked).toEqual([]);
  failsForItsKey();
  panel.say({ type });
  await bed.flush();
  expect(asked).toEqual([[{ trackId, ticketId: "T-1", detail: "The key is not valid." }]]);
});
