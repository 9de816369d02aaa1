import * as vscode from "vscode";
import type { BudgetInfo, TrackSnapshot } from "../../protocol.generated";
import { budgetBar, budgetLines, budgetShare, budgetUse } from "../../shared/budgetWords";

/** A budget and whose it is. */
export interface NamedBudget {
  readonly id: string;
  readonly name: string;
  readonly budget: BudgetInfo;
}

/** The budgets of all tracks, each followed by those of its tickets. */
export function budgetsOf(snapshots: readonly TrackSnapshot[]): readonly NamedBudget[] {
  return snapshots.flatMap(({ trackId, description, budget, tickets }) => [
    ...(budget
      ? [{ id: `budget ${trackId}`, name: vscode.l10n.t("Budget of {0}", description), budget }]
      : []),
    ...tickets.flatMap((ticket) =>
      ticket.budget
        ? [
            {
              id: `budget ${trackId} ${ticket.id}`,
              name: vscode.l10n.t("Budget of {0}", ticket.id),
              budget: ticket.budget,
            },
          ]
        : [],
    ),
  ]);
}

/** The share and a bar of text for the nearest limit; the tooltip has them all. */
export function budgetItem({ id, name, budget }: NamedBudget): vscode.TreeItem {
  // The figure before the name and the bar: of a narrow row the end is cut.
  const item = new vscode.TreeItem(budgetShare(budget));
  item.id = id;
  item.description = [
    name,
    budgetBar(budget.fraction),
    ...(budget.isReached ? [budgetUse(budget)] : []),
  ].join(" · ");
  item.tooltip = [name, ...(budget.isReached ? [budgetUse(budget)] : []), ...budgetLines(budget)].join("\n");
  item.iconPath =
    budget.isReached || budget.isWarned
      ? new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"))
      : new vscode.ThemeIcon("dashboard");
  item.accessibilityInformation = {
    label: [name, ...(budget.isReached ? [budgetUse(budget)] : []), ...budgetLines(budget)].join(", "),
  };
  return item;
}
