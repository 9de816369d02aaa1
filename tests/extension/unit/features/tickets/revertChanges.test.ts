import { beforeEach, expect, test, vi } from "vitest";
import { commands, views } from "../../../../../extension/src/commands";
import type { ConductorContext } from "../../../../../extension/src/context";
import { registerRevertChanges } from "../../../../../extension/src/features/tickets/revertChanges";
import {
  ErrorCodes,
  type RevertParams,
  TicketChangesRequest,
  TicketRevertRequest,
  TicketUndoRevertRequest,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { noRows, trackId } from "../../fakes/tracks";
import { ProgressLocation, reset, state, window, workspace } from "../../fakes/vscode";

let engine: FakeEngine;

const ticket = { trackId, ticketId: "T-1" };

beforeEach(() => {
  reset();
  vi.restoreAllMocks();
  workspace.textDocuments = [];
  engine = new FakeEngine();
  engine.answer(TicketChangesRequest, () => ({
    files: [
      { path: "a.cs", before: "old", isKept: true },
      { path: "old.cs", isKept: false },
    ],
    gaps: ["Changes of `make` cannot be reverted: the disk is full."],
    reverted: ["a.cs"],
  }));
  engine.answer(TicketRevertRequest, () => ({ trackId, revision: 2, files: ["a.cs"] }));
  engine.answer(TicketUndoRevertRequest, () => ({ trackId, revision: 3, files: ["a.cs"] }));
  registerRevertChanges(
    {
      engine,
      log: { error: () => undefined },
      workspace: { isTrusted: true, toPath: ({ path }: { path: string }) => path.slice(1) },
      extension: { subscriptions: [] },
    } as unknown as ConductorContext,
    noRows,
  );
});

/** What the person answers to one question after the other. */
function answers(...labels: (string | undefined)[]): void {
  const next = (kind: "warning" | "information") =>
    ((text: string, ...actions: unknown[]) => {
      state.messages.push({ kind, text, actions });
      return Promise.resolve(labels.shift());
    }) as typeof window.showWarningMessage;
  vi.spyOn(window, "showWarningMessage").mockImplementation(next("warning"));
  vi.spyOn(window, "showInformationMessage").mockImplementation(next("information"));
}

const run = (command: string): unknown => state.commands.get(command)?.(ticket);

const sent = (method: string): unknown[] =>
  engine.requests.filter((request) => request.method === method).map(({ params }) => params);

test("The question names the files, those that stay, and what is not known", async () => {
  answers(undefined);
  await run(commands.ticketRevertChanges);
  expect(state.messages).toEqual([
    {
      kind: "warning",
      text: "Put back what T-1 changed?",
      actions: [
        {
          modal: true,
          detail:
            "a.cs\n\nNot kept, so left as they are: old.cs\n\nChanges of `make` cannot be reverted: the disk is full.\n\nNothing else is touched, and Undo Revert brings it back.",
        },
        "Revert",
      ],
    },
  ]);
  expect(engine.count(TicketRevertRequest)).toBe(0);
});

test("Of landed work the question names the branch and what has landed, not what later attempts changed", async () => {
  engine.answer(TicketChangesRequest, () => ({
    files: [{ path: "later.cs", before: "old", isKept: true }],
    gaps: [],
    reverted: [],
    landed: { branch: "conductor/main/integration", paths: ["a.cs"] },
  }));
  workspace.textDocuments = [{ isDirty: true, uri: { scheme: "file", path: "/a.cs" } }] as never;
  answers("Revert", undefined);
  await run(commands.ticketRevertChanges);
  expect(state.messages).toMatchObject([
    {
      text: "Take back what has landed of T-1?",
      actions: [
        {
          detail:
            "A commit on conductor/main/integration changes back:\n\na.cs\n\nYour own branch and the files in your folder stay as they are. Undo Revert brings it back with another commit.",
        },
        "Revert",
      ],
    },
    { text: "What has landed of T-1 is taken back on conductor/main/integration (1 file)." },
  ]);
});

test("A revert shows in the view and beside its Cancel button, which reaches the engine with the request", async () => {
  answers("Revert", undefined);
  await run(commands.ticketRevertChanges);
  expect(state.progress).toEqual(
    ["Looking for what T-1 changed…", "Reverting what T-1 changed…"].flatMap((title) => [
      { location: { viewId: views.tickets } },
      { location: ProgressLocation.Notification, title, cancellable: true },
    ]),
  );
  expect(engine.requests.map(({ token }) => token)).toEqual([
    state.cancellation.token,
    state.cancellation.token,
  ]);
});

test("A revert that is given up says nothing more", async () => {
  answers("Revert");
  engine.answer(TicketRevertRequest, () => {
    throw Object.assign(new Error("Cancelled."), { code: -32800 });
  });
  await run(commands.ticketRevertChanges);
  expect(state.messages).toHaveLength(1);
});

test("After a revert it can be undone at once", async () => {
  answers("Revert", "Undo", undefined);
  await run(commands.ticketRevertChanges);
  await vi.waitFor(() => expect(state.messages).toHaveLength(3));
  expect(sent(TicketRevertRequest.method)).toEqual([{ ...ticket, force: false }]);
  expect(sent(TicketUndoRevertRequest.method)).toEqual([{ ...ticket, force: false }]);
  expect(state.messages.slice(1).map(({ text }) => text)).toEqual([
    "What T-1 changed is put back (1 file).",
    "T-1 has its changes again (1 file).",
  ]);
});

test("Files that have moved are named in a second question, and only a yes to that is force", async () => {
  engine.answer(TicketRevertRequest, ({ force }: RevertParams) => {
    if (force !== true) {
      throw Object.assign(new Error("Nothing was changed, because a.cs was."), {
        code: ErrorCodes.filesMoved,
      });
    }
    return { trackId, revision: 2, files: ["a.cs"] };
  });

  answers("Revert", undefined);
  await run(commands.ticketRevertChanges);
  expect(sent(TicketRevertRequest.method)).toEqual([{ ...ticket, force: false }]);
  expect(state.messages.at(-1)).toMatchObject({
    text: "Files have changed since. Write over them?",
    actions: [{ modal: true, detail: "Nothing was changed, because a.cs was." }, "Revert Anyway"],
  });

  answers("Revert", "Revert Anyway");
  await run(commands.ticketRevertChanges);
  expect(sent(TicketRevertRequest.method).at(-1)).toEqual({ ...ticket, force: true });
});

test.each([commands.ticketRevertChanges, commands.ticketUndoRevert])(
  "%s: an editor with unsaved changes in one of the files is told first",
  async (command) => {
    workspace.textDocuments = [
      { isDirty: true, uri: { scheme: "file", path: "/a.cs" } },
      { isDirty: true, uri: { scheme: "file", path: "/other.cs" } },
    ];
    answers("Revert");
    await run(command);
    expect(state.messages.at(-1)?.text).toBe(
      "Nothing was changed, because there are unsaved changes in a.cs. Save them or revert the file, then try again.",
    );
    expect(engine.count(TicketRevertRequest) + engine.count(TicketUndoRevertRequest)).toBe(0);
  },
);
