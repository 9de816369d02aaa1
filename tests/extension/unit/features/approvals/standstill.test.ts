import { afterEach, beforeEach, expect, test } from "vitest";
import { commands as ids } from "../../../../../extension/src/commands";
import { standstillIn } from "../../../../../extension/src/features/approvals/standstill";
import type { TrackSnapshot } from "../../../../../extension/src/protocol.generated";
import { budget, snapshot, ticket, trackId } from "../../fakes/tracks";
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
])("What the page says as %s runs its command for the ticket that lacks a key", async (help, command) => {
  const asked: unknown[][] = [];
  commands.registerCommand(command, (...args: unknown[]) => asked.push(args));
  const panel = await emptyPanel();
  panel.say({ type: "help", help });
  await bed.flush();
  expect(asked).toEqual([]);
  failsForItsKey();
  panel.say({ type: "help", help });
  await bed.flush();
  expect(asked).toEqual([[{ trackId, ticketId: "T-1", detail: "The key is not valid." }]]);
});

test.each<[string, Partial<TrackSnapshot>, object]>([
  [
    "A ticket's question comes before the pause of its run",
    {
      status: "paused",
      tickets: [ticket("T-5", { state: "blocked", detail: "Which colour?", actions: ["answer"] })],
    },
    {
      icon: "question",
      title: "T-5 waits for your answer",
      detail: "Which colour?",
      ways: [{ help: "answer", label: "Answer…" }],
    },
  ],
  [
    "A ticket that failed for a model that there is not leads to another one",
    {
      status: "failed",
      tickets: [
        ticket("T-5", { state: "failed", detail: "No such model.", actions: ["chooseModel", "retry"] }),
      ],
    },
    {
      title: "T-5 failed for its model",
      detail: "No such model.",
      ways: [{ help: "chooseModel" }, { help: "retry" }],
    },
  ],
  [
    "A block that no worker asked about offers the retry that its words name, and an answer after it",
    {
      status: "blocked",
      tickets: [
        ticket("T-1", {
          state: "blocked",
          outcomeKind: "noVerdict",
          detail: "Retry the ticket.",
          actions: ["answer", "retry"],
        }),
      ],
    },
    {
      title: "T-1 is blocked",
      ways: [
        { help: "retry", label: "Retry" },
        { help: "answer", label: "Answer…" },
      ],
    },
  ],
  [
    "A paused run can be resumed",
    { status: "paused", statusDetail: "Paused by a person.", description: "Checkout" },
    {
      title: "a is paused",
      detail: "Paused by a person.",
      ways: [{ help: "resume", label: "Resume Run" }],
    },
  ],
  [
    "A run that is paused for its budget gets more of it",
    { status: "paused", budget: budget({ isReached: true }) },
    { ways: [{ help: "addBudget", label: "Add Budget and Continue" }] },
  ],
])("%s", (_name, changes, expected) => {
  expect(standstillIn(snapshot(changes))?.view).toMatchObject(expected);
});

test.each<[string, Partial<TrackSnapshot>, object]>([
  [
    "A worker that waits for the permission to use the editor's model can be given it",
    {
      status: "running",
      tickets: [
        ticket("T-2", {
          state: "running",
          actions: ["allowModel"],
          waiting: { kind: "consent", message: "Allow GPT first.", model: "editor:x" },
        }),
      ],
    },
    {
      title: "T-2 waits until you allow its model",
      detail: "Allow GPT first.",
      ways: [{ help: "allowModel", label: "Allow…" }],
    },
  ],
  [
    "A ticket that is a person's to do is named, and can be marked as done",
    { status: "running", tickets: [ticket("T-3", { state: "awaitingPerson", description: "Ask Ann." })] },
    { title: "T-3 is yours to do", detail: "Ask Ann.", ways: [{ help: "markDone", label: "Mark as Done…" }] },
  ],
])("%s", (_name, changes, expected) => {
  expect(standstillIn(snapshot(changes))?.view).toMatchObject(expected);
});

test("A question of a run that was given up, and a person's task of one that has not begun, are no standstill", () => {
  const asks = ticket("T-5", { state: "blocked", actions: ["answer"] });
  expect(standstillIn(snapshot({ status: "cancelled", tickets: [asks] }))).toBeUndefined();
  const task = ticket("T-3", { state: "awaitingPerson" });
  expect(standstillIn(snapshot({ status: "idle", tickets: [task] }))).toBeUndefined();
});

test("A run that is under way, or over, has come to no standstill", () => {
  expect(standstillIn(snapshot({ status: "running" }))).toBeUndefined();
  expect(standstillIn(snapshot({ status: "done" }))).toBeUndefined();
});

test("Work of a run that is over and has landed waits for the person to merge it, and of one that goes on does not", () => {
  const integration = { name: "conductor/a/integration", tip: "c", onto: "main", hasUnmerged: true };
  const landed = (changes: Partial<TrackSnapshot>): TrackSnapshot => snapshot({ integration, ...changes });
  expect(standstillIn(landed({ status: "done" }))).toMatchObject({
    view: {
      title: "The work of a is not merged yet",
      ways: [
        { help: "merge", label: "Merge into main…" },
        { help: "leave", label: "Leave It" },
      ],
    },
    about: trackId,
  });
  expect(standstillIn(landed({ status: "running" }))).toBeUndefined();
  expect(
    standstillIn(landed({ status: "done", integration: { ...integration, hasUnmerged: false } })),
  ).toBeUndefined();
});

test("Work that the person leaves unmerged is not asked about on the page any more", async () => {
  const panel = await emptyPanel();
  panel.say({ type: "decide", approvalId: "a", decision: "approve", shownHash: "hash of a" });
  await bed.flush();
  bed.status = "done";
  bed.integration = { name: "conductor/a/integration", tip: "c", onto: "main", hasUnmerged: true };
  bed.tickets.fire();
  expect(panel.posted.at(-1)).toHaveProperty("standstill");
  panel.say({ type: "help", help: "leave" });
  await bed.flush();
  expect(panel.posted.at(-1)).not.toHaveProperty("standstill");
});
