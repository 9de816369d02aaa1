import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { UserError } from "../../shared/errors";
import { exists } from "../../shared/files";
import type { TicketRef } from "../tickets/ticketArguments";
import { fileInTree } from "./fileInTree";

/** Where tickets have their working trees. */
const treesFolder = ".conductor/worktrees/";

/** A file as the contexts of tickets name it. */
export interface ContextPath {
  readonly path: string;
  /** Whose tree the file is in that was meant. */
  readonly owner?: TicketRef | undefined;
  /** It is nowhere but in that tree. */
  readonly isOnlyThere: boolean;
}

/**
 * The path under which a ticket's context names a file. Of a file in a working tree that is the folder's own file: the tree goes
 * when its ticket is done, and no other ticket sees into it.
 *
 * @param path - Relative to the folder, '/'-separated.
 */
export async function contextPath(
  { store, workspace }: Pick<ConductorContext, "store" | "workspace">,
  path: string,
): Promise<ContextPath> {
  const inTree = fileInTree(store, path);
  if (inTree) {
    const { ticket: owner } = inTree;
    return { path: inTree.path, owner, isOnlyThere: !(await exists(workspace.toUri(inTree.path))) };
  }
  if (path.startsWith(treesFolder)) {
    throw onlyInTree(path);
  }
  return { path, isOnlyThere: false };
}

/** A file that is only in a ticket's own tree can be context of that ticket alone. */
export function requireSeen({ isOnlyThere, owner, path }: ContextPath, ref: TicketRef): void {
  if (isOnlyThere && !isOwner(owner, ref)) {
    throw onlyInTree(path);
  }
}

export function isOwner(owner: TicketRef | undefined, { ticketId, trackId }: TicketRef): boolean {
  return owner?.trackId === trackId && owner.ticketId === ticketId;
}

function onlyInTree(path: string): UserError {
  return new UserError(
    vscode.l10n.t(
      "{0} is only in a working tree, which other tickets do not see. Add it when it has landed and is in your folder.",
      path,
    ),
  );
}
