import type { ConductorContext } from "../../context";
import type { RowSelection } from "../tickets/ticketArguments";
import { CommentThreads } from "./commentThreads";
import { registerMergeInto } from "./mergeInto";
import { OpenReviews } from "./openReviews";
import { registerResolveByHand } from "./resolveByHand";
import { registerRestoreWork } from "./restoreWork";
import { ReviewComments } from "./reviewComments";
import { registerTreeCommands } from "./treeCommands";
import { TreeTabs } from "./treeTabs";
import { registerWorkingTrees } from "./workingTrees";
import { WorkNotes } from "./workNotes";
import type { WorkReviews } from "./workReviews";

/** What others need of the room: what a person has said in reviews, and which are open. */
export interface Reviews {
  readonly comments: ReviewComments;
  readonly open: Pick<OpenReviews, "tellMoved">;
}

/** What becomes of the work of tickets in trees of their own: comments on it, conflicts, the merge at the end, and the trees on disk. */
export function activateLanding(context: ConductorContext, works: WorkReviews, rows: RowSelection): Reviews {
  const comments = new ReviewComments(context.extension.workspaceState);
  const open = new OpenReviews(context, works);
  context.extension.subscriptions.push(
    comments,
    new CommentThreads(context, comments, works),
    new WorkNotes(works),
    new TreeTabs(context),
    open,
  );
  registerResolveByHand(context, works, rows);
  registerMergeInto(context, rows);
  registerWorkingTrees(context);
  registerRestoreWork(context);
  registerTreeCommands(context, rows);
  return { comments, open };
}
