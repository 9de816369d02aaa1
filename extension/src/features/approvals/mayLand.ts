import * as vscode from "vscode";
import type { ApprovalInfo } from "../../protocol.generated";
import { commentCount, type ReviewComments } from "../landing/reviewComments";
import { ticketOf } from "./approvalWords";

/** Asks a person before work lands of which they have said something that its worker was not told. False when it is not to land. */
export async function mayLand(
  approval: ApprovalInfo,
  comments: Pick<ReviewComments, "of">,
): Promise<boolean> {
  const { length } = comments.of(approval);
  if (length === 0) {
    return true;
  }
  const land = vscode.l10n.t("Land All the Same");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Land {0} without sending {1}?", ticketOf(approval), commentCount(length)),
    {
      modal: true,
      detail: vscode.l10n.t(
        "Send Back… gives the worker what you have written. Once the work has landed, it is dropped.",
      ),
    },
    land,
  );
  return answer === land;
}
