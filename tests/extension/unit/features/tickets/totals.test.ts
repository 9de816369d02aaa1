import { expect, test } from "vitest";
import type { TrackStore } from "../../../../../extension/src/context";
import { totalsOf } from "../../../../../extension/src/features/tickets/totals";
import type { TrackSnapshot } from "../../../../../extension/src/protocol.generated";
import { budget, snapshot, ticket } from "../../fakes/tracks";

/** What is known of the pauses of runs with these snapshots. */
function pauses(...changes: readonly Partial<TrackSnapshot>[]): object {
  const snapshots = changes.map((one, index) => snapshot({ trackId: String(index), ...one }));
  const tracks = snapshots.map(({ trackId }) => ({ trackId }));
  const store = { tracks, snapshot: (id: string) => snapshots[Number(id)] } as unknown as TrackStore;
  const { isPaused, lacksBudget } = totalsOf(store);
  return { isPaused, lacksBudget };
}

const short = { status: "paused", budget: budget({ isReached: true }) } as const;

test.each<[string, readonly Partial<TrackSnapshot>[], object]>([
  ["A run that is paused for its budget lacks some", [short], { isPaused: true, lacksBudget: true }],
  [
    "One paused run that does not lack any can be resumed",
    [short, { status: "paused" }],
    { isPaused: true, lacksBudget: false },
  ],
  ["A run that goes on lacks nothing", [{ status: "running" }], { isPaused: false, lacksBudget: false }],
])("%s", (_name, changes, expected) => {
  expect(pauses(...changes)).toEqual(expected);
});

test("A ticket whose work lands counts as running, one that waits for its review as waiting", () => {
  const tickets = [
    ticket("T-1", { state: "landing" }),
    ticket("T-2", { state: "awaitingLanding", approvalIds: ["a"] }),
  ];
  const store = { tracks: [{ trackId: "0" }], snapshot: () => snapshot({ tickets }) };
  expect(totalsOf(store as unknown as TrackStore)).toMatchObject({ running: 1, waiting: 1 });
});

test("A ticket whose work was rejected at its landing counts as blocked, and one that asks as asking too", () => {
  const actions = ["answer", "retry"] as const;
  const tickets = [
    ticket("T-1", { state: "blocked", actions: [...actions], outcomeKind: "landing" }),
    ticket("T-2", { state: "blocked", actions: [...actions], outcomeKind: "question" }),
  ];
  const store = {
    tracks: [{ trackId: "0" }],
    snapshot: () => snapshot({ status: "blocked", tickets }),
  };
  expect(totalsOf(store as unknown as TrackStore)).toMatchObject({ blocked: 2, asking: 1 });
});
