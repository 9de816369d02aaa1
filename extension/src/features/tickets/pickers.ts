import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import type { TicketInfo, TrackListItem, TrackSnapshot } from "../../protocol.generated";
import { UserError } from "../../shared/errors";
import {
  type RowSelection,
  selectedTickets,
  ticketInfos,
  type TicketRef,
  ticketsFrom,
} from "./ticketArguments";
import { ticketDescription, ticketLabel, trackDescription, trackLabel } from "./ticketItems";
import { ticketIcon } from "./ticketStates";

export interface TicketPick {
  readonly title: string;
  readonly placeHolder: string;
  /** Said when no ticket fits: what is missing, and what to do. */
  readonly whenNone: string;
  readonly fits: (ticket: TicketInfo) => boolean;
  /** Which selected tickets are meant; without it, those that fit. */
  readonly isMeant?: (ticket: TicketInfo) => boolean;
}

/**
 * The ticket a command is about: that of the row it was called on, else the first selected one that it fits, else one
 * that the person picks. Undefined: the person left the picker.
 */
export async function chooseTicket(
  context: ConductorContext,
  rows: RowSelection,
  args: readonly unknown[],
  pick: TicketPick,
): Promise<TicketRef | undefined> {
  return ticketsFrom(args)[0] ?? (await chooseTickets(context, rows, pick))[0];
}

/** The same for a command that was called without a row and can be about several. Empty: the person left the picker. */
export async function chooseTickets(
  context: ConductorContext,
  rows: RowSelection,
  pick: TicketPick,
): Promise<readonly TicketRef[]> {
  const selected = ticketInfos(context.store, selectedTickets(rows)).filter(({ ticket }) =>
    (pick.isMeant ?? pick.fits)(ticket),
  );
  if (selected.length > 0) {
    return selected.map(({ trackId, ticketId }) => ({ trackId, ticketId }));
  }
  const picked = await pickTicket(context, pick);
  return picked ? [picked] : [];
}

/** Asks for one ticket of all tracks: those to come first, those that are done last. Undefined: the person left the picker. */
export async function pickTicket(
  context: ConductorContext,
  pick: TicketPick,
): Promise<TicketRef | undefined> {
  const items = (await loadedTracks(context))
    .flatMap((snapshot) => snapshot.tickets.filter(pick.fits).map((ticket) => ({ snapshot, ticket })))
    .sort((left, right) => endedness(left.ticket) - endedness(right.ticket))
    .map(({ snapshot, ticket }) => ({
      label: ticketLabel(ticket),
      description: ticketDescription(ticket),
      detail: trackLabel(snapshot),
      iconPath: ticketIcon(ticket),
      ref: { trackId: snapshot.trackId, ticketId: ticket.id },
    }));
  if (items.length === 0) {
    throw new UserError(pick.whenNone);
  }
  const { title, placeHolder } = pick;
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  return chosen?.ref;
}

/** 0: still to come or under way, or blocked and waiting for somebody; 1: ended without a result; 2: done with. */
function endedness({ state }: TicketInfo): number {
  switch (state) {
    case "completed":
    case "skipped":
      return 2;
    case "failed":
    case "cancelled":
      return 1;
    default:
      return 0;
  }
}

export interface TrackPick {
  readonly title: string;
  readonly placeHolder: string;
  readonly whenNone: string;
  readonly fits: (track: TrackListItem) => boolean;
}

/** Asks for one track; does not ask when only one fits. Undefined: the person left the picker. */
export async function pickTrack(
  context: ConductorContext,
  pick: TrackPick,
): Promise<TrackListItem | undefined> {
  await loadedTracks(context);
  const { store } = context;
  const items = store.tracks.filter(pick.fits).map((track) => ({
    label: trackLabel(track),
    detail: track.description,
    description: trackDescription(
      track,
      track.trackId === undefined ? undefined : store.snapshot(track.trackId),
    ),
    track,
  }));
  if (items.length === 0) {
    throw new UserError(pick.whenNone, store.tracks.length === 0 ? [newTrack()] : []);
  }
  if (items.length === 1) {
    return items[0]?.track;
  }
  const { title, placeHolder } = pick;
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.track;
}

/** Every loaded track; asks the server when nothing has been asked yet. */
export async function loadedTracks({ store, engine }: ConductorContext): Promise<readonly TrackSnapshot[]> {
  if (engine.state !== "ready" || store.tracks.length === 0) {
    await store.refresh();
  }
  return store.tracks.flatMap(({ trackId }) =>
    trackId === undefined ? [] : (store.snapshot(trackId) ?? []),
  );
}

function newTrack(): { label: string; command: string } {
  return { label: vscode.l10n.t("New Track…"), command: commands.trackNew };
}
