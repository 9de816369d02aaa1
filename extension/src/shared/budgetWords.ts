import * as vscode from "vscode";
import type { BudgetInfo, BudgetKindName, BudgetLimits } from "../protocol.generated";
import { money } from "./money";
import { callCount, fullCount, shortCount, shortTokens } from "./numbers";

const kinds: readonly BudgetKindName[] = ["tokens", "money", "calls", "minutes"];

const barLength = 10;

/** The kinds that a budget limits, in the order people are told of them. */
export function limitedKinds(limits: BudgetLimits): readonly BudgetKindName[] {
  return kinds.filter((kind) => limits[kind] !== undefined);
}

/** An amount with its unit. */
export function budgetAmount(kind: BudgetKindName, amount: number): string {
  switch (kind) {
    case "tokens":
      return shortTokens(amount);
    case "money":
      return money(amount);
    case "calls":
      return callCount(amount);
    case "minutes":
      return vscode.l10n.t("{0} min", Math.floor(amount * 10) / 10);
  }
}

/** An amount before another one that has the unit. */
function bareAmount(kind: BudgetKindName, amount: number): string {
  switch (kind) {
    case "tokens":
      return shortCount(amount);
    case "money":
      return money(amount);
    case "calls":
      return fullCount(amount);
    case "minutes":
      return String(Math.floor(amount * 10) / 10);
  }
}

/** The word for what a limit counts. */
export function budgetKind(kind: BudgetKindName): string {
  switch (kind) {
    case "tokens":
      return vscode.l10n.t("Tokens");
    case "money":
      return vscode.l10n.t("US Dollars");
    case "calls":
      return vscode.l10n.t("Model Calls");
    case "minutes":
      return vscode.l10n.t("Working Minutes");
  }
}

/** How the nearest limit stands: `budget 42 % of $2.50`, that it is used up, or that what is left is too little. */
export function budgetUse(budget: BudgetInfo): string {
  const { nearest, limits, isReached } = budget;
  const limit = budgetAmount(nearest, limits[nearest] ?? 0);
  return !isReached
    ? vscode.l10n.t("budget {0}", budgetShare(budget))
    : isUsedUp(budget, nearest)
      ? vscode.l10n.t("budget of {0} used up", limit)
      : vscode.l10n.t("budget of {0} does not last for the next call", limit);
}

/** The spent share of the nearest limit: `42 % of $2.50`. */
export function budgetShare({ nearest, limits, fraction }: BudgetInfo): string {
  const limit = budgetAmount(nearest, limits[nearest] ?? 0);
  return vscode.l10n.t("{0} % of {1}", Math.floor(fraction * 100), limit);
}

function isUsedUp({ spent, limits }: BudgetInfo, kind: BudgetKindName): boolean {
  return spent[kind] >= (limits[kind] ?? Infinity);
}

/** What is spent of each limit, and what calls under way may take of it. */
export function budgetLines({ limits, spent, reserved }: BudgetInfo): readonly string[] {
  return limitedKinds(limits).map((kind) => {
    const line = vscode.l10n.t(
      "{0} of {1}",
      bareAmount(kind, spent[kind]),
      budgetAmount(kind, limits[kind] ?? 0),
    );
    return reserved[kind] > 0
      ? vscode.l10n.t("{0}, {1} kept back for calls under way", line, budgetAmount(kind, reserved[kind]))
      : line;
  });
}

/** The spent share as a bar of text. It is full only when all is spent, and empty only when nothing is. */
export function budgetBar(fraction: number): string {
  const parts = Math.min(barLength, Math.floor(fraction * barLength));
  const full = fraction > 0 ? Math.max(1, parts) : 0;
  return "█".repeat(full) + "░".repeat(barLength - full);
}
