// Why a command answers nothing, in words that say what to do instead.
import { l10n } from "vscode";
import { commands } from "../../commands";
import type { ApprovalInfo } from "../../protocol.generated";
import { UserError } from "../../shared/errors";
import { canBeRemembered, isConflict } from "./possibleAnswers";

/** The request in the panel, when it can be answered like this. To a key a call in doubt gives a meaning of its own. */
export function requireAnswerable(
  shown: ApprovalInfo | undefined,
  decision: "approve" | "reject" | "sendBack",
  { isTitleBar }: { readonly isTitleBar: boolean },
): ApprovalInfo {
  if (!shown) {
    throw new UserError(l10n.t("The request in the panel is no longer open, so nothing was done."), [
      { label: l10n.t("Review Next"), command: commands.approvalNext },
    ]);
  }
  if (isTitleBar) {
    requirePlain(shown);
  }
  // For a call in doubt the keys for yes and no have answers of their own.
  const isGiven = shown.choices.includes(decision) || (shown.doubt && decision !== "sendBack");
  if (!isGiven) {
    throw new UserError(
      l10n.t("This request cannot be answered like that. Choose one of the buttons in the panel."),
    );
  }
  return shown;
}

/** Of a call in doubt there is nothing to approve or reject, and a conflict has to be resolved in one of several ways. */
export function isPlain(approval: ApprovalInfo): boolean {
  return !approval.doubt && !isConflict(approval);
}

export function requirePlain(approval: ApprovalInfo): void {
  if (approval.doubt) {
    throw new UserError(
      l10n.t(
        "It is not known whether this call has happened. Say in the panel what became of it: run it again, treat it as done, or treat it as failed.",
      ),
    );
  }
  if (isConflict(approval)) {
    throw new UserError(
      l10n.t(
        "This work is in conflict with what has landed. Say in the panel how it is resolved: by its worker, by hand, or not at all.",
      ),
    );
  }
}

export function requireRememberable(approval: ApprovalInfo): void {
  if (!canBeRemembered(approval)) {
    throw new UserError(
      l10n.t("This approval cannot be remembered for the ticket. Approve it once instead."),
    );
  }
}

/** Land says what it does; of anything else it would be another answer than was asked for. */
export function requireLandings(approvals: readonly ApprovalInfo[]): void {
  if (approvals.some(({ landing }) => !landing)) {
    throw new UserError(
      l10n.t("Only finished work can land. Approve is the answer to workers and calls that wait."),
    );
  }
}

export function requireSome(approvals: readonly ApprovalInfo[]): void {
  if (approvals.length === 0) {
    throw new UserError(
      l10n.t("No open approval was chosen. Select one in the Approvals view, or use Review Next Approval."),
    );
  }
}
