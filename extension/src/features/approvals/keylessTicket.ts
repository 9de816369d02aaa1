import type { TrackStore } from "../../context";
import type { TicketRef } from "../tickets/ticketArguments";

/** A ticket that ended because its model's provider did not take the key, or had none. */
export interface KeylessTicket extends TicketRef {
  /** What the provider said, and what to do. */
  readonly detail: string;
}

/** The first there is; one stands for all, because the same key may mend them. */
export function keylessTicket(store: Pick<TrackStore, "tracks" | "snapshot">): KeylessTicket | undefined {
  for (const { trackId } of store.tracks) {
    const found =
      trackId === undefined
        ? undefined
        : store.snapshot(trackId)?.tickets.find(({ actions }) => actions.includes("setKey"));
    if (trackId !== undefined && found) {
      return { trackId, ticketId: found.id, detail: found.detail };
    }
  }
  return undefined;
}
