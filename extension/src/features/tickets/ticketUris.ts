import * as vscode from "vscode";
import type { WorkspaceRoot } from "../../context";
import type { WorkingTreeInfo } from "../../protocol.generated";
import type { TicketRef } from "./ticketArguments";

/** Of which ticket a document that is no file tells, and of which of its files. */
export interface TicketDocument extends TicketRef {
  /** Workspace-relative, '/'-separated; empty when it is about no file. */
  readonly file: string;
}

/**
 * The address of such a document. `path` is what the editor shows of it: it gives the document its name and its
 * language, and a file's own path makes the editor see two versions of one file.
 */
export function ticketUri(
  scheme: string,
  { trackId, ticketId, file }: TicketDocument,
  path: string,
): vscode.Uri {
  return vscode.Uri.from({ scheme, path, query: JSON.stringify([trackId, ticketId, file]) });
}

/** What {@link ticketUri} was made of. */
export function ticketOfUri(uri: vscode.Uri): TicketDocument {
  const parts: unknown = JSON.parse(uri.query);
  const [trackId, ticketId, file] = Array.isArray(parts) ? (parts as unknown[]) : [];
  if (typeof trackId !== "string" || typeof ticketId !== "string" || typeof file !== "string") {
    throw new Error(`Not a document of a ticket: ${uri.toString()}`);
  }
  return { trackId, ticketId, file };
}

/** A file of a ticket, where the ticket has it: in its own working tree, or in the folder. */
export function ticketFile(
  workspace: Pick<WorkspaceRoot, "toUri">,
  path: string,
  tree: WorkingTreeInfo | undefined,
): vscode.Uri {
  return workspace.toUri(tree === undefined ? path : `${tree.folder}/${path}`);
}
