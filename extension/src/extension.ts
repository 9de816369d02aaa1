import * as vscode from "vscode";
import { views } from "./commands";
import type { ConductorContext } from "./context";
import { activateApprovals } from "./features/approvals";
import { activateContext } from "./features/context";
import { activateLanding } from "./features/landing";
import { WorkReviews } from "./features/landing/workReviews";
import { activateLifecycle } from "./features/lifecycle";
import { activateModels } from "./features/models";
import { activateEditorModels } from "./features/models/editor";
import { activateTickets } from "./features/tickets";
import { ServerTrackStore } from "./features/tickets/trackStore";
import { activateUsage } from "./features/usage";
import { activateWorkers } from "./features/workers";
import { activateServer } from "./server";
import { SidecarEngine } from "./server/sidecarEngine";
import { ChosenWorkspaceRoot, chooseWorkspaceFolder } from "./server/workspaceRoot";

let engine: SidecarEngine | undefined;

/** Called once by the editor, on the first event that needs Conductor. It starts no process. */
export async function activate(extension: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("Conductor", { log: true });
  const workspace = new ChosenWorkspaceRoot(await chooseWorkspaceFolder(vscode.workspace.workspaceFolders));
  engine = new SidecarEngine(extension, workspace, log);
  const store = new ServerTrackStore(engine, log);
  extension.subscriptions.push(log, engine, store);

  const context: ConductorContext = { extension, engine, log, store, workspace };
  activateServer(context);
  const works = new WorkReviews(engine);
  extension.subscriptions.push(works);
  const tickets = activateTickets(context, works);
  const reviews = activateLanding(context, works, tickets);
  activateContext(context, tickets);
  activateModels(context, tickets);
  activateEditorModels(context, tickets);
  activateWorkers(context, tickets);
  const usage = activateUsage(context);
  const approvals = activateApprovals(context, reviews);
  extension.subscriptions.push(approvals);
  activateLifecycle(context, [
    { id: views.tickets, view: tickets, needs: "folder" },
    { id: views.approvals, view: approvals.view, needs: "journal" },
    { id: views.usage, view: usage, needs: "journal" },
  ]);
}

/** Called by the editor before it ends the extension host; the server is gone when the promise resolves. */
export function deactivate(): Promise<void> {
  return engine?.stop() ?? Promise.resolve();
}
