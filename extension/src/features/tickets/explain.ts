import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import { type ReasonInfo, TicketExplainRequest } from "../../protocol.generated";
import { registerCommand } from "../../shared/commandBoundary";
import { withoutLinks } from "../../shared/plainText";
import { chooseTicket } from "./pickers";
import type { RowSelection } from "./ticketArguments";

/** Why Is It Not Running?: every reason with what clears it; a reason about another ticket leads there. */
export function registerExplain(context: ConductorContext, rows: RowSelection): void {
  registerCommand(context, commands.ticketExplain, async (...args) => {
    const ref = await chooseTicket(context, rows, args, {
      title: vscode.l10n.t("Why Is It Not Running?"),
      placeHolder: vscode.l10n.t("Which ticket?"),
      whenNone: vscode.l10n.t("There are no tickets yet. New Ticket… makes one."),
      fits: () => true,
    });
    if (!ref) {
      return;
    }
    const { reasons } = await context.engine.request(TicketExplainRequest, ref);
    if (reasons.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t("{0} is running.", withoutLinks(ref.ticketId)));
      return;
    }
    const chosen = await vscode.window.showQuickPick(reasons.map(reasonItem), {
      title: vscode.l10n.t("Why {0} is not running", ref.ticketId),
      placeHolder: vscode.l10n.t("All of these must be cleared"),
      matchOnDetail: true,
    });
    const ticketId = chosen?.reason.relatedTicketId;
    if (ticketId !== undefined) {
      await vscode.commands.executeCommand(commands.ticketExplain, { trackId: ref.trackId, ticketId });
    }
  });
}

function reasonItem(reason: ReasonInfo): vscode.QuickPickItem & { readonly reason: ReasonInfo } {
  return { label: reason.text, detail: reason.action, reason };
}
