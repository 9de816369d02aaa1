import { beforeEach, expect, test } from "vitest";
import type { ConductorContext } from "../../../../../extension/src/context";
import { commands } from "../../../../../extension/src/commands";
import { registerTicketCommands } from "../../../../../extension/src/features/tickets/ticketCommands";
import {
  TicketApproveRequest,
  TicketRetryRequest,
  type TrackSnapshot,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { budget, noRows, snapshot, ticket, trackId } from "../../fakes/tracks";
import { reset, state } from "../../fakes/vscode";

let engine: FakeEngine;
let shown: TrackSnapshot;

const row = { trackId, ticketId: "T-1" };

beforeEach(() => {
  reset();
  shown = snapshot({
    status: "paused",
    tickets: [ticket("T-1", { state: "blocked", actions: ["answer", "retry"] })],
  });
  engine = new FakeEngine();
  engine.answer(TicketRetryRequest, () => ({ trackId, revision: 2 }));
  engine.answer(TicketApproveRequest, () => ({ trackId, revision: 2 }));
  registerTicketCommands(
    {
      engine,
      log: { error: () => undefined },
      store: {
        snapshot: () => shown,
        ticket: () => shown.tickets[0],
        onDidChange: () => ({ dispose: () => undefined }),
      },
      workspace: { isTrusted: true },
      extension: { subscriptions: [] },
    } as unknown as ConductorContext,
    noRows,
  );
  state.answers.input = "Euro.";
});

test.each([commands.ticketRetry, commands.ticketAnswerAndRetry])(
  "Who retries a ticket of a paused run by %s is told that it waits, and can resume the run there",
  async (command) => {
    state.answers.message = "Resume Run";
    await state.commands.get(command)?.(row);
    expect(engine.count(TicketRetryRequest)).toBe(1);
    expect(state.messages.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^The run of “.+” is paused, so T-1 waits\.$/),
    ]);
    expect(state.executed).toContainEqual([commands.trackResume, trackId]);
  },
);

test("Where the paused run lacks budget, that is what it is offered", async () => {
  shown = { ...shown, budget: budget({ isReached: true }) };
  await state.commands.get(commands.ticketRetry)?.(row);
  expect(state.messages[0]?.actions).toEqual(["Add Budget and Continue"]);
});

test("A ticket of a paused run is not asked to run, and the run can be resumed instead", async () => {
  await state.commands.get(commands.ticketRun)?.(row);
  expect(engine.count(TicketApproveRequest)).toBe(0);
  expect(state.messages[0]?.actions).toEqual(["Resume Run"]);
});

test("In a run that goes on, a retry needs no word", async () => {
  shown = { ...shown, status: "running" };
  await state.commands.get(commands.ticketRetry)?.(row);
  expect(state.messages).toEqual([]);
});
