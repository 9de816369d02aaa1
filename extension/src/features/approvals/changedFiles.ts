import { l10n } from "vscode";
import type { TrackStore } from "../../context";
import type { ApprovalInfo } from "../../protocol.generated";

/** Words about a gate name this many files, and count the rest. */
const mostNamed = 3;

/** The files that the worker of finished work has changed; empty for any other request. */
export function changedFilesOf(
  store: Pick<TrackStore, "ticket">,
  { landing, ticketId, trackId }: ApprovalInfo,
): readonly string[] {
  return (landing && store.ticket(trackId, ticketId)?.changedFiles) ?? [];
}

export function fileCount({ length }: readonly string[]): string {
  return length === 1 ? l10n.t("1 file") : l10n.t("{0} files", length);
}

/** How many there are, and the first by name. */
export function fileWords(files: readonly string[]): string {
  const more = files.length - mostNamed;
  const named = [...files.slice(0, mostNamed), ...(more > 0 ? [l10n.t("and {0} more", more)] : [])];
  return l10n.t("{0} changed: {1}", fileCount(files), named.join(", "));
}
