import { expect, test } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import { noticeOf } from "../../../../../extension/src/features/tickets/noticeWords";
import type { TicketInfo, TrackSnapshot } from "../../../../../extension/src/protocol.generated";
import { snapshot, ticket, trackId } from "../../fakes/tracks";

const integration = { name: "i", tip: "c", onto: "main", hasUnmerged: true };
const landed = (id: string): TicketInfo => ticket(id, { state: "completed", landed: "1a2b" });
const rejected = ticket("T-9", { state: "blocked", outcomeKind: "rejected", actions: ["retry"] });
const asking = ticket("T-9", {
  state: "blocked",
  outcomeKind: "needsDecision",
  detail: "Which currency?",
  actions: ["answer", "retry"],
});

/** The notice of a run that has just ended, its text and its buttons. */
function end(
  changes: Partial<TrackSnapshot>,
  ask: readonly TicketInfo[] = [],
): [string | undefined, unknown[] | undefined] {
  const ended = snapshot({ status: "blocked", statusDetail: "T-9 is blocked.", integration, ...changes });
  const notice = noticeOf([{ snapshot: ended, isOver: true, asking: ask }], "all");
  return [notice?.text, notice?.actions.map(({ label }) => label)];
}

test("The end of a blocked run says how many tickets have landed, and offers to merge them beside the retry", () => {
  expect(end({ tickets: [landed("T-1"), landed("T-2"), rejected] })).toEqual([
    "The run of “a” is blocked. T-9 is blocked. 2 tickets have landed, and not all of their work is in your branch yet.",
    ["Retry", "Merge into main…", "Show Tickets", "Show Log"],
  ]);
});

test("So does the end of a run whose last ticket asks something, and that of a failed one", () => {
  expect(end({ tickets: [landed("T-1"), asking] }, [asking])).toEqual([
    "T-9 is blocked and waits for you: Which currency? One ticket has landed, and its work is not in your branch yet.",
    ["Answer…", "Merge into main…", "Show Tickets"],
  ]);
  expect(end({ status: "failed", tickets: [landed("T-1")] })[1]).toEqual([
    "Merge into main…",
    "Show Tickets",
    "Show Log",
  ]);
});

test("The merge is about the track", () => {
  const ended = snapshot({ status: "blocked", integration, tickets: [landed("T-1"), rejected] });
  const notice = noticeOf([{ snapshot: ended, isOver: true, asking: [] }], "all");
  expect(notice?.actions).toContainEqual({
    label: "Merge into main…",
    command: commands.trackMergeInto,
    track: trackId,
  });
});

test("Where all that has landed is merged, or the run goes on, no merge is offered", () => {
  const tickets = [landed("T-1"), asking];
  const merged = { ...integration, hasUnmerged: false };
  expect(end({ tickets, integration: merged })[1]).not.toContain("Merge into main…");
  const running = snapshot({ status: "running", integration, tickets });
  const notice = noticeOf([{ snapshot: running, isOver: false, asking: [asking] }], "all");
  expect(notice?.actions.map(({ label }) => label)).toEqual(["Answer…", "Show Tickets"]);
});
