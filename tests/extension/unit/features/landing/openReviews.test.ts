import { beforeEach, expect, test, vi } from "vitest";
import { LandingWorkRequest, type WorkReview } from "../../../../../extension/src/protocol.generated";
import { reviewWork } from "../../../../../extension/src/features/landing/reviewWork";
import { EventEmitter, state, window } from "../../fakes/vscode";
import { LandingBed, ref, texts } from "./landingBed";

const tabs = window.tabGroups as unknown as {
  all: { tabs: { label: string; isActive: boolean }[] }[];
  onDidChangeTabs: unknown;
  close: unknown;
};
const tabsChanged = new EventEmitter<void>();
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

function show(isActive: boolean): void {
  tabs.all = [{ tabs: [{ label: "Changes of T-1 (1 file)", isActive }] }];
}

const reviews = (): number => state.executed.filter(([id]) => id === "vscode.changes").length;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("A review that is open is told of when other work comes to the gate", async () => {
  await openReview();
  bed.become({ state: "running" });
  bed.engine.answer(LandingWorkRequest, () => work("d"));
  bed.become({ state: "awaitingLanding" });
  await settled();
  expect(state.messages).toMatchObject([
    { text: "The work of T-1 is another one than its open review shows.", actions: ["Review Changes"] },
  ]);
});

test("Nothing is said of a review whose work is the same, or that is closed", async () => {
  await openReview();
  bed.become({ state: "running" });
  bed.become({ state: "awaitingLanding" });
  await settled();
  tabs.all = [];
  bed.become({ state: "running" });
  bed.engine.answer(LandingWorkRequest, () => work("d"));
  bed.become({ state: "awaitingLanding" });
  await settled();
  expect(texts()).toEqual([]);
});

test("A review that is opened anew takes the place of the one before", async () => {
  await openReview();
  expect(closed).not.toHaveBeenCalled();
  await openReview();
  expect(closed).toHaveBeenCalledWith([expect.objectContaining({ label: "Changes of T-1 (1 file)" })], true);
});

test("A review that outlived a reload is filled again once, when it is in sight and its ticket is known", async () => {
  await openReview();
  const { memento } = bed;
  closed.mockImplementation(() => {
    tabs.all = [];
  });
  bed = new LandingBed(memento);
  bed.engine.answer(LandingWorkRequest, () => work("c"));
  show(false);
  bed.become({});
  await settled();
  expect(reviews()).toBe(0);
  show(true);
  tabsChanged.fire();
  tabsChanged.fire();
  await settled();
  expect(closed).toHaveBeenCalledTimes(1);
  expect(reviews()).toBe(1);
});
