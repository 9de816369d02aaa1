import * as vscode from "vscode";
import { views } from "../../commands";
import type { ConductorContext } from "../../context";
import { shortUsage } from "../../shared/usageWords";
import { TicketDrop } from "./ticketDrop";
import type { TicketsNode } from "./ticketNodes";
import { TicketTree } from "./ticketTree";
import { totalsOf } from "./totals";

/** Makes the Tickets view. */
export function createTicketsView(context: ConductorContext): vscode.TreeView<TicketsNode> {
  const { engine, extension, store, workspace } = context;
  const tree = new TicketTree(store, workspace);
  const view = vscode.window.createTreeView(views.tickets, {
    treeDataProvider: tree,
    canSelectMany: true,
    showCollapseAll: true,
    dragAndDropController: new TicketDrop(context),
  });

  const describe = (): void => {
    // The editor lays the view out again whenever it is told something, also when it is told the same.
    const description = viewDescription(context);
    if (view.description !== description) {
      view.description = description;
    }
    const message = viewMessage(context) ?? "";
    if (view.message !== message) {
      view.message = message;
    }
  };
  const trees = vscode.workspace.createFileSystemWatcher("**/.conductor/worktrees/*", false, true, false);
  extension.subscriptions.push(
    trees,
    trees.onDidCreate(() => tree.lookForTrees()),
    trees.onDidDelete(() => tree.lookForTrees()),
    tree,
    view,
    view.onDidChangeVisibility(({ visible }) => tree.show(visible)),
    store.onDidChange(describe),
    engine.onDidChangeState(describe),
    vscode.workspace.onDidGrantWorkspaceTrust(describe),
  );
  describe();
  return view;
}

/** Totals; with several folders, first which one is shown. */
function viewDescription({ store, workspace }: ConductorContext): string {
  const { blocked, done, tickets, usage } = totalsOf(store);
  const isOneOfMany = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  return [
    isOneOfMany ? (workspace.folder?.name ?? "") : "",
    tickets > 0 ? vscode.l10n.t("{0}/{1} done", done, tickets) : "",
    blocked > 0 ? vscode.l10n.t("{0} blocked", blocked) : "",
    ...(usage.calls > 0 ? shortUsage(usage) : []),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** One line above the rows; empty states have welcome texts instead. */
function viewMessage({ engine, store, workspace }: ConductorContext): string | undefined {
  if (store.tracks.length === 0) {
    return undefined;
  }
  if (engine.state === "failed" || engine.state === "missing") {
    return vscode.l10n.t(
      "The engine is down; this is what it said last. Restart Engine is in the menu above.",
    );
  }
  return workspace.isTrusted
    ? undefined
    : vscode.l10n.t(
        "Restricted Mode: tracks can be read and edited, but tickets do not run until you trust this folder.",
      );
}
