import * as vscode from "vscode";
import { views } from "../../commands";
import type { ConductorContext } from "../../context";
import type { TicketInfo, TicketStateName, WorkFileInfo, WorkReview } from "../../protocol.generated";
import { UserError } from "../../shared/errors";
import { inView } from "../../shared/progress";
import type { TicketRef } from "../tickets/ticketArguments";
import { type WorkSide, workUri } from "./workDocuments";
import type { WorkReviews } from "./workReviews";

type WorkRow = [label: vscode.Uri, original: vscode.Uri | undefined, modified: vscode.Uri | undefined];

/** Its work is finished, and on its branch. */
const toLand: readonly TicketStateName[] = ["awaitingLanding", "conflict", "landing"];

/** Its attempt is over, and nothing of it has landed. */
const unlanded: readonly TicketStateName[] = ["blocked", "failed", "cancelled"];

/** The ticket's work is on a branch: finished and to land, landed, or left there by an attempt that ended otherwise. */
export function isOnBranch({ landed, state, tree }: Pick<TicketInfo, "landed" | "state" | "tree">): boolean {
  return landed !== undefined || toLand.includes(state) || (tree !== undefined && unlanded.includes(state));
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
      file.hasBefore ? uri("before") : undefined,
      file.hasAfter ? uri("after") : undefined,
    ];
  });
  // A review that is open already may have said that its work has moved on, or that it cannot be read.
  works.refresh(rows.flatMap(([, before, after]) => [before, after]).filter((uri) => uri !== undefined));
  const before = reviewTabs(ref.ticketId);
  await vscode.commands.executeCommand("vscode.changes", titleOf(ref.ticketId), rows);
  works.noteShown({ trackId: ref.trackId, ticketId: ref.ticketId, commit: review.commit });
  // The editor opens each as a tab of its own, and the old one shows what was; a preview is gone already.
  const left = reviewTabs(ref.ticketId).filter((tab) => before.includes(tab));
  if (left.length > 0) {
    await vscode.window.tabGroups.close(left, true);
  }
}

/** The tabs in which a ticket's work is open. The editor tells no more of them than what they are called, with the number of files. */
export function reviewTabs(ticketId: string): readonly vscode.Tab[] {
  const title = titleOf(ticketId);
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ label }) => label === title || label.startsWith(`${title} (`));
}

function titleOf(ticketId: string): string {
  return vscode.l10n.t("Changes of {0}", ticketId);
}

/** What *Open File* opens: the file in the ticket's own tree, while that is there. */
function labelOf(
  workspace: ConductorContext["workspace"],
  { folder }: WorkReview,
  { path }: WorkFileInfo,
): vscode.Uri {
  return folder === undefined ? workspace.toUri(path) : vscode.Uri.joinPath(vscode.Uri.file(folder), path);
}
