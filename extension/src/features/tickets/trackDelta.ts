import type { TicketInfo, TrackChanged, TrackSnapshot } from "../../protocol.generated";

/** The snapshot after a delta. Tickets keep the file's order: the delta's when it gives one, else the one before. */
export function applyDelta(snapshot: TrackSnapshot, delta: TrackChanged): TrackSnapshot {
  const { tickets: changed, removed, order, ...rest } = delta;
  const tickets = merge(snapshot.tickets, changed, removed, order);
  const next: { -readonly [Key in keyof TrackSnapshot]: TrackSnapshot[Key] } = {
    ...snapshot,
    ...rest,
    tickets,
  };
  if (!delta.budget) {
    // What is not in the delta is no more.
    delete next.budget;
  }
  if (!delta.integration) {
    delete next.integration;
  }
  return next;
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

/**
 * False for what is older than the snapshot. What is not recorded changes without a new revision: the model's label, and
 * a run that shows as paused because nothing of it can be recorded.
 */
export function isNews(snapshot: TrackSnapshot, { revision }: TrackChanged): boolean {
  return revision >= snapshot.revision;
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
