import type * as vscode from "vscode";
import type { TrackStore } from "../../context";
import type { TicketInfo } from "../../protocol.generated";
import { isTicketsNode, type TicketsNode } from "./ticketNodes";

/** A ticket by name. */
export interface TicketRef {
  readonly trackId: string;
  readonly ticketId: string;
}

/** What a command that is called without a row needs of the Tickets view: the selected rows, while a person sees them. */
export type RowSelection = Pick<vscode.TreeView<TicketsNode>, "selection" | "visible">;

/**
 * The tickets a command is about. A tree menu passes the clicked row and the selected rows; when the clicked row is
 * one of those, all of them are meant. Other callers pass a {@link TicketRef}.
 */
export function ticketsFrom(args: readonly unknown[]): readonly TicketRef[] {
  const [clicked, selected] = args;
  const rows = Array.isArray(selected) && selected.includes(clicked) ? (selected as unknown[]) : [clicked];
  return rows.filter(isTicketRef).map(({ trackId, ticketId }) => ({ trackId, ticketId }));
}

/** The tickets that are selected in sight, for a command that was called without one. */
export function selectedTickets({ selection, visible }: RowSelection): readonly TicketRef[] {
  return visible ? selection.flatMap((row) => ticketsFrom([row])) : [];
}

/** The track of the first row that is selected in sight. */
export function selectedTrack({ selection, visible }: RowSelection): string | undefined {
  return visible ? trackFrom(selection) : undefined;
}

/** The track a command is about: the row's own, or that of a ticket's row. */
export function trackFrom(args: readonly unknown[]): string | undefined {
  const [clicked] = args;
  if (typeof clicked === "string") {
    return clicked;
  }
  return typeof clicked === "object" &&
    clicked !== null &&
    "trackId" in clicked &&
    typeof clicked.trackId === "string"
    ? clicked.trackId
    : undefined;
}

/** What the store knows of tickets by name; those that are gone are left out. */
export function ticketInfos(
  store: TrackStore,
  refs: readonly TicketRef[],
): readonly (TicketRef & { readonly ticket: TicketInfo })[] {
  return refs.flatMap((ref) => {
    const ticket = store.ticket(ref.trackId, ref.ticketId);
    return ticket ? { ...ref, ticket } : [];
  });
}

function isTicketRef(value: unknown): value is TicketRef {
  if (isTicketsNode(value)) {
    return value.kind === "ticket";
  }
  return (
    typeof value === "object" &&
    value !== null &&
    "trackId" in value &&
    "ticketId" in value &&
    typeof value.trackId === "string" &&
    typeof value.ticketId === "string"
  );
}
