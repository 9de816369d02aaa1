import { beforeEach, expect, test } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import type { ConductorContext } from "../../../../../extension/src/context";
import { registerAuthoringCommands } from "../../../../../extension/src/features/tickets/authoringCommands";
import { TicketNodes } from "../../../../../extension/src/features/tickets/ticketNodes";
import { ServerTrackStore } from "../../../../../extension/src/features/tickets/trackStore";
import {
  type TrackListItem,
  TrackListRequest,
  TrackOpenRequest,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { noRows, snapshot } from "../../fakes/tracks";
import { reset, state, Uri } from "../../fakes/vscode";

const id = "old.track.json#checkout";

let engine: FakeEngine;
let store: ServerTrackStore;

beforeEach(() => {
  reset();
  engine = new FakeEngine();
  engine.answer(TrackOpenRequest, () => snapshot({ trackId: id }));
  const log = { error: () => undefined };
  store = new ServerTrackStore(engine, log);
  registerAuthoringCommands(
    {
      engine,
      log,
      store,
      workspace: { isTrusted: true, toUri: (path: string) => Uri.file(`/work/${path}`) },
      extension: { subscriptions: [] },
    } as unknown as ConductorContext,
    noRows,
  );
});

async function list(...tracks: Partial<TrackListItem>[]): Promise<void> {
  engine.answer(TrackListRequest, () => ({
    tracks: tracks.map((track) => ({ description: "", status: "idle" as const, problems: [], ...track })),
  }));
  await store.refresh();
}

const open = (...args: unknown[]): unknown => state.commands.get(commands.trackOpen)?.(...args);

test("A track whose file was renamed since its row was first shown opens where it is now", async () => {
  const row = new TicketNodes().track(id, "old.track.json");
  await list({ trackId: id, path: "new.track.json" });
  await open(row, undefined);
  expect(state.shown).toEqual(["file:///work/new.track.json"]);
});

test("A file that cannot be loaded opens from its row", async () => {
  const row = new TicketNodes().track(undefined, "broken.track.json");
  await list({ path: "broken.track.json" });
  await open(row, undefined);
  expect(state.shown).toEqual(["file:///work/broken.track.json"]);
});

test("Of a track that was given as text there is nothing to open, and no other one is opened instead", async () => {
  const row = new TicketNodes().track("text:1", undefined);
  await list({ trackId: "text:1" }, { trackId: id, path: "new.track.json" });
  await open(row, undefined);
  expect(state.shown).toEqual([]);
  expect(state.messages.map(({ text }) => text)).toEqual([
    "This track was given as text, so there is no file to open.",
  ]);
});
