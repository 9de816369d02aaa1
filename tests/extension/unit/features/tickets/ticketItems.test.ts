import { expect, test } from "vitest";
import { trackDescription } from "../../../../../extension/src/features/tickets/ticketItems";
import type { TrackListItem } from "../../../../../extension/src/protocol.generated";
import { snapshot, trackId } from "../../fakes/tracks";

const item: TrackListItem = {
  trackId,
  path: trackId,
  description: "A track",
  status: "paused",
  problems: [],
};

test("A run that nobody paused says in its row why it is paused, before anything else", () => {
  const paused = snapshot({ status: "paused", statusDetail: "The disk is full." });
  expect(trackDescription(item, paused)).toMatch(/^Paused · The disk is full\. · /);
});

test("What a run that goes on has to say is left to the tooltip", () => {
  const running = snapshot({ status: "running", statusDetail: "Ending." });
  expect(trackDescription(item, running)).not.toContain("Ending");
});
