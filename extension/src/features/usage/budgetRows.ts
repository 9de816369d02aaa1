import * as vscode from "vscode";
import type { BudgetInfo, TrackSnapshot } from "../../protocol.generated";
import { budgetBar, budgetLines, budgetUse } from "../../shared/budgetWords";

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

/** A bar of text for the nearest limit; the tooltip has them all. */
export function budgetItem({ id, name, budget }: NamedBudget): vscode.TreeItem {
  const item = new vscode.TreeItem(name);
  item.id = id;
  item.description = `${budgetBar(budget.fraction)} ${budgetUse(budget)}`;
  item.tooltip = [name, ...budgetLines(budget)].join("\n");
  item.iconPath =
    budget.isReached || budget.isWarned
      ? new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"))
      : new vscode.ThemeIcon("dashboard");
  item.accessibilityInformation = { label: [name, budgetUse(budget), ...budgetLines(budget)].join(", ") };
  return item;
}
