import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import type { WorkingTreeInfo } from "../../protocol.generated";
import { registerCommand } from "../../shared/commandBoundary";
import { UserError } from "../../shared/errors";
import { exists } from "../../shared/files";
import { chooseTicket } from "../tickets/pickers";
import type { RowSelection } from "../tickets/ticketArguments";

/** What can be done with a ticket's own working tree. */
export function registerTreeCommands(context: ConductorContext, rows: RowSelection): void {
  const { store, workspace } = context;
  const treeOf = async (args: readonly unknown[], title: string): Promise<WorkingTreeInfo | undefined> => {
    const ref = await chooseTicket(context, rows, args, {
      title,
      placeHolder: vscode.l10n.t("Which ticket?"),
      whenNone: vscode.l10n.t(
        "No ticket has a working tree now. Working Trees… lists those that ended tickets have left.",
      ),
      fits: ({ tree }) => tree !== undefined,
    });
    const tree = ref && store.ticket(ref.trackId, ref.ticketId)?.tree;
    if (ref && !tree) {
      throw new UserError(
        vscode.l10n.t(
          "{0} has no working tree now. Working Trees… lists those that ended tickets have left.",
          ref.ticketId,
        ),
      );
    }
    return tree;
  };
  const folderOf = async (args: readonly unknown[], title: string): Promise<vscode.Uri | undefined> => {
    const tree = await treeOf(args, title);
    const folder = tree && workspace.toUri(tree.folder);
    if (folder && !(await exists(folder))) {
      throw new UserError(
        vscode.l10n.t(
          "The folder {0} is not there any more. Cancel or retry the ticket to begin a new one; what was saved is on {1}.",
          folder.fsPath,
          tree.branch,
        ),
      );
    }
    return folder;
  };

  registerCommand(context, commands.treeOpen, async (...args) => {
    const folder = await folderOf(args, vscode.l10n.t("Open Working Tree in New Window"));
    await (folder && vscode.commands.executeCommand("vscode.openFolder", folder, { forceNewWindow: true }));
  });
  registerCommand(context, commands.treeReveal, async (...args) => {
    const folder = await folderOf(args, vscode.l10n.t("Reveal Working Tree in Explorer"));
    await (folder && vscode.commands.executeCommand("revealInExplorer", folder));
  });
  registerCommand(context, commands.treeCopyBranch, async (...args) => {
    const tree = await treeOf(args, vscode.l10n.t("Copy Branch Name"));
    await (tree && vscode.env.clipboard.writeText(tree.branch));
  });
}
