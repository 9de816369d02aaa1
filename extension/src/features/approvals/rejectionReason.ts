import { InputBoxValidationSeverity, l10n, window } from "vscode";
import type { ApprovalInfo } from "../../protocol.generated";
import { commentCount } from "../landing/reviewComments";
import { ticketOf } from "./approvalWords";

/** Who is told depends on what is rejected: only a call leaves a worker that goes on. */
function promptOf(approvals: readonly ApprovalInfo[]): string {
  if (approvals.every(({ tool }) => tool !== undefined)) {
    return l10n.t("The reason is told to the worker; it may be empty.");
  }
  return approvals.some(({ tool }) => tool !== undefined)
    ? l10n.t(
        "The reason is told to a worker that goes on, and kept where a ticket is blocked; it may be empty.",
      )
    : l10n.t("The reason is kept as why the ticket is blocked; it may be empty.");
}

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
    prompt: promptOf(approvals),
    ignoreFocusOut: true,
    ...(value === undefined ? {} : { value }),
  });
}

/** Asks what is wrong with finished work; undefined when the question is closed without an answer. */
export async function askWords(
  approval: ApprovalInfo,
  value: string | undefined,
  comments: number,
): Promise<string | undefined> {
  let hasTyped = false;
  return window.showInputBox({
    title: l10n.t("Send Back: {0}", ticketOf(approval)),
    prompt:
      comments > 0
        ? l10n.t(
            "What is wrong with the work? What you have said on its lines goes along ({0}).",
            commentCount(comments),
          )
        : l10n.t("What is wrong with the work? Its worker is told, and goes on with it."),
    ignoreFocusOut: true,
    validateInput: (typed) => {
      // An empty field that nobody has been in yet is no mistake; it is said where its mistake would be.
      const severity = hasTyped ? InputBoxValidationSeverity.Error : InputBoxValidationSeverity.Info;
      hasTyped ||= typed.trim() !== "";
      return comments === 0 && typed.trim() === ""
        ? { message: l10n.t("Say what is wrong: the worker is told nothing else."), severity }
        : undefined;
    },
    ...(value === undefined ? {} : { value }),
  });
}
