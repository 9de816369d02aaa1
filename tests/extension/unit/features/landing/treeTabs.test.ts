import { beforeEach, expect, test, vi } from "vitest";
import { EventEmitter, state, Uri, window } from "../../fakes/vscode";
import { LandingBed, texts } from "./landingBed";

interface FakeTab {
  readonly label: string;
  readonly isDirty: boolean;
  readonly input: unknown;
}

const tabs = window.tabGroups as unknown as {
  all: { tabs: FakeTab[] }[];
  onDidChangeTabs: unknown;
  close: unknown;
};
const folder = "/work/.conductor/worktrees/a-t-1";
const inTree = Uri.file(`${folder}/a.cs`);
const inFolder = Uri.file("/work/a.cs");
const work = Uri.parse("conductor-work:/a.cs");
let closed: string[];
let bed: LandingBed;

const tab = (label: string, input: unknown, isDirty = false): FakeTab => ({ label, input, isDirty });

beforeEach(() => {
  closed = [];
  tabs.onDidChangeTabs = new EventEmitter().event;
  tabs.close = (gone: readonly FakeTab[]): Promise<boolean> => {
    closed.push(...gone.map(({ label }) => label));
    return Promise.resolve(true);
  };
  bed = new LandingBed();
  state.files.add(folder);
  bed.integration = { name: "conductor/a/landed", tip: "c", hasUnmerged: true };
  bed.changed.fire({ kind: "list" });
});

/** What is open. */
function open(...shown: FakeTab[]): void {
  tabs.all = [{ tabs: shown }];
}

/** The ticket's work lands: the engine names no tree of it any more. */
function land(): void {
  const { tree, ...rest } = bed.ticket;
  expect(tree).toBeDefined();
  bed.ticket = rest;
  bed.become({ state: "completed", landed: "1a2b" });
}

/** The folder of the tree goes, as when it is discarded. */
async function remove(): Promise<void> {
  state.files.delete(folder);
  state.deleted.fire(Uri.file(folder));
  await new Promise((resolve) => setImmediate(resolve));
}

test("When a ticket has landed, what is open of its tree is closed: files, diffs and merge editors", async () => {
  open(
    tab("file", { uri: inTree }),
    tab("diff", { original: work, modified: inTree }),
    tab("merge", { base: work, input1: work, input2: work, result: inTree }),
    tab("diffs", { textDiffs: [{ original: work, modified: inTree }] }),
    tab("own", { uri: inFolder }),
    tab("neighbour", { uri: Uri.file(`${folder}-2/a.cs`) }),
    tab("page", undefined),
  );
  land();
  await vi.waitFor(() => expect(closed).toEqual(["file", "diff", "merge", "diffs"]));
  expect(texts()).toEqual([]);
});

test("A tab of a landed ticket's tree that has unsaved changes stays, and the person is told once where the work is", async () => {
  open(tab("a.cs", { uri: inTree }, true), tab("b.cs", { uri: Uri.file(`${folder}/b.cs`) }));
  land();
  await remove();
  expect(closed).not.toContain("a.cs");
  expect(texts()).toEqual([
    "The work of T-1 has landed on conductor/a/landed, and its working tree is gone. Unsaved changes are not part of it: a.cs. A save would write a folder that nobody reads; copy what you need, then close without saving.",
  ]);
});

test("When a tree is discarded its tabs are closed, and one with unsaved changes leads to discarded work", async () => {
  open(tab("a.cs", { uri: inTree }, true), tab("b.cs", { uri: inTree }));
  await remove();
  expect(closed).toEqual(["b.cs"]);
  expect(texts()[0]).toContain("The working tree of T-1 is gone, and there are unsaved changes in it: a.cs.");
  expect(state.messages[0]?.actions).toEqual(["Restore Discarded Work…"]);
});

test("A tree that is still there keeps its tabs, also when another attempt begins in a new one", async () => {
  open(tab("a.cs", { uri: inTree }));
  bed.become({ tree: { folder: ".conductor/worktrees/a-t-1-2", branch: "b", base: "ba5e" } });
  await new Promise((resolve) => setImmediate(resolve));
  expect(closed).toEqual([]);
});
