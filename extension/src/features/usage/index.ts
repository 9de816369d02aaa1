import * as vscode from "vscode";
import { commands, views } from "../../commands";
import type { ConductorContext } from "../../context";
import { registerCommand } from "../../shared/commandBoundary";
import { UsageTree } from "./usageTree";

/** Tokens by tier and ticket. */
export function activateUsage(context: ConductorContext): vscode.TreeView<unknown> {
  const tree = new UsageTree(context.engine, context.store, context.log);
  const view = vscode.window.createTreeView(views.usage, { treeDataProvider: tree, showCollapseAll: true });
  context.extension.subscriptions.push(tree, view);
  registerCommand(context, commands.usageShow, async () => {
    await vscode.commands.executeCommand(`${views.usage}.focus`);
    if (context.engine.state !== "ready") {
      await context.store.refresh();
    }
  });
  return view;
}
