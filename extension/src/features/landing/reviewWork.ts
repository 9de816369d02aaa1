import * as vscode from "vscode";
import { views } from "../../commands";
import type { ConductorContext } from "../../context";
import type { TicketInfo, WorkFileInfo, WorkReview } from "../../protocol.generated";
import { UserError } from "../../shared/errors";
import { inView } from "../../shared/progress";
import type { TicketRef } from "../tickets/ticketArguments";
import { type WorkSide, workUri } from "./workDocuments";
import type { WorkReviews } from "./workReviews";

type WorkRow = [label: vscode.Uri, original: vscode.Uri | undefined, modified: vscode.Uri | undefined];

/** The ticket's work is on a branch: finished and to land, or landed. */
export function isOnBranch({ landed, state }: Pick<TicketInfo, "landed" | "state">): boolean {
  return landed !== undefined || state === "awaitingLanding" || state === "conflict" || state === "landing";
}

/** Shows a ticket's work in the editor's own multi-file diff. The right-hand sides take comments while the work can be sent back. */
export async function reviewWork(
  { workspace }: Pick<ConductorContext, "workspace">,
  works: WorkReviews,
  ref: TicketRef,
): Promise<void> {
  const review = await inView(views.tickets, () => works.ask(ref));
  if (review.files.length === 0) {
    throw new UserError(
      vscode.l10n.t("{0} has changed no file. Show Worker Output tells what it did.", ref.ticketId),
    );
  }
  const rows = review.files.map((file): WorkRow => {
    const uri = (side: WorkSide): vscode.Uri =>
      workUri({ ...ref, file: file.path, side, commit: review.commit });
    return [
      labelOf(workspace, review, file),
      file.before === undefined ? undefined : uri("before"),
      hasRight(file) ? uri("after") : undefined,
    ];
  });
  await vscode.commands.executeCommand("vscode.changes", vscode.l10n.t("Changes of {0}", ref.ticketId), rows);
}

/** A file without a text here has the reason in its place, so that it is not taken for one that is gone. */
function hasRight({ after, before, note }: WorkFileInfo): boolean {
  return after !== undefined || (note !== undefined && before === undefined);
}

/** What *Open File* opens: the file in the ticket's own tree, while that is there. */
function labelOf(
  workspace: ConductorContext["workspace"],
  { folder }: WorkReview,
  { path }: WorkFileInfo,
): vscode.Uri {
  return folder === undefined ? workspace.toUri(path) : vscode.Uri.joinPath(vscode.Uri.file(folder), path);
}
