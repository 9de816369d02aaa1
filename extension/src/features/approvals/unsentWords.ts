import * as vscode from "vscode";
import type { ApprovalInfo, DecisionName } from "../../protocol.generated";
import { commentCount, type ReviewComments, wordsAndComments } from "../landing/reviewComments";
import type { Answer } from "./approvalDecider";
import { ticketOf } from "./approvalWords";

/** Comments of a person on lines of a ticket's work. */
export type UnsentComments = Pick<ReviewComments, "of" | "linesOf" | "remove" | "onDidChange" | "unsaved">;

/** A reason as its worker is told it. */
export interface ToldReason {
  readonly reason: string | undefined;
  /** To call once it is sent: the comments in it are no longer unsent. Those that were written since stay. */
  readonly sent: () => void;
}

/** The person's words; where the decision tells the worker of finished work, with all that they have said about its lines. */
export function toldReason(
  approval: ApprovalInfo,
  decision: DecisionName,
  words: string | undefined,
  comments: UnsentComments,
): ToldReason {
  if (!approval.landing || !tellsWorker(decision)) {
    return { reason: words, sent: () => undefined };
  }
  const ids = comments.of(approval).map(({ id }) => id);
  return {
    reason: wordsAndComments(words, comments.linesOf(approval)),
    sent: () => comments.remove(approval, ids),
  };
}

/** Asks a person before a decision about finished work that leaves unsaid what they have written about it. False when it is not to be sent. */
export async function mayLeaveUnsaid(
  approval: ApprovalInfo,
  { decision, unsentWords = "" }: Pick<Answer, "decision" | "unsentWords">,
  comments: Pick<ReviewComments, "of" | "unsaved">,
): Promise<boolean> {
  const { length } = tellsWorker(decision) ? [] : comments.of(approval);
  const edits = comments.unsaved(approval);
  const whole = [
    ...(decision !== "sendBack" && unsentWords.trim() !== ""
      ? [vscode.l10n.t("your words under Send Back…")]
      : []),
    ...(length > 0 ? [commentCount(length)] : []),
  ];
  const unsent = [...whole, ...(edits > 0 ? [editCount(edits)] : [])];
  if (unsent.length === 0) {
    return true;
  }
  const question = questionOf(decision, ticketOf(approval), unsent.join(vscode.l10n.t(" and ")));
  const answer = await vscode.window.showWarningMessage(
    question.text,
    {
      modal: true,
      detail: [
        question.after,
        ...(edits > 0
          ? [vscode.l10n.t("A comment goes as it was last saved, so save your edit first.")]
          : []),
        ...(whole.length > 0 ? [vscode.l10n.t("Send Back… gives the worker what you have written.")] : []),
      ].join(" "),
    },
    question.yes,
  );
  return answer === question.yes;
}

function editCount(count: number): string {
  return count === 1
    ? vscode.l10n.t("an edit of a comment that is not saved")
    : vscode.l10n.t("{0} edits of comments that are not saved", count);
}

function tellsWorker(decision: DecisionName): boolean {
  return decision === "sendBack" || decision === "reject";
}

/** What is asked, what becomes of what was written, and the button that says yes. */
function questionOf(
  decision: DecisionName,
  ticket: string,
  unsent: string,
): { readonly text: string; readonly after: string; readonly yes: string } {
  switch (decision) {
    case "approve":
      return {
        text: vscode.l10n.t("Land {0} without sending {1}?", ticket, unsent),
        after: vscode.l10n.t("Once the work has landed, it is dropped."),
        yes: vscode.l10n.t("Land All the Same"),
      };
    case "resolve":
      return {
        text: vscode.l10n.t("Let the worker of {0} resolve the conflict without {1}?", ticket, unsent),
        after: vscode.l10n.t(
          "It is told of the conflict alone; comments on lines wait until its work is back.",
        ),
        yes: vscode.l10n.t("Resolve All the Same"),
      };
    case "reject":
      return {
        text: vscode.l10n.t("Reject {0} without sending {1}?", ticket, unsent),
        after: vscode.l10n.t("A rejection takes its own reason, and your comments on lines."),
        yes: vscode.l10n.t("Reject All the Same"),
      };
    case "sendBack":
      return {
        text: vscode.l10n.t("Send {0} back without {1}?", ticket, unsent),
        after: vscode.l10n.t("Once the work is sent back, it is dropped."),
        yes: vscode.l10n.t("Send Back All the Same"),
      };
    default:
      return {
        text: vscode.l10n.t("End the run without sending {0} to the worker of {1}?", unsent, ticket),
        after: vscode.l10n.t("Comments on lines are kept while the ticket can be retried."),
        yes: vscode.l10n.t("End All the Same"),
      };
  }
}
