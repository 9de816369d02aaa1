import * as vscode from "vscode";
import { commands, views } from "../../commands";
import type { ConductorContext } from "../../context";
import type { TicketInfo, TicketStateName, WorkFileInfo, WorkReview } from "../../protocol.generated";
import { announce } from "../../shared/announce";
import { presentError, UserError } from "../../shared/errors";
import { inView } from "../../shared/progress";
import type { TicketRef } from "../tickets/ticketArguments";
import { changesTitle, openTabs, reviewTabs } from "./reviewTabs";
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
  context: Pick<ConductorContext, "store" | "workspace">,
  works: WorkReviews,
  ref: TicketRef,
): Promise<void> {
  const review = await askForReview(works, ref);
  const before = reviewTabs(ref, works.titleShown(ref));
  await showReview(context, works, ref, review);
  // The editor opens each as a tab of its own, and the old one shows what was; a preview is gone already.
  const left = openTabs().filter((tab) => before.includes(tab));
  if (left.length > 0) {
    await vscode.window.tabGroups.close(left, true);
  }
}

/**
 * Fills a review that outlived a reload, which the editor shows empty. Its tab stays where there is nothing to show, and stays closed where
 * it was closed meanwhile. One that the editor does not open again is said to be gone.
 */
export async function refillReview(
  context: Pick<ConductorContext, "log" | "store" | "workspace">,
  works: WorkReviews,
  ref: TicketRef,
): Promise<void> {
  const review = await askForReview(works, ref);
  const empty = reviewTabs(ref, works.titleShown(ref));
  if (empty.length === 0) {
    return;
  }
  // The editor takes an empty one for the same review, so it goes first.
  await vscode.window.tabGroups.close(empty, true);
  try {
    await showReview(context, works, ref, review);
  } catch (error) {
    announce(
      context,
      "warning",
      vscode.l10n.t(
        "The review of {0} was closed to be filled again, and could not be opened: {1}",
        ref.ticketId,
        presentError(error).message,
      ),
      [{ label: vscode.l10n.t("Review Changes"), command: commands.ticketReviewChanges, arguments: [ref] }],
    );
    throw error;
  }
}

async function askForReview(works: WorkReviews, ref: TicketRef): Promise<WorkReview> {
  const review = await inView(views.tickets, () => works.ask(ref));
  if (review.files.length === 0) {
    throw new UserError(
      vscode.l10n.t("{0} has changed no file. Show Worker Output tells what it did.", ref.ticketId),
    );
  }
  return review;
}

async function showReview(
  { store, workspace }: Pick<ConductorContext, "store" | "workspace">,
  works: WorkReviews,
  ref: TicketRef,
  review: WorkReview,
): Promise<void> {
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
  const { trackId, ticketId } = ref;
  const title = changesTitle(store, ref);
  await works.show({ trackId, ticketId, commit: review.commit, title }, () =>
    vscode.commands.executeCommand("vscode.changes", title, rows),
  );
}

/** What *Open File* opens: the file in the ticket's own tree, while that is there. */
function labelOf(
  workspace: ConductorContext["workspace"],
  { folder }: WorkReview,
  { path }: WorkFileInfo,
): vscode.Uri {
  return folder === undefined ? workspace.toUri(path) : vscode.Uri.joinPath(vscode.Uri.file(folder), path);
}
