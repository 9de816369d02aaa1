import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as vscode from "vscode";
import { commands, settings } from "../../../../../extension/src/commands";
import { noticeOf, type TrackNews } from "../../../../../extension/src/features/tickets/noticeWords";
import { burstMilliseconds, RunNotices } from "../../../../../extension/src/features/tickets/runNotices";
import { ServerTrackStore } from "../../../../../extension/src/features/tickets/trackStore";
import {
  type TicketInfo,
  TrackChangedNotification,
  type TrackChanged,
  TrackListChangedNotification,
  TrackListRequest,
  TrackOpenRequest,
  type TrackSnapshot,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { budget, delta, snapshot, ticket, trackId } from "../../fakes/tracks";
import { reset, state } from "../../fakes/vscode";

let engine: FakeEngine;
let notices: RunNotices;
let revision: number;

const listed = {
  trackId,
  path: trackId,
  description: "A track",
  status: "running",
  problems: [],
} as const;

const question = (id: string, changes: Partial<TicketInfo> = {}): TicketInfo =>
  ticket(id, {
    state: "blocked",
    outcomeKind: "needsDecision",
    detail: "Which\ncurrency?",
    actions: ["answer", "retry"],
    ...changes,
  });

beforeEach(async () => {
  reset();
  vi.useFakeTimers();
  revision = 1;
  engine = new FakeEngine();
  const log = { error: () => undefined } as unknown as vscode.LogOutputChannel;
  const store = new ServerTrackStore(engine, log);
  engine.answer(TrackListRequest, () => ({ tracks: [listed] }));
  engine.answer(TrackOpenRequest, () =>
    snapshot({ status: "running", tickets: [question("T-0"), ticket("T-1"), ticket("T-2")] }),
  );
  notices = new RunNotices({ log, store });
  await store.refresh();
});

afterEach(() => {
  notices.dispose();
  vi.useRealTimers();
});

function change(changes: Partial<TrackChanged>): void {
  revision += 1;
  engine.notify(TrackChangedNotification, delta(revision, changes));
}

const pass = (): Promise<unknown> => vi.advanceTimersByTimeAsync(burstMilliseconds);

test("What is blocked when a track is first seen is not news", async () => {
  await pass();
  expect(state.messages).toEqual([]);
});

test("A run that stops because nothing can be recorded says what to do, and offers to go on", async () => {
  change({ status: "paused", statusDetail: "The disk is full. Free some space. Then resume it." });
  await pass();
  expect(state.messages).toEqual([
    {
      kind: "warning",
      text: "The disk is full. Free some space. Then resume it.",
      actions: ["Resume Run", "Show Tickets", "Show Log"],
    },
  ]);
});

test("A run that was interrupted is news when the window opens", async () => {
  notices.dispose();
  engine.answer(TrackOpenRequest, () =>
    snapshot({ status: "paused", statusDetail: "The run was interrupted. Resume it." }),
  );
  const log = { error: () => undefined } as unknown as vscode.LogOutputChannel;
  const store = new ServerTrackStore(engine, log);
  notices = new RunNotices({ log, store });
  await store.refresh();
  await pass();
  expect(state.messages).toMatchObject([
    { text: "The run was interrupted. Resume it.", actions: ["Resume Run", "Show Tickets", "Show Log"] },
  ]);
});

test("What went on in a paused run is news when it has ended, with the way to resume the rest", async () => {
  change({ status: "paused", statusDetail: "", tickets: [ticket("T-1", { state: "running" })] });
  change({ status: "paused", tickets: [ticket("T-1", { state: "awaitingTool" })] });
  await pass();
  expect(state.messages).toEqual([]);
  state.answers.message = "Resume Run";
  change({ status: "paused", tickets: [ticket("T-1", { state: "completed" })] });
  await pass();
  expect(state.messages).toMatchObject([{ actions: ["Resume Run", "Show Tickets"] }]);
  expect(state.messages[0]?.text).toMatch(
    /^T-1: Completed\. The run of “.+” is still paused, so its other tickets wait\.$/,
  );
  expect(state.executed).toContainEqual([commands.trackResume, trackId]);
});

test("The end of a run is said also where it was paused before", async () => {
  change({ status: "paused", statusDetail: "" });
  await pass();
  change({ status: "done" });
  await pass();
  expect(state.messages).toMatchObject([{ kind: "information" }]);
});

test("A run that a person paused is no news", async () => {
  change({ status: "paused", statusDetail: "" });
  await pass();
  expect(state.messages).toEqual([]);
});

test("A ticket that blocks while the run goes on asks once, with what it asks", async () => {
  change({ tickets: [question("T-1")] });
  await pass();
  change({ tickets: [question("T-1", { notice: "The file was edited." })] });
  await pass();
  expect(state.messages).toEqual([
    {
      kind: "warning",
      text: "T-1 is blocked and waits for you: Which currency?",
      actions: ["Answer…", "Show Tickets"],
    },
  ]);
});

test("A block that no worker asked about offers the retry that its words name first", async () => {
  change({ tickets: [question("T-1", { outcomeKind: "acceptance", detail: "Mend it. Retry the ticket." })] });
  await pass();
  expect(state.messages[0]?.actions).toEqual(["Retry", "Answer…", "Show Tickets"]);
});

test("Answer… asks for the answer to that ticket", async () => {
  state.answers.message = "Answer…";
  change({ tickets: [question("T-1")] });
  await pass();
  expect(state.executed).toContainEqual([commands.ticketAnswerAndRetry, { trackId, ticketId: "T-1" }]);
});

test("A burst is one notice, also when it ends the run", async () => {
  change({ tickets: [question("T-1")] });
  change({ tickets: [question("T-2")] });
  change({ status: "blocked", statusDetail: "T-1 and T-2 are blocked." });
  await pass();
  expect(state.messages.map(({ text }) => text)).toEqual(["2 tickets are blocked and wait for you."]);
});

test("What several tracks tell in one burst is one notice", async () => {
  const other = ".conductor/tracks/b.track.json";
  engine.answer(TrackListRequest, () => ({ tracks: [listed, { ...listed, trackId: other, path: other }] }));
  engine.answer(TrackOpenRequest, () =>
    snapshot({ trackId: other, path: other, status: "running", description: "Another track" }),
  );
  engine.notify(TrackListChangedNotification, { count: 2 });
  await pass();
  state.answers.message = "Answer…";
  change({ tickets: [question("T-1")] });
  engine.notify(
    TrackChangedNotification,
    delta(2, { trackId: other, tickets: [question("T-2")], status: "running" }),
  );
  await pass();
  expect(state.messages).toEqual([
    {
      kind: "warning",
      text: "T-1 is blocked and waits for you: Which currency? T-2 is blocked and waits for you: Which currency?",
      actions: ["Answer…", "Show Tickets"],
    },
  ]);
  expect(state.executed).toContainEqual([commands.ticketAnswerAndRetry]);
});

test("A ticket that was told of is not told of again after a new connection", async () => {
  change({ tickets: [question("T-1")] });
  await pass();
  engine.answer(TrackOpenRequest, () =>
    snapshot({ status: "paused", tickets: [question("T-0"), question("T-1"), ticket("T-2")] }),
  );
  engine.connect();
  await pass();
  expect(state.messages).toHaveLength(1);
});

test("A ticket that is answered before anybody was told is not mentioned", async () => {
  change({ tickets: [question("T-1")] });
  change({ tickets: [ticket("T-1")] });
  await pass();
  expect(state.messages).toEqual([]);
});

test("A ticket that blocks again asks again", async () => {
  change({ tickets: [question("T-1")] });
  await pass();
  change({ tickets: [ticket("T-1", { state: "running" })] });
  change({ tickets: [question("T-1")] });
  await pass();
  expect(state.messages).toHaveLength(2);
});

test.each(["rejected", "landing"])(
  "What a person declined (%s) is no question to them; that the run is blocked is still said",
  async (outcomeKind) => {
    change({
      tickets: [question("T-1", { outcomeKind })],
      status: "blocked",
      statusDetail: "T-1 was rejected.",
    });
    await pass();
    expect(state.messages.map(({ text }) => text)).toEqual(["The run of “a” is blocked. T-1 was rejected."]);
  },
);

test("A working tree that could not be set up is mended and retried", async () => {
  change({ tickets: [question("T-1", { outcomeKind: "workingTree", actions: ["answer", "retry"] })] });
  await pass();
  expect(state.messages[0]?.actions).toEqual(["Retry", "Answer…", "Show Tickets"]);
});

test("Where one ticket alone holds the run up, the notice offers to retry it", async () => {
  state.answers.message = "Retry";
  change({
    tickets: [ticket("T-0"), ticket("T-1", { state: "failed", actions: ["retry"] })],
    status: "failed",
  });
  await pass();
  expect(state.messages[0]?.actions).toEqual(["Retry", "Show Tickets", "Show Log"]);
  expect(state.executed).toContainEqual([commands.ticketRetry, { trackId, ticketId: "T-1" }]);
});

test("Where the one ticket asked before, the notice offers to answer it", async () => {
  state.answers.message = "Answer…";
  change({ status: "blocked" });
  await pass();
  expect(state.messages[0]?.actions).toEqual(["Answer…", "Show Tickets", "Show Log"]);
  expect(state.executed).toContainEqual([commands.ticketAnswerAndRetry, { trackId, ticketId: "T-0" }]);
});

test("Where several tickets hold the run up, the notice leaves the choice to the list", async () => {
  change({ tickets: [ticket("T-1", { state: "failed", actions: ["retry"] })], status: "failed" });
  await pass();
  expect(state.messages[0]?.actions).toEqual(["Show Tickets", "Show Log"]);
});

test("The end of a run is said once", async () => {
  change({ status: "done" });
  change({ status: "done" });
  await pass();
  expect(state.messages).toEqual([
    { kind: "information", text: "The run of “a” is done.", actions: ["Show Tickets"] },
  ]);
});

test("A track is called as in its row, by its file, and by what it is about where it has none", () => {
  const news = (changes: Partial<TrackSnapshot>): TrackNews => ({
    snapshot: snapshot({ description: "The long story.", status: "done", ...changes }),
    isOver: true,
    asking: [],
  });
  expect(noticeOf([news({})], "all")?.text).toBe("The run of “a” is done.");
  const pathless: { path?: string } & TrackSnapshot = news({}).snapshot;
  delete pathless.path;
  expect(noticeOf([{ snapshot: pathless, isOver: true, asking: [] }], "all")?.text).toBe(
    "The run of “The long story.” is done.",
  );
});

test("With errorsOnly a question waits for the run's end, and a run that is done is not mentioned", async () => {
  state.settings.set(settings.notifications, "errorsOnly");
  change({ tickets: [question("T-1")] });
  await pass();
  change({ status: "done" });
  await pass();
  expect(state.messages).toEqual([]);
  change({ status: "running" });
  change({ status: "blocked", statusDetail: "T-1 is blocked." });
  await pass();
  expect(state.messages).toHaveLength(1);
});

test("With off nothing is said", async () => {
  state.settings.set(settings.notifications, "off");
  change({ tickets: [question("T-1")], status: "failed" });
  await pass();
  expect(state.messages).toEqual([]);
});

test("A worker's text makes no link", async () => {
  change({ tickets: [question("T-1", { detail: "[Fix](command:workbench.action.quit)" })] });
  await pass();
  expect(state.messages[0]?.text).not.toContain("](");
});

test("A run that failed for want of a key leads to setting it, of the first ticket that lacks it", async () => {
  const failed = (id: string): TicketInfo => ticket(id, { state: "failed", actions: ["setKey", "retry"] });
  change({
    status: "failed",
    statusDetail: "The key was refused.",
    tickets: [failed("T-1"), failed("T-2")],
  });
  state.answers.message = "Set API Key…";
  await pass();
  expect(state.messages.at(-1)?.actions).toEqual(["Set API Key…", "Show Tickets", "Show Log"]);
  expect(state.executed.at(-1)).toEqual([commands.modelsSetKey, { trackId, ticketId: "T-1" }]);
});

test.each([
  ["leads to choosing another one", {}, [commands.modelsChoose]],
  [
    "of its own leads to choosing that",
    { model: "gemini:own" },
    [commands.modelsChooseForTicket, { trackId, ticketId: "T-1" }],
  ],
])("A ticket that failed for a model that there is not %s", async (_name, changes, executed) => {
  change({
    status: "failed",
    statusDetail: "There is no such model.",
    tickets: [ticket("T-1", { state: "failed", actions: ["chooseModel", "retry"], ...changes })],
  });
  state.answers.message = "Choose Model…";
  await pass();
  expect(state.messages.at(-1)?.actions).toEqual(["Choose Model…", "Retry", "Show Tickets", "Show Log"]);
  expect(state.executed.at(-1)).toEqual(executed);
});

test("A run that is paused for its budget says so once, and offers to add to it", async () => {
  const changes = {
    status: "paused" as const,
    statusDetail: "The run's budget of 10,000 tokens does not last.",
    budget: budget({ isReached: true, isWarned: true }),
  };
  change(changes);
  change(changes);
  await pass();
  expect(state.messages).toEqual([
    {
      kind: "warning",
      text: "The run's budget of 10,000 tokens does not last.",
      actions: ["Add Budget and Continue", "Show Tickets"],
    },
  ]);
});

test("A budget that is nearly used up is told of once for each limit", async () => {
  const warned = budget({ isWarned: true, fraction: 0.85 });
  const statusDetail = "The run's budget is nearly used up.";
  change({ budget: warned, statusDetail });
  await pass();
  change({ budget: warned, statusDetail });
  await pass();
  expect(state.messages).toHaveLength(1);
  expect(state.messages[0]).toMatchObject({ text: statusDetail, actions: ["Add Budget and Continue"] });

  change({ budget: budget() });
  change({ budget: warned, statusDetail });
  await pass();
  expect(state.messages).toHaveLength(2);
});

test.each([
  ["main", "Merge into main…"],
  [undefined, "Merge into Your Branch…"],
])("The end of a run whose work has landed offers to merge it into %s", (onto, label) => {
  const landed = snapshot({
    status: "done",
    integration: { name: "i", tip: "c", hasUnmerged: true, ...(onto === undefined ? {} : { onto }) },
  });
  const news: TrackNews = { snapshot: landed, isOver: true, asking: [] };
  expect(noticeOf([news], "all")).toMatchObject({
    kind: "information",
    text: "The run of “a” is done. Its work has landed and is not in your branch yet.",
    actions: [{ label, command: commands.trackMergeInto, track: trackId }, { label: "Show Tickets" }],
  });
  expect(noticeOf([news], "errorsOnly")).toBeUndefined();
});

test("The end of a run whose work is merged already offers nothing of the kind", () => {
  const merged = snapshot({
    status: "done",
    integration: { name: "i", tip: "c", onto: "main", hasUnmerged: false },
  });
  expect(noticeOf([{ snapshot: merged, isOver: true, asking: [] }], "all")?.actions).toMatchObject([
    { label: "Show Tickets" },
  ]);
});
