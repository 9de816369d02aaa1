import { beforeEach, expect, test, vi } from "vitest";
import { settings } from "../../../../../extension/src/commands";
import { LandingWorkRequest, type WorkReview } from "../../../../../extension/src/protocol.generated";
import { reviewWork } from "../../../../../extension/src/features/landing/reviewWork";
import { workUri } from "../../../../../extension/src/features/landing/workDocuments";
import { ticket } from "../../fakes/tracks";
import { EventEmitter, state, Uri, window } from "../../fakes/vscode";
import { LandingBed, otherRef, ref, texts } from "./landingBed";

interface FakeTab {
  readonly label: string;
  isActive: boolean;
  readonly input?: unknown;
}

const tabs = window.tabGroups as unknown as {
  all: { tabs: FakeTab[] }[];
  onDidChangeTabs: unknown;
  close: unknown;
};
const tabsChanged = new EventEmitter<{ readonly closed: readonly FakeTab[] }>();
const closed = vi.fn();
let bed: LandingBed;

const work = (commit: string): WorkReview => ({
  base: "b",
  commit,
  files: [{ path: "a.cs", hasBefore: false, hasAfter: true, after: "a" }],
});

beforeEach(() => {
  bed = new LandingBed();
  closed.mockReset();
  tabs.all = [];
  tabs.onDidChangeTabs = tabsChanged.event;
  tabs.close = closed;
  bed = new LandingBed();
  bed.engine.answer(LandingWorkRequest, () => work("c"));
});

const openReview = async (): Promise<void> => {
  await reviewWork(bed.context, bed.works, ref);
  show(true);
};

function show(isActive: boolean, label = "Changes of T-1 (1 file)"): void {
  tabs.all = [{ tabs: [{ label, isActive }] }];
}

const changeTabs = (...gone: FakeTab[]): void => tabsChanged.fire({ closed: gone });
/** The window is loaded again, and its tabs are empty. */
function reload({ memento } = bed): void {
  bed = new LandingBed(memento);
  bed.engine.answer(LandingWorkRequest, () => work("c"));
}
const titles = (): unknown[] =>
  state.executed.filter(([id]) => id === "vscode.changes").map(([, title]) => title);

const kept = (): unknown => bed.memento.get("conductor.openReviews");
const reviews = (): number => state.executed.filter(([id]) => id === "vscode.changes").length;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("Of a review that is open the person is told when other work comes to the gate", async () => {
  await openReview();
  bed.engine.answer(LandingWorkRequest, () => work("d"));
  expect(await bed.reviews.tellMoved(ref)).toBe(true);
  expect(state.messages).toMatchObject([
    {
      text: "The work of T-1 has changed since its review was opened, and waits for you.",
      actions: ["Review Changes", "Show Gate"],
    },
  ]);
});

test("Nothing is said of a review whose work is the same or cannot be told, or that is closed", async () => {
  await openReview();
  expect(await bed.reviews.tellMoved(ref)).toBe(false);
  bed.engine.answer(LandingWorkRequest, () => Promise.reject(new Error("git is not there.")));
  expect(await bed.reviews.tellMoved(ref)).toBe(false);
  tabs.all = [];
  bed.engine.answer(LandingWorkRequest, () => work("d"));
  expect(await bed.reviews.tellMoved(ref)).toBe(false);
  expect(texts()).toEqual([]);
});

test.each(["errorsOnly", "off"])(
  "Who wants to see notices: %s, is not told of an open review",
  async (wanted) => {
    await openReview();
    bed.engine.answer(LandingWorkRequest, () => work("d"));
    state.settings.set(settings.notifications, wanted);
    expect(await bed.reviews.tellMoved(ref)).toBe(false);
    expect(texts()).toEqual([]);
  },
);

test("A review that is opened anew takes the place of the one before", async () => {
  await openReview();
  expect(closed).not.toHaveBeenCalled();
  await openReview();
  expect(closed).toHaveBeenCalledWith([expect.objectContaining({ label: "Changes of T-1 (1 file)" })], true);
});

test("A review that outlived a reload is filled again once, when it is in sight and its ticket is known", async () => {
  await openReview();
  closed.mockImplementation(() => {
    tabs.all = [];
  });
  reload();
  show(false);
  bed.become({});
  await settled();
  expect(reviews()).toBe(0);
  show(true);
  changeTabs();
  changeTabs();
  await settled();
  expect(closed).toHaveBeenCalledTimes(1);
  expect(reviews()).toBe(1);
});

test("A review that outlived a reload and is opened by its person is not filled besides", async () => {
  await openReview();
  reload();
  show(false);
  state.commands.set("vscode.changes", () => {
    show(true);
    changeTabs();
  });
  await reviewWork(bed.context, bed.works, ref);
  await settled();
  expect(reviews()).toBe(1);
});

test("A review that cannot be filled keeps its tab, and is tried again when it comes into sight anew", async () => {
  await openReview();
  reload();
  bed.engine.answer(LandingWorkRequest, () => Promise.reject(new Error("git is not there.")));
  changeTabs();
  await settled();
  bed.become({});
  await settled();
  expect([closed.mock.calls.length, reviews(), bed.engine.count(LandingWorkRequest)]).toEqual([0, 0, 1]);
  bed.engine.answer(LandingWorkRequest, () => work("c"));
  show(false);
  changeTabs();
  show(true);
  changeTabs();
  await settled();
  expect(reviews()).toBe(1);
});

test("A review that the editor does not open again when it is filled is said to be gone, and forgotten", async () => {
  await openReview();
  closed.mockImplementation(() => {
    const [gone] = tabs.all[0]?.tabs ?? [];
    tabs.all = [];
    changeTabs(gone ?? expect.unreachable());
  });
  reload();
  show(true);
  state.commands.set("vscode.changes", () => {
    throw new Error("It cannot be opened.");
  });
  bed.become({});
  await settled();
  expect(state.messages).toMatchObject([
    {
      text: expect.stringMatching(/review of T-1 was closed .*: .*cannot be opened/) as string,
      actions: ["Review Changes"],
    },
  ]);
  expect(kept()).toEqual([]);
});

test("A review whose tab is closed while it is filled stays closed", async () => {
  await openReview();
  reload();
  changeTabs();
  const [gone] = tabs.all[0]?.tabs ?? [];
  tabs.all = [];
  changeTabs(gone ?? expect.unreachable());
  await settled();
  expect(reviews()).toBe(0);
});

test("A review whose tab was closed is not filled after a reload, whatever is called like it then", async () => {
  await openReview();
  const [gone] = tabs.all[0]?.tabs ?? [];
  tabs.all = [];
  changeTabs(gone ?? expect.unreachable());
  reload();
  show(true);
  changeTabs();
  await settled();
  expect(reviews()).toBe(0);
});

test("Reviews that the editor brought back without a tab are forgotten when another one is opened", async () => {
  bed.other = ticket("T-1", { state: "awaitingLanding" });
  await openReview();
  reload();
  tabs.all = [];
  bed.other = ticket("T-1", { state: "awaitingLanding" });
  await reviewWork(bed.context, bed.works, otherRef);
  expect(kept()).toMatchObject([otherRef]);
});

test("Two reviews whose tabs are about to come are both kept", async () => {
  bed.other = ticket("T-1", { state: "awaitingLanding" });
  await Promise.all([ref, otherRef].map((one) => reviewWork(bed.context, bed.works, one)));
  expect(kept()).toMatchObject([ref, otherRef]);
});

test("Reviews of tickets of the same id in two tracks say their track, and leave each other's tab", async () => {
  await openReview();
  bed.other = ticket("T-1", { state: "awaitingLanding" });
  await reviewWork(bed.context, bed.works, otherRef);
  expect(closed).not.toHaveBeenCalled();
  tabs.all[0]?.tabs.push({ label: "Changes of T-1 in “b” (1 file)", isActive: true });
  await reviewWork(bed.context, bed.works, ref);
  expect(titles()).toEqual(["Changes of T-1", "Changes of T-1 in “b”", "Changes of T-1 in “a”"]);
  expect(closed.mock.calls).toEqual([
    [[expect.objectContaining({ label: "Changes of T-1 (1 file)" })], true],
  ]);
});

test.each([
  ["a file", { uri: Uri.file("/work/Changes of T-1 (1 file)") }],
  ["a diff of others", { textDiffs: [{ modified: Uri.file("/a") }] }],
  [
    "another track's work",
    { textDiffs: [{ modified: workUri({ ...otherRef, file: "a", side: "after", commit: "c" }) }] },
  ],
])("A tab of %s that is called like a review is left alone", async (_, input) => {
  await openReview();
  tabs.all = [{ tabs: [{ label: "Changes of T-1 (1 file)", isActive: true, input }] }];
  await reviewWork(bed.context, bed.works, ref);
  expect(closed).not.toHaveBeenCalled();
});
