import type { ApprovalInfo } from "../../protocol.generated";

/** True when an approval of this can be remembered for the rest of the ticket: only a call can, and none of a protected path. */
export function canBeRemembered({ choices, doubt, tool }: ApprovalInfo): boolean {
  return choices.includes("approve") && !doubt && tool !== undefined && !tool.isProtected;
}

/** How a conflict is resolved is chosen, never approved: approving it would try the same merge once more. */
export function isConflict({ landing }: ApprovalInfo): boolean {
  return landing?.problem?.kind === "conflict";
}

/**
 * What the commands can answer about a request, as words of the context key that menus go by; empty when that is nothing. What became
 * of a call in doubt, and how a conflict is resolved, is said by the buttons of the panel alone, which show what is known.
 */
export function offersOf(approval: ApprovalInfo | undefined): string {
  if (!approval || approval.doubt || isConflict(approval)) {
    return "";
  }
  const { choices, landing } = approval;
  return [
    ...(choices.includes("approve") ? [landing ? "land" : "approve"] : []),
    ...(canBeRemembered(approval) ? ["forTicket"] : []),
    ...(choices.includes("sendBack") ? ["sendBack"] : []),
    ...(choices.includes("reject") ? ["reject"] : []),
  ].join(" ");
}
