import { beforeEach, expect, test } from "vitest";
import { commands, schemes } from "../../../../../extension/src/commands";
import type { ConductorContext } from "../../../../../extension/src/context";
import { registerReviewChanges } from "../../../../../extension/src/features/tickets/reviewChanges";
import { type FileChangeInfo, TicketChangesRequest } from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { noRows, trackId } from "../../fakes/tracks";
import { reset, state, Uri } from "../../fakes/vscode";

let engine: FakeEngine;

beforeEach(() => {
  reset();
  engine = new FakeEngine();
  answer({ path: "a.cs", before: "old a", isKept: true }, { path: "b.cs", before: "old b", isKept: true });
  ["/work/a.cs", "/work/b.cs"].forEach((path) => state.files.add(path));
  registerReviewChanges(
    {
      engine,
      log: { error: () => undefined },
      workspace: { isTrusted: true, toUri: (path: string) => Uri.file(`/work/${path}`) },
      extension: { subscriptions: [] },
    } as unknown as ConductorContext,
    noRows,
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
