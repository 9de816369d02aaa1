import type { TicketInfo, TrackChanged, TrackSnapshot } from "../../protocol.generated";

/** The snapshot after a delta. Tickets keep the file's order: the delta's when it gives one, else the one before. */
export function applyDelta(snapshot: TrackSnapshot, delta: TrackChanged): TrackSnapshot {
  const { tickets: changed, removed, order, ...rest } = delta;
  return { ...snapshot, ...rest, tickets: merge(snapshot.tickets, changed, removed, order) };
}

/**
 * True when the delta names tickets that nobody has described: something before it was missed. The revision alone does
 * not tell, since one delta may carry several revisions.
 */
export function isGap(snapshot: TrackSnapshot, delta: TrackChanged): boolean {
  if (!delta.order) {
    return false;
  }
  const known = new Set([...snapshot.tickets, ...delta.tickets].map((ticket) => ticket.id));
  return delta.order.some((id) => !known.has(id));
}

/** False for what the snapshot has already. What is not recorded, as the model's label, may change without a new revision. */
export function isNews(
  snapshot: TrackSnapshot,
  { revision, tickets, removed, order }: TrackChanged,
): boolean {
  const isOfTrackAlone = tickets.length === 0 && removed.length === 0 && !order;
  return revision > snapshot.revision || (revision === snapshot.revision && isOfTrackAlone);
}

function merge(
  before: readonly TicketInfo[],
  changed: readonly TicketInfo[],
  removed: readonly string[],
  order: readonly string[] | undefined,
): readonly TicketInfo[] {
  const byId = new Map(before.map((ticket) => [ticket.id, ticket]));
  for (const ticket of changed) {
    byId.set(ticket.id, ticket);
  }
  for (const id of removed) {
    byId.delete(id);
  }
  if (!order) {
    return [...byId.values()];
  }
  return order.flatMap((id) => byId.get(id) ?? []);
}
