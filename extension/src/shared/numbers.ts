import * as vscode from "vscode";

/** A count of tokens in few characters: 950, 12k, 1.5M. */
export function shortCount(count: number): string {
  if (count < 1000) {
    return String(count);
  }
  if (count < 999_500) {
    const thousands = count / 1000;
    return `${thousands < 9.95 ? trimmed(thousands) : String(Math.round(thousands))}k`;
  }
  return `${trimmed(count / 1_000_000)}M`;
}

/** A count in full, with its thousands apart: 14,370. */
export function fullCount(count: number): string {
  return count.toLocaleString("en");
}

/** A short count in words for a row: `12k tok`. */
export function shortTokens(count: number): string {
  return vscode.l10n.t("{0} tok", shortCount(count));
}

/** Calls of a model, in words. */
export function callCount(calls: number): string {
  return calls === 1 ? vscode.l10n.t("1 call") : vscode.l10n.t("{0} calls", fullCount(calls));
}

function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, "");
}
