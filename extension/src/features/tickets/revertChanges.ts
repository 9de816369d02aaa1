import * as vscode from "vscode";
import { type CommandId, commands, views } from "../../commands";
import type { ConductorContext } from "../../context";
import {
  ErrorCodes,
  type RevertResult,
  type TicketAction,
  type TicketChanges,
  TicketChangesRequest,
  TicketRevertRequest,
  TicketUndoRevertRequest,
} from "../../protocol.generated";
import { guard, registerCommand } from "../../shared/commandBoundary";
import { codeOf, UserError } from "../../shared/errors";
import { withoutLinks } from "../../shared/plainText";
import { inViewWithCancel } from "../../shared/progress";
import { requireTrust } from "../../shared/trust";
import { chooseTicket } from "./pickers";
import type { RowSelection, TicketRef } from "./ticketArguments";

/** A question names this many files, and counts the rest. */
const mostNamed = 12;

/** Revert Ticket's Changes, and Undo Revert. The server decides; here a person is asked and told. */
export function registerRevertChanges(context: ConductorContext, rows: RowSelection): void {
  register(context, rows, commands.ticketRevertChanges, {
    action: "revert",
    title: vscode.l10n.t("Revert Ticket's Changes"),
    whenNone: vscode.l10n.t("No ticket has changed a file that can be put back now."),
    act: (ref) => revert(context, ref),
  });
  register(context, rows, commands.ticketUndoRevert, {
    action: "undoRevert",
    title: vscode.l10n.t("Undo Revert"),
    whenNone: vscode.l10n.t("No revert can be undone."),
    act: (ref) => undo(context, ref),
  });
}

interface RevertCommand {
  readonly action: TicketAction;
  readonly title: string;
  readonly whenNone: string;
  readonly act: (ref: TicketRef) => Promise<void>;
}

function register(
  context: ConductorContext,
  rows: RowSelection,
  command: CommandId,
  { action, title, whenNone, act }: RevertCommand,
): void {
  registerCommand(context, command, async (...args) => {
    requireTrust(context.workspace);
    const ref = await chooseTicket(context, rows, args, {
      title,
      placeHolder: vscode.l10n.t("Which ticket?"),
      whenNone,
      fits: (ticket) => ticket.actions.includes(action),
    });
    if (ref) {
      await act({ trackId: ref.trackId, ticketId: ref.ticketId });
    }
  });
}

async function revert(context: ConductorContext, ref: TicketRef): Promise<void> {
  const { files, gaps, landed } = await changesOf(context, ref);
  const paths = landed?.paths ?? files.filter(({ isKept }) => isKept).map(({ path }) => path);
  if (paths.length === 0) {
    // Nothing to ask about: the server says why.
    await context.engine.request(TicketRevertRequest, ref);
    return;
  }
  const left = files.filter(({ isKept }) => !isKept).map(({ path }) => path);
  const question = landed
    ? vscode.l10n.t("Take back what has landed of {0}?", ref.ticketId)
    : vscode.l10n.t("Put back what {0} changed?", ref.ticketId);
  const notes = landed
    ? [
        vscode.l10n.t("A commit on {0} changes back:", landed.branch),
        list(paths),
        ...gaps,
        vscode.l10n.t(
          "Your own branch and the files in your folder stay as they are. Undo Revert brings it back with another commit.",
        ),
      ]
    : [
        list(paths),
        ...(left.length > 0 ? [vscode.l10n.t("Not kept, so left as they are: {0}", left.join(", "))] : []),
        ...gaps,
        vscode.l10n.t("Nothing else is touched, and Undo Revert brings it back."),
      ];
  if (await ask(question, notes, vscode.l10n.t("Revert"))) {
    if (!landed) {
      requireSaved(context, paths);
    }
    const title = vscode.l10n.t("Reverting what {0} changed…", ref.ticketId);
    const { files: written } = await forced(vscode.l10n.t("Revert Anyway"), (force) =>
      inViewWithCancel(views.tickets, title, (token) =>
        context.engine.request(TicketRevertRequest, { ...ref, force }, token),
      ),
    );
    const message = landed
      ? vscode.l10n.t(
          "What has landed of {0} is taken back on {1} ({2}).",
          ref.ticketId,
          landed.branch,
          counted(written.length),
        )
      : vscode.l10n.t("What {0} changed is put back ({1}).", ref.ticketId, counted(written.length));
    void offerUndo(context, ref, message);
  }
}

async function undo(context: ConductorContext, ref: TicketRef): Promise<void> {
  const { reverted } = await changesOf(context, ref);
  requireSaved(context, reverted);
  const title = vscode.l10n.t("Bringing back what {0} changed…", ref.ticketId);
  const { files } = await forced(vscode.l10n.t("Undo Anyway"), (force) =>
    inViewWithCancel(views.tickets, title, (token) =>
      context.engine.request(TicketUndoRevertRequest, { ...ref, force }, token),
    ),
  );
  void vscode.window.showInformationMessage(
    withoutLinks(vscode.l10n.t("{0} has its changes again ({1}).", ref.ticketId, counted(files.length))),
  );
}

/** The server looks at the files for it, which takes its time in a large folder. */
function changesOf({ engine }: ConductorContext, ref: TicketRef): Promise<TicketChanges> {
  return inViewWithCancel(
    views.tickets,
    vscode.l10n.t("Looking for what {0} changed…", ref.ticketId),
    (token) => engine.request(TicketChangesRequest, ref, token),
  );
}

/** Sends a request; when files have moved, names them and asks whether it is meant all the same. */
async function forced(
  anyway: string,
  send: (force: boolean) => Promise<RevertResult>,
): Promise<RevertResult> {
  try {
    return await send(false);
  } catch (error) {
    if (codeOf(error) !== ErrorCodes.filesMoved || !(error instanceof Error)) {
      throw error;
    }
    const question = vscode.l10n.t("Files have changed since. Write over them?");
    if (!(await ask(question, [error.message], anyway))) {
      throw new vscode.CancellationError();
    }
    return send(true);
  }
}

async function offerUndo(context: ConductorContext, ref: TicketRef, message: string): Promise<void> {
  const again = vscode.l10n.t("Undo");
  if ((await vscode.window.showInformationMessage(withoutLinks(message), again)) === again) {
    await guard(context, commands.ticketUndoRevert, () => undo(context, ref));
  }
}

async function ask(question: string, details: readonly string[], yes: string): Promise<boolean> {
  const detail = details.join("\n\n");
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

/** An editor that is not saved would write over what is put back, or be written over. */
function requireSaved(context: ConductorContext, paths: readonly string[]): void {
  const open = unsaved(context).filter((path) => paths.includes(path));
  if (open.length > 0) {
    throw new UserError(
      vscode.l10n.t(
        "Nothing was changed, because there are unsaved changes in {0}. Save them or revert the file, then try again.",
        list(open).replaceAll("\n", ", "),
      ),
    );
  }
}

function unsaved({ workspace }: ConductorContext): readonly string[] {
  return vscode.workspace.textDocuments
    .filter(({ isDirty, uri }) => isDirty && uri.scheme === "file")
    .flatMap(({ uri }) => workspace.toPath(uri) ?? []);
}

function counted(count: number): string {
  return count === 1 ? vscode.l10n.t("1 file") : vscode.l10n.t("{0} files", count);
}

function list(paths: readonly string[]): string {
  const named = paths.slice(0, mostNamed);
  const more = paths.length - named.length;
  return [...named, ...(more > 0 ? [vscode.l10n.t("and {0} more", more)] : [])].join("\n");
}
