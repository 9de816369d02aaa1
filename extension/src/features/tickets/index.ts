import type * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import type { WorkReviews } from "../landing/workReviews";
import { registerAddBudget } from "./addBudget";
import { registerAuthoringCommands } from "./authoringCommands";
import { ContextKeyUpdates } from "./contextKeyUpdates";
import { registerExplain } from "./explain";
import { registerRevertChanges } from "./revertChanges";
import { registerReviewChanges } from "./reviewChanges";
import { RunNotices } from "./runNotices";
import { StatusBar } from "./statusBar";
import { registerTicketCommands } from "./ticketCommands";
import type { TicketsNode } from "./ticketNodes";
import { createTicketsView } from "./ticketsView";
import { registerTrackCommands } from "./trackCommands";

/** Tracks and tickets: their view, their commands, and what the status bar and menus know of them. */
export function activateTickets(context: ConductorContext, works: WorkReviews): vscode.TreeView<TicketsNode> {
  context.extension.subscriptions.push(
    new ContextKeyUpdates(context),
    new StatusBar(context),
    new RunNotices(context),
  );
  const view = createTicketsView(context);
  registerTrackCommands(context, view);
  registerAddBudget(context, view);
  registerTicketCommands(context, view);
  registerAuthoringCommands(context, view);
  registerExplain(context, view);
  registerReviewChanges(context, view, works);
  registerRevertChanges(context, view);
  return view;
}
