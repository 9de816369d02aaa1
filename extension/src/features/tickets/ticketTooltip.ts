import * as vscode from "vscode";
import type { TicketInfo } from "../../protocol.generated";
import { budgetLines } from "../../shared/budgetWords";
import { usageLines } from "../../shared/usageWords";
import { plainMarkdown } from "../../shared/plainText";
import { wordsAndCount } from "../landing/reviewComments";
import { waitPhrase } from "./modelWaits";
import { ticketLabel } from "./ticketItems";
import { isReverted, stageWord, ticketWord } from "./ticketStates";

/** Everything about a ticket that has no room on its row. Text of files and workers is escaped. */
export function ticketTooltip(ticket: TicketInfo): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown(`**${plainMarkdown(ticketLabel(ticket))}**\n\n`);
  tooltip.appendMarkdown(plainMarkdown(ticket.description));
  const line = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== "") {
      tooltip.appendMarkdown(`\n\n${name}: ${plainMarkdown(value)}`);
    }
  };
  const wait = ticket.state === "running" ? ticket.waiting : undefined;
  line(vscode.l10n.t("State"), wait ? waitPhrase(wait) : stateOf(ticket));
  line(vscode.l10n.t("Stale"), ticket.stale);
  line(vscode.l10n.t("Detail"), ticket.detail);
  line(vscode.l10n.t("Note"), ticket.notice);
  line(vscode.l10n.t("Sent back"), ticket.sentBack && wordsAndCount(ticket.sentBack));
  line(vscode.l10n.t("Depends on"), ticket.dependsOn.join(", "));
  line(vscode.l10n.t("Waits for"), ticket.waitingOn.join(", "));
  line(vscode.l10n.t("Assigned to"), ticket.assignedTo === "unassigned" ? "" : ticket.assignedTo);
  line(vscode.l10n.t("Acceptance"), ticket.acceptance.join("; "));
  line(vscode.l10n.t("Attempts"), ticket.attempts > 0 ? String(ticket.attempts) : "");
  line(vscode.l10n.t("Changed files"), ticket.changedFiles.join(", "));
  line(vscode.l10n.t("Working tree"), ticket.tree?.folder);
  line(vscode.l10n.t("Branch"), ticket.tree?.branch);
  line(vscode.l10n.t("Landed as"), ticket.landed?.slice(0, 10));
  if (ticket.usage.calls > 0) {
    line(vscode.l10n.t("Tokens"), usageLines(ticket.usage).join("; "));
  }
  line(vscode.l10n.t("Budget"), ticket.budget && budgetLines(ticket.budget).join("; "));
  return tooltip;
}

function stateOf(ticket: TicketInfo): string {
  const { stage, state } = ticket;
  const words = [ticketWord(state), ...(stage === undefined ? [] : [stageWord(stage)])].join(", ");
  return isReverted(ticket) ? vscode.l10n.t("{0}, changes reverted", words) : words;
}
