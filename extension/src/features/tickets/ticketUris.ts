import * as vscode from "vscode";
import type { TicketRef } from "./ticketArguments";

/** A document about a ticket that is no file. Its path ends like the file's, which gives it the file's language. */
export function ticketUri(scheme: string, { trackId, ticketId }: TicketRef, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${path}`, query: JSON.stringify([trackId, ticketId]) });
}

/** What {@link ticketUri} was made of. */
export function ticketOfUri(uri: vscode.Uri): TicketRef & { readonly path: string } {
  const parts: unknown = JSON.parse(uri.query);
  const [trackId, ticketId] = Array.isArray(parts) ? (parts as unknown[]) : [];
  if (typeof trackId !== "string" || typeof ticketId !== "string") {
    throw new Error(`Not a document of a ticket: ${uri.toString()}`);
  }
  return { trackId, ticketId, path: uri.path.slice(1) };
}
