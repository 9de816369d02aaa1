import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { ApprovalLedgerRequest } from "../../protocol.generated";
import { guard } from "../../shared/commandBoundary";
import { withoutLinks } from "../../shared/plainText";
import { ledgerAsCsv, ledgerAsJsonLines } from "./ledgerText";

/**
 * Export Approval Ledger…: the approvals of every track, in a file that the person chooses. It only reads what the server
 * has, so it also works in a folder without trust.
 */
export async function exportLedger(context: ConductorContext): Promise<void> {
  const { engine, workspace } = context;
  const defaultUri = workspace.toUri(`approvals-${dateOf(new Date())}.csv`);
  const { rows } = await engine.request(ApprovalLedgerRequest, {});
  if (rows.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Nothing has been asked yet, so the approval ledger is empty and nothing was written."),
    );
    return;
  }
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Export Approval Ledger"),
    defaultUri,
    filters: { [vscode.l10n.t("CSV")]: ["csv"], [vscode.l10n.t("JSON Lines")]: ["jsonl"] },
  });
  if (target === undefined) {
    return;
  }
  const text = /\.jsonl$/i.test(target.path) ? ledgerAsJsonLines(rows) : ledgerAsCsv(rows);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  // The message stays until it is answered; the export is over now.
  void guard(context, "approval ledger", () => offerToOpen(target, rows.length));
}

async function offerToOpen(target: vscode.Uri, count: number): Promise<void> {
  const name = withoutLinks(target.path.slice(target.path.lastIndexOf("/") + 1));
  const open = vscode.l10n.t("Open");
  const chosen = await vscode.window.showInformationMessage(
    count === 1
      ? vscode.l10n.t("The approval ledger is in {0}: 1 row.", name)
      : vscode.l10n.t("The approval ledger is in {0}: {1} rows.", name, count),
    open,
  );
  if (chosen === open) {
    await vscode.commands.executeCommand("vscode.open", target);
  }
}

/** The day in the person's time zone, for a file's name. */
function dateOf(time: Date): string {
  const twoDigits = (part: number): string => String(part).padStart(2, "0");
  return `${time.getFullYear()}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())}`;
}
