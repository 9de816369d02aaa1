import { beforeEach, expect, test } from "vitest";
import type { TrackStoreChange } from "../../../../../extension/src/context";
import { ServerTrackStore } from "../../../../../extension/src/features/tickets/trackStore";
import {
  ErrorCodes,
  TrackChangedNotification,
  TrackGetRequest,
  TrackListChangedNotification,
  TrackListRequest,
  TrackOpenRequest,
  type TrackSnapshot,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { delta, snapshot, ticket, trackId } from "../../fakes/tracks";

let engine: FakeEngine;
let store: ServerTrackStore;
let changes: TrackStoreChange[];
let logged: string[];

const listed = { trackId, path: trackId, description: "A track", status: "idle", problems: [] } as const;

beforeEach(() => {
  engine = new FakeEngine();
  logged = [];
  store = new ServerTrackStore(engine, { error: (text: string | Error) => void logged.push(String(text)) });
  changes = [];
  store.onDidChange((change) => void changes.push(change));
  engine.answer(TrackListRequest, () => ({ tracks: [listed] }));
  engine.answer(TrackOpenRequest, () => snapshot());
  engine.answer(TrackGetRequest, () => snapshot({ revision: 9 }));
});

const ids = (): string[] => (store.snapshot(trackId)?.tickets ?? []).map(({ id }) => id);

test("A refresh lists the tracks and opens each one", async () => {
  await store.refresh();
  expect(store.tracks).toEqual([listed]);
  expect(ids()).toEqual(["T-1", "T-2"]);
  expect(changes).toEqual([{ kind: "list" }]);
});

test("What tracks there are is unknown until the engine has said it, or could not", async () => {
  expect(store.isUnknown).toBe(true);
  await store.refresh();
  expect(store.isUnknown).toBe(false);

  const other = new ServerTrackStore(engine, { error: () => undefined });
  let told = 0;
  other.onDidChange(() => (told += 1));
  engine.answer(TrackListRequest, () => Promise.reject(new Error("It broke.")));
  await expect(other.refresh()).rejects.toThrow("It broke.");
  expect([other.isUnknown, told]).toEqual([false, 1]);
});

test("A delta changes only its tickets and says which", async () => {
  await store.refresh();
  const other = store.ticket(trackId, "T-2");
  engine.notify(TrackChangedNotification, delta(2, { tickets: [ticket("T-1", { state: "running" })] }));
  expect(store.ticket(trackId, "T-1")?.state).toBe("running");
  expect(store.ticket(trackId, "T-2")).toBe(other);
  expect(store.snapshot(trackId)?.activeTier).toBe("Tier 3 (Worker): T-1");
  expect(changes.at(-1)).toEqual({ kind: "track", trackId, tickets: ["T-1"], membership: false });
});

test("A delta of the same revision is news: a run that cannot be recorded shows as paused", async () => {
  await store.refresh();
  engine.notify(TrackChangedNotification, delta(1, { status: "paused", statusDetail: "The disk is full." }));
  expect(store.snapshot(trackId)?.statusDetail).toBe("The disk is full.");
});

test("A delta older than the snapshot is dropped", async () => {
  await store.refresh();
  engine.notify(TrackChangedNotification, delta(0, { tickets: [ticket("T-1", { state: "failed" })] }));
  expect(store.ticket(trackId, "T-1")?.state).toBe("ready");
});

test("Another model of a track shows, though its revision stays", async () => {
  await store.refresh();
  engine.notify(TrackChangedNotification, delta(1, { modelLabel: "Another" }));
  expect(store.snapshot(trackId)?.modelLabel).toBe("Another");
  expect(changes.at(-1)).toEqual({ kind: "track", trackId, tickets: [], membership: false });
});

test("A delta may carry several revisions at once", async () => {
  await store.refresh();
  engine.notify(TrackChangedNotification, delta(5, { tickets: [ticket("T-1", { state: "running" })] }));
  expect(store.snapshot(trackId)?.revision).toBe(5);
  expect(engine.count(TrackGetRequest)).toBe(0);
});

test("Tickets join, leave and move in the order that a delta gives", async () => {
  await store.refresh();
  engine.notify(
    TrackChangedNotification,
    delta(2, { tickets: [ticket("T-3")], removed: ["T-1"], order: ["T-3", "T-2"] }),
  );
  expect(ids()).toEqual(["T-3", "T-2"]);
  expect(changes.at(-1)).toMatchObject({ membership: true });
});

test("A delta that names tickets nobody has described has the whole track asked for again", async () => {
  await store.refresh();
  engine.answer(TrackGetRequest, () => snapshot({ revision: 7, tickets: [ticket("T-1"), ticket("T-9")] }));
  engine.notify(TrackChangedNotification, delta(4, { order: ["T-1", "T-9"] }));
  await expect.poll(ids).toEqual(["T-1", "T-9"]);
  expect(store.snapshot(trackId)?.revision).toBe(7);
});

test("Deltas that overtake the snapshot are applied after it", async () => {
  let give: (value: TrackSnapshot) => void = () => undefined;
  engine.answer(TrackOpenRequest, () => new Promise<TrackSnapshot>((resolve) => (give = resolve)));
  const refreshed = store.refresh();
  await expect.poll(() => engine.count(TrackOpenRequest)).toBe(1);
  engine.notify(TrackChangedNotification, delta(1, { tickets: [ticket("T-1", { state: "failed" })] }));
  engine.notify(TrackChangedNotification, delta(2, { tickets: [ticket("T-1", { state: "running" })] }));
  give(snapshot());
  await refreshed;
  expect(store.ticket(trackId, "T-1")?.state).toBe("running");
  expect(store.snapshot(trackId)?.revision).toBe(2);
});

test("After a new connection everything is asked for again, whatever its revision", async () => {
  engine.answer(TrackOpenRequest, () => snapshot({ revision: 20 }));
  await store.refresh();
  engine.answer(TrackOpenRequest, () => snapshot({ revision: 3 }));
  engine.connect();
  await expect.poll(() => store.snapshot(trackId)?.revision).toBe(3);
});

test("A change of the list brings new tracks and forgets those that are gone", async () => {
  await store.refresh();
  engine.answer(TrackListRequest, () => ({ tracks: [{ ...listed, trackId: "b", path: "b" }] }));
  engine.answer(TrackOpenRequest, () => snapshot({ trackId: "b", path: "b" }));
  engine.notify(TrackListChangedNotification, { count: 1 });
  await expect.poll(() => store.snapshot("b")?.trackId).toBe("b");
  expect(store.snapshot(trackId)).toBeUndefined();
});

test("A list that says nothing new is not passed on, whatever it says of a status that the snapshot knows", async () => {
  await store.refresh();
  engine.answer(TrackListRequest, () => ({ tracks: [{ ...listed, status: "done" as const }] }));
  await store.refresh();
  expect(changes).toEqual([{ kind: "list" }]);
});

test("A list with a new problem of a file is passed on", async () => {
  await store.refresh();
  const problem = { code: "cycle", message: "T-1 waits for itself." };
  engine.answer(TrackListRequest, () => ({ tracks: [{ ...listed, problems: [problem] }] }));
  await store.refresh();
  expect(changes).toEqual([{ kind: "list" }, { kind: "list" }]);
});

test("An unusable file is listed with its problems and never opened", async () => {
  const problem = { code: "cycle", message: "T-1 and T-2 wait for each other." };
  engine.answer(TrackListRequest, () => ({
    tracks: [{ path: "bad.track.json", description: "", status: "idle" as const, problems: [problem] }],
  }));
  await store.refresh();
  expect(store.tracks[0]?.problems).toEqual([problem]);
  expect(engine.count(TrackOpenRequest)).toBe(0);
});

test("A track whose file is refused shows as it was loaded before", async () => {
  const problem = { code: "missingField", message: "T-2 has no description." };
  engine.answer(TrackListRequest, () => ({ tracks: [{ ...listed, problems: [problem] }] }));
  engine.answer(TrackOpenRequest, () => {
    throw Object.assign(new Error("The track was not loaded."), { code: ErrorCodes.invalidTrack });
  });
  await store.refresh();
  expect(ids()).toEqual(["T-1", "T-2"]);
  expect(logged).toEqual([]);
});

test("A track that cannot be opened is logged, and the others are shown", async () => {
  engine.answer(TrackListRequest, () => ({ tracks: [{ ...listed, trackId: "b", path: "b" }, listed] }));
  engine.answer(TrackOpenRequest, ({ path }) => {
    if (path === "b") {
      throw new Error("It cannot be read.");
    }
    return snapshot();
  });
  await store.refresh();
  expect(ids()).toEqual(["T-1", "T-2"]);
  expect(logged).toEqual([expect.stringContaining("It cannot be read.")]);
});

test("A list that is on its way when the store goes is given up", async () => {
  await store.refresh();
  const { token } = engine.requests[0] ?? expect.unreachable();
  expect(token).toMatchObject({ isCancellationRequested: false });
  store.dispose();
  expect(token).toMatchObject({ isCancellationRequested: true });
});

test("Refreshes at the same time are one, and one more when something was asked for meanwhile", async () => {
  await Promise.all([store.refresh(), store.refresh(), store.refresh()]);
  expect(engine.count(TrackListRequest)).toBe(2);
});
