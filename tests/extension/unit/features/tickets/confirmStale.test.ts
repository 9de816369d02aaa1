import { beforeEach, expect, test, vi } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import type { ConductorContext } from "../../../../../extension/src/context";
import { registerTicketCommands } from "../../../../../extension/src/features/tickets/ticketCommands";
import { TicketNodes, type TicketsNode } from "../../../../../extension/src/features/tickets/ticketNodes";
import { ServerTrackStore } from "../../../../../extension/src/features/tickets/trackStore";
import {
  ErrorCodes,
  TicketConfirmRequest,
  TrackListRequest,
  TrackOpenRequest,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { snapshot, ticket, trackId } from "../../fakes/tracks";
import { reset, state, window } from "../../fakes/vscode";

const nodes = new TicketNodes();
const stale = { state: "completed", stale: "It was built on changes that are gone." } as const;

let engine: FakeEngine;
let view: { visible: boolean; selection: TicketsNode[] };

/** T-4 is built on T-2, T-2 on T-1 which is done again, and T-3 on T-1 alone. */
beforeEach(async () => {
  reset();
  vi.restoreAllMocks();
  engine = new FakeEngine();
  engine.answer(TrackListRequest, () => ({
    tracks: [{ description: "", status: "done" as const, problems: [], trackId, path: trackId }],
  }));
  engine.answer(TrackOpenRequest, () =>
    snapshot({
      tickets: [
        ticket("T-4", { ...stale, dependsOn: ["T-2"], actions: ["retry"] }),
        ticket("T-1", { state: "completed" }),
        ticket("T-2", { ...stale, dependsOn: ["T-1"], actions: ["retry", "confirm"] }),
        ticket("T-3", { ...stale, dependsOn: ["T-1"], actions: ["retry", "confirm"] }),
      ],
    }),
  );
  engine.answer(TicketConfirmRequest, () => ({ trackId, revision: 2 }));
  view = { visible: true, selection: [] };
  const log = { error: () => undefined };
  const store = new ServerTrackStore(engine, log);
  await store.refresh();
  registerTicketCommands(
    { engine, log, store, workspace: {}, extension: { subscriptions: [] } } as unknown as ConductorContext,
    view,
  );
});

const confirmed = (): unknown[] =>
  engine.requests
    .filter(({ method }) => method === TicketConfirmRequest.method)
    .map(({ params }) => (params as { ticketId: string }).ticketId);

/** Confirms the rows with these tickets from the palette. */
async function confirm(...ids: string[]): Promise<void> {
  view.selection = ids.map((id) => nodes.ticket(trackId, id));
  await state.commands.get(commands.ticketConfirm)?.();
}

const texts = (): string[] => state.messages.map(({ text }) => text);

test("Stale tickets are confirmed after those that they were built on", async () => {
  await confirm("T-4", "T-3", "T-2");
  expect(confirmed()).toEqual(["T-2", "T-4", "T-3"]);
  expect(texts()).toEqual([]);
});

test("A ticket that is not stale any more once its dependency is confirmed is no error", async () => {
  engine.answer(TicketConfirmRequest, ({ ticketId }) =>
    ticketId === "T-4"
      ? Promise.reject(Object.assign(new Error("T-4 is not stale."), { code: ErrorCodes.wrongState }))
      : { trackId, revision: 2 },
  );
  await confirm("T-4", "T-2");
  expect(texts()).toEqual([]);
});

test("Of several, one whose stale dependency is not among them is named, and the others are confirmed", async () => {
  await confirm("T-3", "T-4");
  expect(confirmed()).toEqual(["T-3"]);
  expect(texts()).toEqual([
    "T-4 was not confirmed: it was built on T-2, which is stale itself. Retry or confirm T-2 first.",
  ]);
});

test("A single one that cannot be confirmed yet is told why, and no other is offered", async () => {
  const picker = vi.spyOn(window, "showQuickPick");
  await confirm("T-4");
  expect(confirmed()).toEqual([]);
  expect(texts()).toEqual([
    "T-4 was not confirmed: it was built on T-2, which is stale itself. Retry or confirm T-2 first.",
  ]);
  expect(picker).not.toHaveBeenCalled();
});
