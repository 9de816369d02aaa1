import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import { registerCommand } from "../../shared/commandBoundary";
import { chooseTicket } from "../tickets/pickers";
import type { RowSelection } from "../tickets/ticketArguments";
import { OutputDocuments } from "./outputDocuments";

/** What workers say and do. */
export function activateWorkers(context: ConductorContext, rows: RowSelection): void {
  const documents = new OutputDocuments(context);
  context.extension.subscriptions.push(documents);
  registerCommand(context, commands.ticketShowOutput, async (...args) => {
    const ref = await chooseTicket(context, rows, args, {
      title: vscode.l10n.t("Show Worker Output"),
      placeHolder: vscode.l10n.t("Which ticket?"),
      whenNone: vscode.l10n.t("No worker has started yet. Run a ticket first."),
      fits: (ticket) => ticket.attempts > 0,
    });
    if (ref) {
      await documents.show(ref);
    }
  });
}
