import { l10n, type QuickPickItem, window } from "vscode";
import { UserError } from "../../shared/errors";
import type { ApprovalInfo } from "../../protocol.generated";
import { groupOf, summaryOf, ticketOf } from "./approvalWords";

/** Requests that may be approved together. */
export interface ApprovalGroup {
  readonly name: string;
  readonly approvals: readonly ApprovalInfo[];
}

/** The same tool, the same reach; never a mixture. Largest group first. */
export function groupsOf(approvals: readonly ApprovalInfo[]): readonly ApprovalGroup[] {
  const groups = new Map<string, ApprovalInfo[]>();
  for (const approval of approvals) {
    const name = groupOf(approval);
    groups.set(name, [...(groups.get(name) ?? []), approval]);
  }
  return [...groups]
    .map(([name, members]) => ({ name, approvals: members }))
    .sort((left, right) => right.approvals.length - left.approvals.length);
}

/** The same in the order in which their runs land them; what has no turn known comes last, as it was. */
export function inLandingOrder(
  approvals: readonly ApprovalInfo[],
  turnOf: (approval: ApprovalInfo) => readonly number[] | undefined,
): readonly ApprovalInfo[] {
  return approvals
    .map((approval) => ({ approval, turn: turnOf(approval) ?? [Infinity] }))
    .sort((one, other) => byTurn(one.turn, other.turn))
    .map(({ approval }) => approval);
}

function byTurn(one: readonly number[], other: readonly number[]): number {
  const place = one.findIndex((number, index) => number !== other[index]);
  const left = one[place];
  const right = other[place];
  return left === undefined || right === undefined ? 0 : left - right;
}

/** Lets the person choose a group by its count, then its members. Empty when they think better of it. */
export async function chooseBatch(approvals: readonly ApprovalInfo[]): Promise<readonly ApprovalInfo[]> {
  if (approvals.length === 0) {
    throw new UserError(l10n.t("No approval is waiting."));
  }
  const groups = groupsOf(approvals);
  const group = groups.length > 1 ? await chooseGroup(groups) : groups[0];
  return group ? chooseMembers(group) : [];
}

async function chooseGroup(groups: readonly ApprovalGroup[]): Promise<ApprovalGroup | undefined> {
  const items = groups.map((group) => ({
    label: countOf(group),
    detail: group.approvals.map(ticketOf).join(", "),
    group,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Approve Selected"),
    placeHolder: l10n.t("Only approvals of one kind can be given together. Which?"),
  });
  return chosen?.group;
}

async function chooseMembers(group: ApprovalGroup): Promise<readonly ApprovalInfo[]> {
  const items: (QuickPickItem & { approval: ApprovalInfo })[] = group.approvals.map((approval) => ({
    label: ticketOf(approval),
    description: summaryOf(approval),
    picked: true,
    approval,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Approve {0}", countOf(group)),
    placeHolder: l10n.t("Everything that is checked is approved as shown."),
    canPickMany: true,
    matchOnDescription: true,
  });
  return (chosen ?? []).map(({ approval }) => approval);
}

function countOf(group: ApprovalGroup): string {
  return `${group.approvals.length} × ${group.name}`;
}
