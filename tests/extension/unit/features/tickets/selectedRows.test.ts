import { beforeEach, expect, test, vi } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import type { ConductorContext } from "../../../../../extension/src/context";
import { registerTicketCommands } from "../../../../../extension/src/features/tickets/ticketCommands";
import { TicketNodes, type TicketsNode } from "../../../../../extension/src/features/tickets/ticketNodes";
import { registerTrackCommands } from "../../../../../extension/src/features/tickets/trackCommands";
import { ServerTrackStore } from "../../../../../extension/src/features/tickets/trackStore";
import {
  TicketCancelRequest,
  TrackListRequest,
  TrackOpenRequest,
  TrackPauseRequest,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { snapshot, ticket, trackId } from "../../fakes/tracks";
import { reset, state, window } from "../../fakes/vscode";

const other = "b.track.json";
const nodes = new TicketNodes();

let engine: FakeEngine;
let view: { visible: boolean; selection: TicketsNode[] };

beforeEach(async () => {
  reset();
  vi.restoreAllMocks();
  engine = new FakeEngine();
  const listed = { description: "", status: "running" as const, problems: [] };
  engine.answer(TrackListRequest, () => ({
    tracks: [trackId, other].map((id) => ({ ...listed, trackId: id, path: id })),
  }));
  engine.answer(TrackOpenRequest, ({ path }) =>
    snapshot({
      trackId: path ?? "",
      status: "running",
      tickets: [
        ticket("T-1", { state: "running", actions: ["cancel"] }),
        ticket("T-2", { state: "running", actions: ["cancel"] }),
        ticket("T-3", { state: "completed", actions: ["retry"] }),
      ],
    }),
  );
  engine.answer(TicketCancelRequest, () => ({ trackId, revision: 2 }));
  engine.answer(TrackPauseRequest, () => ({ trackId, revision: 2 }));
  view = { visible: true, selection: [] };
  const log = { error: () => undefined };
  const store = new ServerTrackStore(engine, log);
  await store.refresh();
  const context = {
    engine,
    log,
    store,
    workspace: { isTrusted: true },
    extension: { subscriptions: [] },
  } as unknown as ConductorContext;
  registerTicketCommands(context, view);
  registerTrackCommands(context, view);
});

const rows = (...ids: string[]): TicketsNode[] => ids.map((id) => nodes.ticket(trackId, id));

const cancelled = (): unknown[] =>
  engine.requests
    .filter(({ method }) => method === TicketCancelRequest.method)
    .map(({ params }) => (params as { ticketId: string }).ticketId);

const cancel = (...args: unknown[]): unknown => state.commands.get(commands.ticketCancel)?.(...args);

test("A command without a row takes the selected tickets that it fits, and asks nothing", async () => {
  view.selection = rows("T-1", "T-2", "T-3");
  const picker = vi.spyOn(window, "showQuickPick");
  await cancel();
  expect(cancelled()).toEqual(["T-1", "T-2"]);
  expect(picker).not.toHaveBeenCalled();
});

test("It asks when it fits no selected ticket", async () => {
  view.selection = rows("T-3");
  state.answers.quickPick = { ref: { trackId, ticketId: "T-2" } };
  await cancel();
  expect(cancelled()).toEqual(["T-2"]);
});

test("It asks when nobody sees what is selected", async () => {
  view.selection = rows("T-1");
  view.visible = false;
  await cancel();
  expect(cancelled()).toEqual([]);
});

test("A command on a row is about that row, whatever is selected elsewhere", async () => {
  view.selection = rows("T-1");
  const [row] = rows("T-2");
  await cancel(row, [row]);
  expect(cancelled()).toEqual(["T-2"]);
});

test("A track's command without a row takes the track of the selected row", async () => {
  view.selection = [nodes.ticket(other, "T-1")];
  await state.commands.get(commands.trackPause)?.();
  expect(engine.requests.at(-1)).toEqual({ method: TrackPauseRequest.method, params: { trackId: other } });
});
