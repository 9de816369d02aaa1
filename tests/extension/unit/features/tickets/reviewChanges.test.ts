import { beforeEach, expect, test } from "vitest";
import { commands, schemes } from "../../../../../extension/src/commands";
import type { ConductorContext } from "../../../../../extension/src/context";
import { WorkReviews } from "../../../../../extension/src/features/landing/workReviews";
import { registerReviewChanges } from "../../../../../extension/src/features/tickets/reviewChanges";
import {
  type FileChangeInfo,
  LandingWorkRequest,
  TicketChangesRequest,
  type TicketInfo,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { noRows, ticket, trackId } from "../../fakes/tracks";
import { reset, state, Uri } from "../../fakes/vscode";

let engine: FakeEngine;
let shown: TicketInfo | undefined;

beforeEach(() => {
  reset();
  shown = undefined;
  engine = new FakeEngine();
  answer({ path: "a.cs", before: "old a", isKept: true }, { path: "b.cs", before: "old b", isKept: true });
  ["/work/a.cs", "/work/b.cs"].forEach((path) => state.files.add(path));
  registerReviewChanges(
    {
      engine,
      log: { error: () => undefined },
      workspace: { isTrusted: true, toUri: (path: string) => Uri.file(`/work/${path}`) },
      extension: { subscriptions: [] },
      store: { tracks: [], ticket: () => shown },
    } as unknown as ConductorContext,
    noRows,
    new WorkReviews(engine),
  );
});

function answer(...files: FileChangeInfo[]): void {
  engine.answer(TicketChangesRequest, () => ({ files, gaps: [], reverted: [] }));
}

/** Opens the diff of a ticket and gives the addresses of its left sides. */
async function review(ticketId = "T-1"): Promise<Uri[]> {
  await state.commands.get(commands.ticketReviewChanges)?.({ trackId, ticketId });
  const [, , rows] = state.executed.findLast(([command]) => command === "vscode.changes") ?? [];
  return (rows as [Uri, Uri][]).map(([, original]) => original);
}

const contentOf = (uri: Uri): Promise<string> =>
  Promise.resolve(
    state.contentProviders.get(schemes.base)?.provideTextDocumentContent(uri),
  ) as Promise<string>;

test("A diff of many files is one question to the engine", async () => {
  const originals = await review();
  expect(await Promise.all(originals.map(contentOf))).toEqual(["old a", "old b"]);
  expect(engine.count(TicketChangesRequest)).toBe(1);
});

test("Files of a diff that is there before anybody asked share one question", async () => {
  const originals = await review("T-0");
  for (const other of ["T-1", "T-2", "T-3", "T-4"]) {
    await review(other);
  }
  expect(await Promise.all(originals.map(contentOf))).toEqual(["old a", "old b"]);
  expect(engine.count(TicketChangesRequest)).toBe(6);
});

test("A file that the ticket has changed since then is asked for", async () => {
  const [a] = await review();
  answer({ path: "c.cs", before: "old c", isKept: true });
  const query = (a ?? expect.unreachable()).query.replace("a.cs", "c.cs");
  expect(await contentOf((a ?? expect.unreachable()).with({ query }))).toBe("old c");
});

test("A failed question is put again", async () => {
  const originals = await review();
  engine.answer(TicketChangesRequest, () => Promise.reject(new Error("The engine is down.")));
  await state.commands.get(commands.ticketReviewChanges)?.({ trackId, ticketId: "T-1" });
  answer({ path: "a.cs", before: "old a", isKept: true });
  expect(await contentOf(originals[0] ?? expect.unreachable())).toBe("old a");
});

test("A ticket at work in a tree of its own is compared with its files there", async () => {
  const folder = ".conductor/worktrees/a-t-1";
  shown = ticket("T-1", { state: "running", tree: { folder, branch: "conductor/a/t/t-1", base: "b" } });
  state.files.add(`/work/${folder}/a.cs`);
  await review();
  const [, , rows] = state.executed.findLast(([command]) => command === "vscode.changes") ?? [];
  expect((rows as [Uri, Uri, Uri | undefined][]).map(([, , modified]) => modified?.path)).toEqual([
    `/work/${folder}/a.cs`,
    undefined,
  ]);
});

test.each(["blocked", "failed", "cancelled"] as const)(
  "Work of a %s ticket that shared the folder is compared with it",
  async (ticketState) => {
    shown = ticket("T-1", { state: ticketState });
    await review();
    expect([engine.count(TicketChangesRequest), engine.count(LandingWorkRequest)]).toEqual([1, 0]);
  },
);

const tree = { folder: ".conductor/worktrees/a-t-1", branch: "conductor/a/t/t-1", base: "b" };

test.each([
  ["awaitingLanding", undefined],
  ["conflict", undefined],
  ["landing", undefined],
  ["blocked", tree],
  ["failed", tree],
  ["cancelled", tree],
] as const)("Work of a ticket that is %s is shown as it is on its branch", async (ticketState, left) => {
  shown = ticket("T-1", { state: ticketState, ...(left ? { tree: left } : {}) });
  engine.answer(LandingWorkRequest, () => ({
    base: "b",
    commit: "c",
    folder: "/trees/t-1",
    files: [{ path: "a.cs", hasBefore: true, hasAfter: true, before: "1", after: "2" }],
  }));
  await state.commands.get(commands.ticketReviewChanges)?.({ trackId, ticketId: "T-1" });
  const [, title, rows] = state.executed.findLast(([command]) => command === "vscode.changes") ?? [];
  expect(title).toBe("Changes of T-1");
  expect((rows as [Uri, Uri, Uri][]).map((row) => row.map(({ scheme, path }) => [scheme, path]))).toEqual([
    [
      ["file", "/trees/t-1/a.cs"],
      [schemes.work, "/a.cs"],
      [schemes.work, "/a.cs"],
    ],
  ]);
  expect(engine.count(TicketChangesRequest)).toBe(0);
});
