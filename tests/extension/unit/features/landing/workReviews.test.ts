import { beforeEach, expect, test, vi } from "vitest";
import { commands, schemes } from "../../../../../extension/src/commands";
import { reviewWork } from "../../../../../extension/src/features/landing/reviewWork";
import { type WorkSide, workUri } from "../../../../../extension/src/features/landing/workDocuments";
import { LandingWorkRequest, type WorkFileInfo } from "../../../../../extension/src/protocol.generated";
import { state, type Uri } from "../../fakes/vscode";
import { LandingBed, ref } from "./landingBed";

let bed: LandingBed;

const added = { hasBefore: false, hasAfter: true, after: "new" };

beforeEach(() => {
  bed = new LandingBed();
});

function answer(commit: string, files: readonly WorkFileInfo[], folder?: string): void {
  bed.engine.answer(LandingWorkRequest, () => ({
    base: "b",
    commit,
    files,
    ...(folder === undefined ? {} : { folder }),
  }));
}

const contentOf = (file: string, side: WorkSide, commit: string): Promise<string> =>
  Promise.resolve(
    state.contentProviders
      .get(schemes.work)
      ?.provideTextDocumentContent(workUri({ ...ref, file, side, commit }) as unknown as Uri),
  ) as Promise<string>;

/** The rows of the diff that was opened: label, left and right. */
async function rows(): Promise<(Uri | undefined)[][]> {
  await reviewWork(bed.context, bed.works, ref);
  return state.executed.findLast(([command]) => command === "vscode.changes")?.[2] as (Uri | undefined)[][];
}

test("Both sides of a review are one question to the engine", async () => {
  answer("c", [{ path: "a.cs", hasBefore: true, hasAfter: true, before: "old", after: "new" }]);
  await rows();
  expect(await contentOf("a.cs", "before", "c")).toBe("old");
  expect(await contentOf("a.cs", "after", "c")).toBe("new");
  expect(bed.engine.count(LandingWorkRequest)).toBe(1);
});

test("New and deleted files have one side, and a file without a text the reason in its place", async () => {
  answer("c", [
    { path: "new.cs", ...added },
    { path: "gone.cs", hasBefore: true, hasAfter: false, before: "old" },
    { path: "logo.png", hasBefore: false, hasAfter: true, note: "It is binary." },
    { path: "old.png", hasBefore: true, hasAfter: false, note: "It is binary." },
    { path: "both.png", hasBefore: true, hasAfter: true, note: "It is binary." },
  ]);
  const shown = await rows();
  expect(shown.map(([, left, right]) => [left !== undefined, right !== undefined])).toEqual([
    [false, true],
    [true, false],
    [false, true],
    [true, false],
    [true, true],
  ]);
  expect(await contentOf("logo.png", "after", "c")).toBe("It is binary.\n");
  expect(await contentOf("old.png", "before", "c")).toBe("It is binary.\n");
  expect(await contentOf("both.png", "before", "c")).toBe("It is binary.\n");
});

test("What the texts do not tell stands at the first line, and goes with the document", async () => {
  answer("c", [
    {
      path: "run.sh",
      hasBefore: true,
      hasAfter: true,
      before: "x",
      after: "x",
      note: "It becomes executable.",
    },
    { path: "logo.png", hasBefore: true, hasAfter: true, note: "It is binary." },
  ]);
  const shown = await rows();
  const sides = shown.flatMap(([, left, right]) => [left, right]).filter((uri) => uri !== undefined);
  sides.forEach((uri) => state.opened.fire({ uri }));
  const threads = (): unknown => state.commentControllers[1]?.shown;
  await vi.waitFor(() => expect(threads()).toHaveLength(1));
  expect(threads()).toMatchObject([
    { uri: { path: "/run.sh" }, comments: [{ body: "It becomes executable." }], canReply: false },
  ]);
  sides.forEach((uri) => state.closed.fire({ uri }));
  expect(threads()).toEqual([]);
});

test("A review that is opened again is shown anew where it is open already", async () => {
  answer("c", [{ path: "a.cs", ...added }]);
  const told: unknown[] = [];
  bed.works.onDidChange((uri) => told.push(uri));
  const shown = await rows();
  expect(told).toEqual([shown[0]?.[2]]);
});

test("Open File leads to the ticket's own tree, and to the folder when that is gone", async () => {
  answer("c", [{ path: "a.cs", ...added }], "/trees/t-1");
  expect((await rows())[0]?.[0]?.path).toBe("/trees/t-1/a.cs");
  answer("c", [{ path: "a.cs", ...added }]);
  expect((await rows())[0]?.[0]?.path).toBe("/work/a.cs");
});

test("A review that outlived a reload is asked for again, and says so when the work has moved on", async () => {
  answer("c", [{ path: "a.cs", ...added }]);
  expect(await contentOf("a.cs", "after", "c")).toBe("new");
  answer("d", [{ path: "a.cs", ...added, after: "newer" }]);
  expect(await contentOf("a.cs", "after", "d")).toBe("newer");
  expect(await contentOf("a.cs", "after", "c")).toContain("has moved on");
});

test("A ticket whose work changes nothing is said to, instead of an empty diff", async () => {
  answer("c", []);
  await expect(rows()).rejects.toThrow("T-1 has changed no file. Show Worker Output tells what it did.");
});

test("The commands of the room are all registered", () => {
  const room = Object.values(commands).filter((id) => /^conductor\.(landing|review|tree|trees)\./.test(id));
  expect(room.filter((id) => !state.commands.has(id))).toEqual([]);
});
