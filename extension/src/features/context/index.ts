import * as vscode from "vscode";
import { commands, schemes } from "../../commands";
import type { ConductorContext } from "../../context";
import type { ViewLevelName } from "../../protocol.generated";
import { registerCommand } from "../../shared/commandBoundary";
import { UserError } from "../../shared/errors";
import { isTicketsNode, type TicketsNode } from "../tickets/ticketNodes";
import { addContextFiles } from "./contextFiles";
import { addSymbol, setViewLevel } from "./contextViews";
import { CuratedViews, type ViewedFile, viewOf } from "./curatedViews";
import { fileInTree } from "./fileInTree";
import { removeContextFiles } from "./removeContext";
import { toUris } from "./resourceUris";
import { levelWord } from "./viewHeading";

/** Context files of tickets, and what a worker sees of them. */
export function activateContext(context: ConductorContext, view: vscode.TreeView<TicketsNode>): void {
  const views = new CuratedViews(context);
  context.extension.subscriptions.push(views);

  registerCommand(context, commands.contextAdd, (...args) => addContextFiles(context, toUris(args)));
  registerCommand(context, commands.contextRemove, (...args) => removeContextFiles(context, view, args));
  registerCommand(context, commands.contextSetLevel, (...args) => setViewLevel(context, args));
  registerCommand(context, commands.contextAddSymbol, () => addSymbol(context));
  registerCommand(context, commands.contextShowCuratedView, async (...args) => {
    await views.show(await viewedFile(context, args), "curated");
  });
  registerCommand(context, commands.contextSwitchLevel, async (...args) => {
    const file = await viewedFile(context, args);
    const level = await pickLevel();
    if (level) {
      await views.show(file, level);
    }
  });
}

/**
 * The file of a row, of a view's own document, of a file, or of the active editor; else the person chooses one. A file of
 * a ticket that has a working tree is that tree's.
 */
async function viewedFile(context: ConductorContext, args: readonly unknown[]): Promise<ViewedFile> {
  const { workspace, store } = context;
  const [clicked] = args;
  if (isTicketsNode(clicked) && clicked.kind === "context") {
    const { path, trackId, ticketId } = clicked;
    return { path, ticket: store.ticket(trackId, ticketId)?.tree && { trackId, ticketId } };
  }
  const uri =
    toUris(args)[0] ?? (await vscode.window.showOpenDialog({ defaultUri: workspace.toUri(".") }))?.[0];
  if (!uri) {
    throw new vscode.CancellationError();
  }
  if (uri.scheme === schemes.view) {
    return viewOf(uri);
  }
  const path = workspace.toPath(uri);
  if (path === undefined) {
    throw new UserError(
      vscode.l10n.t("{0} is outside the folder Conductor works on, so it has no curated view.", uri.fsPath),
    );
  }
  return fileInTree(store, path) ?? { path };
}

async function pickLevel(): Promise<ViewLevelName | undefined> {
  const items = [
    { level: "curated", detail: vscode.l10n.t("Declarations of everything, bodies of what matters") },
    { level: "skeleton", detail: vscode.l10n.t("Declarations of everything, no bodies") },
    { level: "outline", detail: vscode.l10n.t("One line per member, with its line number") },
    { level: "signature", detail: vscode.l10n.t("Names of types and members") },
    { level: "full", detail: vscode.l10n.t("The file as it is") },
  ] as const;
  const chosen = await vscode.window.showQuickPick(
    items.map((item) => ({ ...item, label: levelWord(item.level) })),
    { title: vscode.l10n.t("How much of the file?") },
  );
  return chosen?.level;
}
