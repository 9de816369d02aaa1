import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as vscode from "vscode";
import type { WorkspaceRoot } from "../../../../../extension/src/context";
import type { TicketsNode } from "../../../../../extension/src/features/tickets/ticketNodes";
import { TicketTree } from "../../../../../extension/src/features/tickets/ticketTree";
import { ServerTrackStore } from "../../../../../extension/src/features/tickets/trackStore";
import {
  TrackChangedNotification,
  type TrackChanged,
  TrackListChangedNotification,
  type TrackListItem,
  TrackListRequest,
  TrackOpenRequest,
  type UsageSummary,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { delta, noUsage, snapshot, ticket, trackId } from "../../fakes/tracks";
import { state } from "../../fakes/vscode";
import { Uri } from "../../fakes/vscodeTypes";

const listed: TrackListItem = {
  trackId,
  path: trackId,
  description: "A track",
  status: "idle",
  problems: [],
};

let engine: FakeEngine;
let store: ServerTrackStore;
let tree: TicketTree;
/** Ids of the rows that each refresh draws again; `all` for the whole tree. */
let refreshes: (readonly string[] | "all")[];
let revision: number;

beforeEach(async () => {
  vi.useFakeTimers();
  revision = 1;
  engine = new FakeEngine();
  engine.answer(TrackListRequest, () => ({ tracks: [listed] }));
  engine.answer(TrackOpenRequest, () => snapshot());
  const log = { error: () => undefined } as unknown as vscode.LogOutputChannel;
  store = new ServerTrackStore(engine, log);
  const workspace = { toUri: (path: string) => Uri.file(`/work/${path}`) } as unknown as WorkspaceRoot;
  tree = new TicketTree(store, workspace);
  refreshes = [];
  tree.onDidChangeTreeData((rows) => {
    refreshes.push(rows?.map(({ id }) => id) ?? "all");
    draw();
  });
  await store.refresh();
  draw();
  await pass();
  refreshes.length = 0;
});

afterEach(() => {
  tree.dispose();
  vi.useRealTimers();
});

/** Draws every row, as the editor does with what is in sight. */
function draw(parent?: TicketsNode): void {
  for (const row of tree.getChildren(parent)) {
    tree.getTreeItem(row);
    draw(row);
  }
}

const pass = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000);

async function change(changes: Partial<TrackChanged>): Promise<void> {
  revision += 1;
  engine.notify(TrackChangedNotification, delta(revision, { status: "idle", activeTier: "", ...changes }));
  await pass();
}

const usage = (tokens: number): UsageSummary => ({
  ...noUsage,
  total: { inputTokens: tokens, outputTokens: 0, cachedInputTokens: 0, calls: 1 },
});

test("A change that shows nowhere draws nothing again", async () => {
  await change({ tickets: [ticket("T-1"), ticket("T-2")] });
  expect(refreshes).toEqual([]);
});

test("A change of one ticket draws its row again and no other", async () => {
  await change({ tickets: [ticket("T-1", { state: "running" }), ticket("T-2")] });
  expect(refreshes).toEqual([[`ticket ${trackId} T-1`]]);
});

test("Tokens of the run draw no row of a track again, since that draws all its tickets", async () => {
  await change({ usage: usage(5000) });
  await change({ usage: usage(9000) });
  expect(refreshes).toEqual([]);
});

test("Tokens of a ticket draw its row when the rounded figure changes", async () => {
  const spent = (inputTokens: number) => ({ ...noUsage.total, inputTokens, calls: 1 });
  await change({ tickets: [ticket("T-1", { usage: spent(12_010) })] });
  await change({ tickets: [ticket("T-1", { usage: spent(12_020) })] });
  expect(refreshes).toEqual([[`ticket ${trackId} T-1`]]);
});

test("What came and went within one refresh is drawn once, as it is now", async () => {
  engine.notify(TrackChangedNotification, delta(2, { status: "idle", activeTier: "" }));
  engine.notify(
    TrackChangedNotification,
    delta(3, { status: "idle", activeTier: "", tickets: [ticket("T-1", { state: "running" })] }),
  );
  engine.notify(
    TrackChangedNotification,
    delta(4, { status: "idle", activeTier: "", tickets: [ticket("T-1")] }),
  );
  await pass();
  expect(refreshes).toEqual([]);
});

test("A run that starts draws its track's row", async () => {
  await change({ status: "running" });
  expect(refreshes).toEqual([[`track ${trackId}`]]);
});

test("Tickets that come are drawn by their track, once", async () => {
  await change({ tickets: [ticket("T-3")], order: ["T-1", "T-2", "T-3"] });
  expect(refreshes).toEqual([[`track ${trackId}`]]);
  refreshes.length = 0;
  await change({ order: ["T-1", "T-2", "T-3"] });
  expect(refreshes).toEqual([]);
});

test("The same list again draws nothing; a new track draws the tree", async () => {
  engine.notify(TrackListChangedNotification, { count: 1 });
  await pass();
  expect(refreshes).toEqual([]);
  engine.answer(TrackListRequest, () => ({
    tracks: [listed, { ...listed, trackId: "b", path: "b.track.json" }],
  }));
  engine.answer(TrackOpenRequest, () => snapshot({ trackId: "b" }));
  engine.notify(TrackListChangedNotification, { count: 2 });
  await pass();
  expect(refreshes).toEqual(["all"]);
});

test("Problems of a track's file draw its row", async () => {
  engine.answer(TrackListRequest, () => ({
    tracks: [{ ...listed, problems: [{ code: "cycle", message: "T-1 and T-2 wait for each other." }] }],
  }));
  engine.notify(TrackListChangedNotification, { count: 1 });
  await pass();
  expect(refreshes).toEqual([[`track ${trackId}`]]);
});

test("A worker that waits for its model counts down in its row, every few seconds and while somebody looks", async () => {
  const until = new Date(Date.now() + 60_000).toISOString();
  const waiting = { kind: "rateLimit", message: "Too many requests.", model: "gemini:x", until };
  await change({ tickets: [ticket("T-1", { state: "running", waiting })] });
  expect(refreshes).toHaveLength(1);

  await vi.advanceTimersByTimeAsync(20_000);
  expect(refreshes).toHaveLength(5);
  expect(new Set(refreshes.flat())).toEqual(new Set([`ticket ${trackId} T-1`]));

  tree.show(false);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(refreshes).toHaveLength(5);
  tree.show(true);
  expect(refreshes).toHaveLength(6);

  await change({ tickets: [ticket("T-1", { state: "running" })] });
  refreshes.length = 0;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(refreshes).toEqual([]);
});

test("A ticket's row is drawn anew when its discarded tree is found to be gone", async () => {
  const inTree = { folder: ".conductor/worktrees/a-t-1", branch: "b", base: "c" };
  state.files.add(`/work/${inTree.folder}`);
  await change({ tickets: [ticket("T-1", { state: "failed", tree: inTree })] });
  const valueOf = (): unknown =>
    tree
      .getChildren(tree.getChildren()[0])
      .map((row) => tree.getTreeItem(row).contextValue)
      .at(0);
  expect(valueOf()).toContain("in-tree");
  refreshes.length = 0;
  state.files.clear();
  await tree.lookForTrees();
  await pass();
  expect(refreshes).toHaveLength(1);
  expect(valueOf()).not.toContain("in-tree");
});
