import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as vscode from "vscode";
import { ServerTrackStore } from "../../../../../extension/src/features/tickets/trackStore";
import { UsageTree } from "../../../../../extension/src/features/usage/usageTree";
import {
  TrackChangedNotification,
  TrackListRequest,
  TrackOpenRequest,
  UsageGetRequest,
  type UsageFigures,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { budget, delta, noUsage, snapshot, ticket, trackId } from "../../fakes/tracks";

let engine: FakeEngine;
let tree: UsageTree;
let refreshes: number;

beforeEach(async () => {
  vi.useFakeTimers();
  engine = new FakeEngine();
  engine.answer(TrackListRequest, () => ({
    tracks: [{ trackId, path: trackId, description: "A track", status: "idle" as const, problems: [] }],
  }));
  engine.answer(TrackOpenRequest, () => snapshot());
  const log = { error: () => undefined } as unknown as vscode.LogOutputChannel;
  const store = new ServerTrackStore(engine, log);
  tree = new UsageTree(engine, store, log);
  tree.onDidChangeTreeData(() => (refreshes += 1));
  await store.refresh();
  await pass();
  refreshes = 0;
});

afterEach(() => {
  tree.dispose();
  vi.useRealTimers();
});

const pass = (): Promise<unknown> => vi.advanceTimersByTimeAsync(2000);
const spent = { inputTokens: 900, outputTokens: 20, cachedInputTokens: 0, calls: 1 };

test("A change of a ticket that spent nothing draws nothing again", async () => {
  engine.notify(TrackChangedNotification, delta(2, { tickets: [ticket("T-1", { state: "running" })] }));
  await pass();
  expect(refreshes).toBe(0);
});

test("What was spent is drawn, once", async () => {
  const changes = { usage: { ...noUsage, total: spent }, tickets: [ticket("T-1", { usage: spent })] };
  engine.notify(TrackChangedNotification, delta(2, changes));
  await pass();
  engine.notify(TrackChangedNotification, delta(3, changes));
  await pass();
  expect(refreshes).toBe(1);
});

test("A new engine is asked again", async () => {
  engine.connect();
  await pass();
  expect(refreshes).toBeGreaterThan(0);
});

test("Of which day prices are is told below the tiers, where there is a cost", async () => {
  const rows = async (total: UsageFigures): Promise<unknown[]> => {
    const tiers = [{ tier: 3, name: "Tier 3 (Worker)", usage: total }];
    const summary = { ...noUsage, total, tiers };
    engine.answer(UsageGetRequest, () => ({ summary, rows: [], pricesAsOf: "2026-01-31" }));
    const nodes = await tree.getChildren();
    return nodes.map((node) => tree.getTreeItem(node)).map(({ label, description }) => [label, description]);
  };
  const tier = "Tier 3 (Worker)";
  expect(await rows(spent)).toEqual([[tier, "900 in · 20 out · 1 call"]]);
  expect(await rows({ ...spent, cost: 0.0123, estimatedCalls: 1 })).toEqual([
    [tier, "~900 in · ~20 out · ~$0.0123 · 1 call"],
    ["Prices as of 2026-01-31", undefined],
  ]);
});

test.each([
  [{ pricesAsOf: "2026-01-31", pricesUpTo: "2026-03-31" }, ["Prices as of 2026-01-31 to 2026-03-31"]],
  [{}, []],
])("Prices are told of as many days as the costs are at: %j", async (days, expected) => {
  const total = { ...spent, cost: 0.0123 };
  engine.answer(UsageGetRequest, () => ({ summary: { ...noUsage, total, tiers: [] }, rows: [], ...days }));
  const labels = (await tree.getChildren()).map((node) => tree.getTreeItem(node).label);
  expect(labels).toEqual(expected);
});

test("A budget is a bar of text before the tiers, and is drawn again as it is spent", async () => {
  engine.answer(UsageGetRequest, () => ({ summary: noUsage, rows: [] }));
  engine.notify(TrackChangedNotification, delta(2, { budget: budget() }));
  await pass();
  expect(refreshes).toBe(1);
  const rows = (await tree.getChildren()).map((node) => tree.getTreeItem(node));
  expect(rows.map(({ label, description }) => [label, description])).toEqual([
    ["42 % of 10k tok", "Budget of A track · ████░░░░░░"],
  ]);

  engine.notify(TrackChangedNotification, delta(3));
  await pass();
  expect(await tree.getChildren()).toEqual([]);
});
