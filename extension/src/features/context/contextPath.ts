import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { UserError } from "../../shared/errors";
import { fileInTree } from "./fileInTree";

/** Where tickets have their working trees. */
const treesFolder = ".conductor/worktrees/";

/**
 * The path under which a ticket's context names a file. Of a file in a working tree that is the folder's own file: the tree goes
 * when its ticket is done, and no other ticket sees into it.
 *
 * @param path - Relative to the folder, '/'-separated.
 */
export async function contextPath(
  { store, workspace }: Pick<ConductorContext, "store" | "workspace">,
  path: string,
): Promise<string> {
  const inTree = fileInTree(store, path);
  if (inTree === undefined && !path.startsWith(treesFolder)) {
    return path;
  }
  if (inTree === undefined || !(await exists(workspace.toUri(inTree.path)))) {
    throw new UserError(
      vscode.l10n.t(
        "{0} is only in a working tree, which other tickets do not see. Add it when it has landed and is in your folder.",
        inTree?.path ?? path,
      ),
    );
  }
  return inTree.path;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
