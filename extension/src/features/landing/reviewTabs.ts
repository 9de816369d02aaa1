import * as vscode from "vscode";
import type { TrackStore } from "../../context";
import type { TicketRef } from "../tickets/ticketArguments";
import { trackLabel } from "../tickets/ticketItems";
import { workOfUri } from "./workDocuments";

/** What the tab is called that shows a ticket's changes. It says the track where another one has a ticket of the same id. */
export function changesTitle(
  store: Pick<TrackStore, "tracks" | "ticket">,
  { ticketId, trackId }: TicketRef,
): string {
  const isElsewhere = store.tracks.some(
    (track) =>
      track.trackId !== undefined &&
      track.trackId !== trackId &&
      store.ticket(track.trackId, ticketId) !== undefined,
  );
  const own = isElsewhere ? store.tracks.find((track) => track.trackId === trackId) : undefined;
  return own === undefined
    ? vscode.l10n.t("Changes of {0}", ticketId)
    : vscode.l10n.t("Changes of {0} in “{1}”", ticketId, nameAmong(store, trackId, trackLabel(own)));
}

/** Two files of one name, in different folders, are told apart by their paths. */
function nameAmong({ tracks }: Pick<TrackStore, "tracks">, trackId: string, name: string): string {
  return tracks.filter((track) => trackLabel(track) === name).length > 1 ? trackId : name;
}

export function openTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
}

/** The tabs in which a ticket's work is open under a title. */
export function reviewTabs(ref: TicketRef, title: string | undefined): readonly vscode.Tab[] {
  return openTabs().filter((tab) => isReviewTab(tab, ref, title));
}

/**
 * The editor tells what a tab of a multi-file diff is called, with the number of files. Some also tell which files it shows, though
 * not of one that is empty: then those have to be of the ticket's work.
 */
export function isReviewTab(
  { input, label }: vscode.Tab,
  ref: TicketRef,
  title: string | undefined,
): boolean {
  const isCalled = title !== undefined && (label === title || label.startsWith(`${title} (`));
  if (!isCalled || input === undefined || input === null) {
    return isCalled;
  }
  const { textDiffs } = input as { readonly textDiffs?: unknown };
  return Array.isArray(textDiffs) && (textDiffs as unknown[]).every((diff) => isOfWork(diff, ref));
}

function isOfWork(diff: unknown, { ticketId, trackId }: TicketRef): boolean {
  const { modified, original } = diff as { readonly modified?: unknown; readonly original?: unknown };
  return [modified, original].some((uri) => {
    const shown = uri instanceof vscode.Uri ? workOfUri(uri) : undefined;
    return shown?.trackId === trackId && shown.ticketId === ticketId;
  });
}
