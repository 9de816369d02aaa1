import { beforeEach, expect, test } from "vitest";
import type { ConductorContext } from "../../../../../extension/src/context";
import { runTrack } from "../../../../../extension/src/features/tickets/runTrack";
import {
  type TicketInfo,
  type TrackSnapshot,
  TicketRetryRequest,
  TrackRunRequest,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { FakeMemento } from "../../fakes/fakeMemento";
import { snapshot, ticket, trackId } from "../../fakes/tracks";
import { reset, state } from "../../fakes/vscode";

let engine: FakeEngine;

beforeEach(() => {
  reset();
  engine = new FakeEngine();
  engine.answer(TicketRetryRequest, () => ({ trackId, revision: 2 }));
  engine.answer(TrackRunRequest, () => ({ trackId, revision: 3 }));
});

function run(...tickets: TicketInfo[]): Promise<void> {
  const shown: TrackSnapshot = snapshot({ status: "failed", tickets });
  const context = {
    engine,
    store: { snapshot: () => shown },
    extension: { workspaceState: new FakeMemento() },
    log: { error: () => undefined },
  };
  return runTrack(context as unknown as ConductorContext, trackId);
}

const failed = ticket("T-1", { state: "failed" });
const blocked = ticket("T-2", { state: "blocked" });
const waiting = ticket("T-3", { state: "waiting" });
const asked = (): readonly unknown[] => engine.requests.map(({ params }) => params);

test("A run that could begin no ticket tries those again that ended without success, once the person says so", async () => {
  state.answers.message = "Retry 2 Tickets";
  await run(failed, blocked, waiting, ticket("T-0", { state: "completed" }));
  expect(state.messages[0]).toMatchObject({
    kind: "warning",
    actions: [
      {
        modal: true,
        detail: "T-1: Failed\nT-2: Blocked\nAnswer and Retry… retries a blocked ticket with your answer.",
      },
      "Retry 2 Tickets",
    ],
  });
  expect(asked()).toEqual([
    { trackId, ticketId: "T-1" },
    { trackId, ticketId: "T-2" },
    { trackId, autoQueue: true },
  ]);
});

test("Who leaves the question has begun nothing", async () => {
  await expect(run(failed, waiting)).rejects.toThrow();
  expect(asked()).toEqual([]);
});

test("Where a ticket can begin, the run begins and leaves ended ones alone", async () => {
  await run(failed, ticket("T-4"));
  expect(state.messages).toEqual([]);
  expect(asked()).toEqual([{ trackId, autoQueue: true }]);
});

test("A track that is done is not run again without a word", async () => {
  await expect(run(ticket("T-0", { state: "completed" }))).rejects.toThrow("Retry Ticket runs one again.");
  expect(asked()).toEqual([]);
});

test("What the engine has to say of a run is told", async () => {
  engine.answer(TrackRunRequest, () => ({ trackId, revision: 3, notes: ["The clone is shallow."] }));
  await run(ticket("T-1"));
  expect(state.messages).toMatchObject([{ kind: "information", text: "The clone is shallow." }]);
});
