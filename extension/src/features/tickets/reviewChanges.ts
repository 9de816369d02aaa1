import * as vscode from "vscode";
import { commands, schemes, views } from "../../commands";
import type { ConductorContext } from "../../context";
import type { FileChangeInfo, WorkingTreeInfo } from "../../protocol.generated";
import { registerCommand } from "../../shared/commandBoundary";
import { UserError } from "../../shared/errors";
import { exists } from "../../shared/files";
import { inView } from "../../shared/progress";
import { changesTitle } from "../landing/reviewTabs";
import { isOnBranch, reviewWork } from "../landing/reviewWork";
import type { WorkReviews } from "../landing/workReviews";
import { EarlierContents } from "./earlierContents";
import { chooseTicket } from "./pickers";
import type { RowSelection, TicketRef } from "./ticketArguments";
import { ticketFile, ticketUri, ticketOfUri } from "./ticketUris";

/**
 * Review Changes: what a ticket changed, in the editor's own multi-file diff: from before its first write to now, or, of finished work
 * on a branch of its own, all that is on it.
 */
export function registerReviewChanges(
  context: ConductorContext,
  selected: RowSelection,
  works: WorkReviews,
): void {
  const { extension, store } = context;
  const contents = new EarlierContents(context.engine);
  const changed = new vscode.EventEmitter<vscode.Uri>();
  extension.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(schemes.base, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => {
        const { file, ...ref } = ticketOfUri(uri);
        return contents.of(ref, file);
      },
    }),
  );
  registerCommand(context, commands.ticketReviewChanges, async (...args) => {
    const ref = await chooseTicket(context, selected, args, {
      title: vscode.l10n.t("Review Changes"),
      placeHolder: vscode.l10n.t("Which ticket?"),
      whenNone: vscode.l10n.t("No ticket has changed a file yet. Run one first."),
      fits: (ticket) => ticket.actions.includes("reviewChanges"),
    });
    if (!ref) {
      return;
    }
    const ticket = store.ticket(ref.trackId, ref.ticketId);
    if (ticket && isOnBranch(ticket)) {
      await reviewWork(context, works, ref);
      return;
    }
    const files = await inView(views.tickets, () => contents.ask(ref));
    if (files.length === 0) {
      throw new UserError(
        vscode.l10n.t("{0} has changed no file. Show Worker Output tells what it did.", ref.ticketId),
      );
    }
    const rows = await Promise.all(files.map((file) => changeRow(context, ref, file, ticket?.tree)));
    rows.forEach(([, original]) => original && changed.fire(original));
    await vscode.commands.executeCommand("vscode.changes", changesTitle(store, ref), rows);
  });
}

type ChangeRow = [label: vscode.Uri, original: vscode.Uri | undefined, modified: vscode.Uri | undefined];

async function changeRow(
  { workspace }: ConductorContext,
  ref: TicketRef,
  { path, before }: FileChangeInfo,
  tree: WorkingTreeInfo | undefined,
): Promise<ChangeRow> {
  const file = ticketFile(workspace, path, tree);
  const original =
    before === undefined ? undefined : ticketUri(schemes.base, { ...ref, file: path }, file.path);
  return [file, original, (await exists(file)) ? file : undefined];
}
