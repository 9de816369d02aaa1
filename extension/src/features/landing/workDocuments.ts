import * as vscode from "vscode";
import { schemes } from "../../commands";
import type { TicketDocument } from "../tickets/ticketUris";

/** Before or after a ticket's work; of a conflict, how its files stood before both changes, on the ticket's side, and as they have landed. */
export type WorkSide = "before" | "after" | "base" | "ours" | "theirs";

const sides: readonly WorkSide[] = ["before", "after", "base", "ours", "theirs"];

/** One side of one file of a ticket's work, as a read-only document shows it. */
export interface WorkDocument extends TicketDocument {
  readonly side: WorkSide;
  /** The commit that is looked at; empty for the sides of a conflict. */
  readonly commit: string;
}

/** The address of such a document. Its path is the file's, which gives it name and language. */
export function workUri({ trackId, ticketId, file, side, commit }: WorkDocument): vscode.Uri {
  return vscode.Uri.from({
    scheme: schemes.work,
    path: `/${file}`,
    query: JSON.stringify([trackId, ticketId, file, side, commit]),
  });
}

/** What {@link workUri} was made of; undefined for any other address. */
export function workOfUri(uri: vscode.Uri): WorkDocument | undefined {
  if (uri.scheme !== schemes.work) {
    return undefined;
  }
  const parts: unknown = JSON.parse(uri.query);
  const [trackId, ticketId, file, written, commit] = Array.isArray(parts) ? (parts as unknown[]) : [];
  const side = sides.find((known) => known === written);
  return typeof trackId === "string" &&
    typeof ticketId === "string" &&
    typeof file === "string" &&
    typeof commit === "string" &&
    side !== undefined
    ? { trackId, ticketId, file, side, commit }
    : undefined;
}
