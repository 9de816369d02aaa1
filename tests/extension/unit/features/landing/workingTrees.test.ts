import { beforeEach, expect, test, vi } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import { whyNoBranch } from "../../../../../extension/src/features/landing/restoreWork";
import {
  type DiscardedWorkInfo,
  type TreeInfo,
  TreesDiscardRequest,
  TreesListRequest,
  TreesRestoreRequest,
} from "../../../../../extension/src/protocol.generated";
import { ticket, trackId } from "../../fakes/tracks";
import { type FakeQuickPick, state } from "../../fakes/vscode";
import { LandingBed, texts } from "./landingBed";

const tree: TreeInfo = {
  trackId,
  ticketId: "T-1",
  attempt: 1,
  folder: "/trees/t-1",
  branch: "conductor/a/t/t-1",
  bytes: 12_400_000,
  state: "unlanded",
};
const work = {
  ref: "refs/conductor/discarded/1",
  date: "2026-01-31",
  track: "a",
  ticket: "T-1",
  commit: "c",
  subject: "Greets by name",
};
let bed: LandingBed;

beforeEach(() => {
  bed = new LandingBed();
  list([tree], [work]);
});

function list(trees: readonly TreeInfo[], discarded: readonly DiscardedWorkInfo[] = []): void {
  bed.engine.answer(TreesListRequest, () => ({ trees, discarded }));
}

/** Opens a picker by its command and waits until it has loaded. */
async function open(command: string): Promise<{ picker: FakeQuickPick; over: Promise<unknown> }> {
  const over = Promise.resolve(state.commands.get(command)?.());
  const picker = state.quickPicks.at(-1) ?? expect.unreachable();
  expect(picker.busy).toBe(true);
  await vi.waitFor(() => expect(picker.busy).toBe(false));
  return { picker, over };
}

/** Chooses what is to be done with the tree. */
async function act(label: string): Promise<void> {
  state.answers.quickPick = (items: readonly { label: string }[]) =>
    items.find((item) => item.label === label);
  const { picker, over } = await open(commands.treesShow);
  picker.choose("T-1");
  await over;
}

const offered = (): string[] => (state.asked.at(-1)?.items as { label: string }[]).map(({ label }) => label);

test("Each tree is listed with its ticket, track, state, size, branch and folder", async () => {
  list([
    tree,
    { ...tree, attempt: 2, state: "landed" },
    { trackId, attempt: 0, folder: "/trees/l", bytes: 5, state: "landings" },
  ]);
  const { picker } = await open(commands.treesShow);
  expect(picker.items).toMatchObject([
    { label: "T-1", description: "a · not landed · 12 MB", detail: "conductor/a/t/t-1 · /trees/t-1" },
    { label: "T-1, attempt 2", description: "a · nothing to land · 12 MB" },
    { label: "Landings", description: "a · where work is merged and proven · 5 B", detail: "/trees/l" },
  ]);
});

test.each([
  ["awaitingLanding", "waits to land"],
  ["conflict", "in conflict"],
  ["landing", "landing"],
  ["running", "in use"],
] as const)("The tree of a ticket that is %s is said to be %s", async (ticketState, word) => {
  bed.ticket = ticket("T-1", { state: ticketState });
  list([{ ...tree, state: "inUse" }]);
  const { picker } = await open(commands.treesShow);
  expect(picker.items).toMatchObject([{ label: "T-1", description: `a · ${word} · 12 MB` }]);
});

test("Without any tree the list says so, and that is nothing to choose", async () => {
  list([]);
  const { picker, over } = await open(commands.treesShow);
  picker.choose("No ticket has a working tree now.");
  expect(picker.isDisposed).toBe(false);
  picker.hide();
  await over;
});

test("What cannot be listed closes the list and is told", async () => {
  bed.engine.answer(TreesListRequest, () => Promise.reject(new Error("git is not there.")));
  await bed.run(commands.treesShow);
  expect(state.quickPicks[0]?.isDisposed).toBe(true);
  expect(texts()).toEqual(["git is not there."]);
});

test("A tree opens in a new window", async () => {
  await act("Open in New Window");
  expect(state.executed.find(([id]) => id === "vscode.openFolder")).toMatchObject([
    "vscode.openFolder",
    { path: "/trees/t-1" },
    { forceNewWindow: true },
  ]);
});

test("A tree is discarded after a yes, which says how long its work is kept", async () => {
  bed.engine.answer(TreesDiscardRequest, () => ({ ref: work.ref }));
  state.answers.message = "Discard";
  await act("Discard…");
  expect(state.messages[0]?.actions[0]).toMatchObject({
    detail: expect.stringContaining("30 days") as string,
  });
  expect(bed.engine.requests.at(-1)?.params).toEqual({ trackId, ticketId: "T-1", attempt: 1 });
  expect(texts().at(-1)).toBe("The working tree of T-1 is gone. Its work is kept for 30 days.");
});

test("Without a yes nothing is discarded", async () => {
  await act("Discard…");
  expect(bed.engine.count(TreesDiscardRequest)).toBe(0);
});

test("A tree that is in use is not offered for discarding, and the way to it is said", async () => {
  list([{ ...tree, state: "inUse" }]);
  await act("Copy Branch Name");
  expect(offered()).toEqual(["Open in New Window", "Copy Branch Name"]);
  expect(state.asked.at(-1)?.options).toMatchObject({
    placeHolder: expect.stringContaining("cancel its ticket") as string,
  });
});

test.each([
  ["awaitingLanding", "Its work waits to land. To discard it, first reject it at its gate"],
  ["conflict", "Its work is in conflict. To discard it, first reject it at its gate"],
  ["landing", "Its work is landing."],
  ["running", "It is in use. To discard it, first cancel its ticket."],
] as const)(
  "The next step for the tree of a ticket that is %s is that of its row",
  async (ticketState, words) => {
    bed.ticket = ticket("T-1", { state: ticketState });
    list([{ ...tree, state: "inUse" }]);
    await act("Copy Branch Name");
    expect(state.asked.at(-1)?.options).toMatchObject({
      placeHolder: expect.stringContaining(words) as string,
    });
  },
);

test("A tree whose folder is gone cannot be opened, and can be discarded", async () => {
  list([{ ...tree, state: "missing" }]);
  await act("Copy Branch Name");
  expect(offered()).toEqual(["Copy Branch Name", "Discard…"]);
});

test("The list leads to discarded work", async () => {
  let isAsked = false;
  const { picker, over } = await open(commands.treesShow);
  state.commands.set(commands.treesRestore, () => (isAsked = true));
  picker.choose("Restore Discarded Work…");
  await over;
  expect(isAsked).toBe(true);
});

test("Discarded work gets a branch of the name that the person gives", async () => {
  bed.engine.answer(TreesRestoreRequest, ({ branch }) => ({ branch, commit: "c" }));
  state.answers.input = " rescued ";
  const { picker, over } = await open(commands.treesRestore);
  expect(picker.items).toMatchObject([
    { label: "T-1", description: "a · 2026-01-31", detail: "Greets by name" },
  ]);
  picker.choose("T-1");
  await over;
  expect(state.asked.at(-1)?.options).toMatchObject({ value: "restored/T-1" });
  expect(bed.engine.requests.at(-1)?.params).toEqual({ ref: work.ref, branch: "rescued" });
  expect(texts()).toEqual(["The branch rescued has the work of T-1 again."]);
  expect(state.messages[0]?.actions).toEqual([
    { modal: true, detail: "Check it out, or merge it, with git." },
    "Copy Branch Name",
  ]);
});

test("Discarded work is called by its ticket's title where the engine knows it", async () => {
  list([], [{ ...work, title: "Greet" }]);
  const { picker, over } = await open(commands.treesRestore);
  expect(picker.items).toMatchObject([{ label: "Greet", description: "T-1 · a · 2026-01-31" }]);
  picker.hide();
  await over;
});

test.each([
  [2, "T-1 · a · 2026-01-31 · 2 files"],
  [1, "T-1 · a · 2026-01-31 · 1 file"],
  [0, "T-1 · a · 2026-01-31"],
])("Discarded work says how many files it holds: %d", async (files, description) => {
  list([], [{ ...work, title: "Greet", files }]);
  const { picker, over } = await open(commands.treesRestore);
  expect(picker.items).toMatchObject([{ description }]);
  picker.hide();
  await over;
});

test("Without discarded work the list says how long it is kept", async () => {
  list([]);
  const { picker, over } = await open(commands.treesRestore);
  expect(picker.items).toMatchObject([
    { label: "There is no discarded work.", detail: expect.stringContaining("30 days") as string },
  ]);
  picker.hide();
  await over;
});

test.each([
  "",
  " ",
  "a b",
  "-x",
  "/x",
  "x/",
  "x.",
  "x..y",
  "x~1",
  "x^",
  "x:y",
  "x?",
  "x*",
  "x[",
  "x\\y",
  "x@{y",
  "x//y",
  ".x",
  "a/.x",
  "x.lock",
  "x\u0007y",
])("%j is refused as a branch's name before the engine is asked", (typed) => {
  expect(whyNoBranch(typed)).toBeDefined();
});

test.each(["rescued", "restored/T-1", "a-b_c.d", "grün/x", " padded "])(
  "%j may be a branch's name",
  (typed) => {
    expect(whyNoBranch(typed)).toBeUndefined();
  },
);
