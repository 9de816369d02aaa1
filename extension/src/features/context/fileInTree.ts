import type { TrackStore } from "../../context";
import type { ViewedFile } from "./curatedViews";

/**
 * The file of a ticket that stands in its working tree.
 *
 * @param path - Relative to the folder, '/'-separated.
 * @returns undefined for a file that is in no tree of a known ticket.
 */
export function fileInTree(
  store: Pick<TrackStore, "tracks" | "snapshot">,
  path: string,
): ViewedFile | undefined {
  for (const trackId of store.tracks.flatMap((track) => track.trackId ?? [])) {
    const ticket = store
      .snapshot(trackId)
      ?.tickets.find(({ tree }) => tree !== undefined && path.startsWith(`${tree.folder}/`));
    if (ticket?.tree) {
      return { path: path.slice(ticket.tree.folder.length + 1), ticket: { trackId, ticketId: ticket.id } };
    }
  }
  return undefined;
}
