import { l10n, window } from "vscode";
import type { ApprovalInfo } from "../../protocol.generated";
import { ticketOf } from "./approvalWords";

/** Asks why; undefined when the question is closed without an answer. */
export async function askReason(
  approvals: readonly ApprovalInfo[],
  value: string | undefined,
): Promise<string | undefined> {
  const [first] = approvals;
  return window.showInputBox({
    title:
      approvals.length === 1 && first
        ? l10n.t("Reject: {0}", ticketOf(first))
        : l10n.t("Reject {0} Approvals", approvals.length),
    prompt: l10n.t("The reason is told to the worker; it may be empty."),
    ignoreFocusOut: true,
    ...(value === undefined ? {} : { value }),
  });
}
