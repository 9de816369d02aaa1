import { expect, test } from "vitest";
import {
  ticketContextValue,
  ticketDescription,
  ticketItem,
  ticketSight,
  trackContextValue,
  trackDescription,
  trackItem,
  trackSight,
} from "../../../../../extension/src/features/tickets/ticketItems";
import type { TrackListItem, TrackSnapshot } from "../../../../../extension/src/protocol.generated";
import { ticketIcon } from "../../../../../extension/src/features/tickets/ticketStates";
import { ticketTooltip } from "../../../../../extension/src/features/tickets/ticketTooltip";
import { budget, snapshot, ticket, trackId } from "../../fakes/tracks";

const item: TrackListItem = {
  trackId,
  path: trackId,
  description: "A track",
  status: "paused",
  problems: [],
};

const trackTooltip = (shown: TrackSnapshot): unknown =>
  trackItem({ kind: "track", id: "track", trackId, path: trackId }, item, shown).tooltip;

test("A run that nobody paused says in its row why it is paused, before anything else", () => {
  const paused = snapshot({ status: "paused", statusDetail: "The disk is full." });
  expect(trackDescription(item, paused)).toMatch(/^Paused · The disk is full\. · /);
});

test("What a run that goes on has to say is left to the tooltip", () => {
  const running = snapshot({ status: "running", statusDetail: "Ending." });
  expect(trackDescription(item, running)).not.toContain("Ending");
});

/** As a person reads it: without the signs that keep markdown off. */
const tooltip = (of: Parameters<typeof ticketTooltip>[0]): string =>
  ticketTooltip(of).value.replace(/\\(?=[!-/:-@[-`{-~])/g, "");

test("One context file is told of as one", () => {
  const label = (contextRequirements: readonly string[]): string | undefined =>
    ticketItem(
      { kind: "ticket", id: "row", trackId, ticketId: "T-1" },
      ticket("T-1", { contextRequirements }),
    ).accessibilityInformation?.label;
  expect(label(["a.cs"])).toMatch(/, 1 context file$/);
  expect(label(["a.cs", "b.cs"])).toMatch(/, 2 context files$/);
});

test.each([
  ["Not yet.", "Not yet."],
  ["Not yet.\n\na.cs:4: Guard it.\nb.cs:9 (of an earlier version): Why?", "Not yet. (and 2 comments)"],
  ["a.cs:4: Guard it.", "1 comment"],
])("The tooltip says with which words work was sent back, and counts comments: %j", (sentBack, told) => {
  expect(tooltip(ticket("T-1", { state: "running", sentBack }))).toContain(`Sent back: ${told}`);
});

test("A row says how much of the budget is spent, and what it has cost", () => {
  const usage = {
    total: { inputTokens: 4000, outputTokens: 200, cachedInputTokens: 0, calls: 3, cost: 0.0123 },
    tiers: [],
    hasEstimates: false,
  };
  expect(trackDescription(item, snapshot({ status: "running", budget: budget(), usage }))).toContain(
    "0/2 · $0.0123 · 4.2k tok · budget 42 % of 10k tok",
  );
});

test("A ticket's row says its cost beside its tokens, marked where they are estimated, and tokens alone without a price", () => {
  const usage = { inputTokens: 4000, outputTokens: 200, cachedInputTokens: 0, calls: 3 };
  const row = (more: object): string => ticketDescription(ticket("T-1", { usage: { ...usage, ...more } }));
  expect(row({ unpricedCalls: 3 })).toMatch(/ · 4\.2k tok$/);
  expect(row({ cost: 0.0123 })).toMatch(/ · 4\.2k tok · \$0\.0123$/);
  expect(row({ cost: 0.0123, estimatedCalls: 1 })).toMatch(/ · ~4\.2k tok · ~\$0\.0123$/);
});

test.each([
  [/^Paused, T-1 goes on · Interrupted\. · /, "T-1"],
  [/^Paused, 2 tickets go on · /, "T-1 T-2"],
])("A paused run in which tickets are at work says so: %s", (expected, running) => {
  const tickets = running.split(" ").map((id) => ticket(id, { state: "running" }));
  const paused = snapshot({ status: "paused", statusDetail: "Interrupted.", tickets });
  expect(trackDescription(item, paused)).toMatch(expected);
});

test("A run that is paused for a budget says whose in few words, and offers to add to it", () => {
  const own = snapshot({ status: "paused", statusDetail: "Long.", budget: budget({ isReached: true }) });
  const ofTicket = snapshot({
    status: "paused",
    statusDetail: "Long.",
    tickets: [ticket("T-1", { budget: budget({ isReached: true }) })],
  });
  expect(trackDescription(item, own)).toMatch(
    /^Paused · budget of 10k tok does not last for the next call · /,
  );
  expect(trackDescription(item, ofTicket)).toMatch(
    /^Paused · T-1: budget of 10k tok does not last for the next call · /,
  );
  expect(trackContextValue(item, own)).toBe("track paused usable lacks-budget has-budget");
  expect(trackContextValue(item, ofTicket)).toBe("track paused usable lacks-budget");
});

test("What is spent of a budget alone draws no row again, and that it is nearly used up does", () => {
  const seen = (changes: Parameters<typeof budget>[0]): string =>
    trackSight(item, snapshot({ status: "running", budget: budget(changes) }));
  expect(seen({ fraction: 0.5 })).toBe(seen({ fraction: 0.42 }));
  expect(seen({ isWarned: true })).not.toBe(seen({}));
});

test("A ticket's tooltip tells what it has cost and what it may", () => {
  const usage = { inputTokens: 4000, outputTokens: 200, cachedInputTokens: 0, calls: 3, cost: 0.0123 };
  const value = tooltip(ticket("T-1", { usage, budget: budget({ limits: { money: 0.5 } }) }));
  expect(value).toContain("4,000 input tokens");
  expect(value).toContain("Cost: $0.0123");
  expect(value).toContain("Budget: $0.0123 of $0.50");
});

test("A ticket whose changes were taken back looks as if they are gone, until that is undone", () => {
  const done = ticket("T-1", { state: "completed", actions: ["undoRevert"] });
  expect(ticketDescription(done)).toMatch(/^Completed · changes reverted/);
  expect(ticketIcon(done).id).toBe("discard");
  expect(tooltip(done)).toContain("State: Completed, changes reverted");
  expect(ticketIcon({ ...done, actions: ["revert"] }).id).toBe("pass-filled");
});

test("A completed ticket that was built on what has changed since looks stale and says why", () => {
  const why = "It was built on T-0, which is to be done again.";
  const fresh = ticket("T-1", { state: "completed", actions: ["retry", "confirm"] });
  const stale = { ...fresh, stale: why };
  expect(ticketDescription(stale)).toMatch(/^Stale · Completed/);
  expect(ticketIcon(stale).id).toBe("history");
  expect(ticketContextValue(stale)).toContain("can-confirm");
  expect(tooltip(stale)).toMatch(/Stale: It was built on T.*, which is to be done again/);
  expect(ticketSight(stale)).not.toBe(ticketSight(fresh));
});

const integration = { name: "conductor/a/integration", tip: "c", onto: "main", hasUnmerged: true };

test("A run that is over says in its row that its work is not merged, and in its tooltip where it is", () => {
  const over = snapshot({ status: "done", integration });
  expect(trackDescription(item, over)).toContain("not merged yet");
  expect(trackContextValue(item, over)).toContain("can-merge");
  expect(trackTooltip(over)).toContain(
    "Integration branch: conductor/a/integration, not merged into main yet",
  );
  const merged = snapshot({ status: "done", integration: { ...integration, hasUnmerged: false } });
  expect(trackDescription(item, merged)).not.toContain("merged");
  expect(trackContextValue(item, merged)).not.toContain("can-merge");
  expect(trackTooltip(merged)).toContain("all of it merged");
  expect(trackSight(item, over)).not.toBe(trackSight(item, merged));
});

test("While a run goes on, what it still has to merge is no news of its row", () => {
  expect(trackDescription(item, snapshot({ status: "running", integration }))).not.toContain("merged");
});

test.each([
  ["awaitingLanding", "git-pull-request", "Awaiting review before it lands"],
  ["conflict", "git-pull-request-closed", "In conflict with what has landed"],
  ["landing", "git-merge", "Landing"],
] as const)("A ticket that is %s is told apart by its icon and its words", (state, icon, words) => {
  const shown = ticket("T-1", { state });
  expect(ticketIcon(shown).id).toBe(icon);
  expect(ticketDescription(shown)).toBe(words);
});

test.each([
  ["running", "proving", "Running · its acceptance runs", "Running, its acceptance runs"],
  ["running", "sentBack", "Running · sent back", "Running, sent back"],
  ["completed", "landed", "Completed · landed", "Completed, landed"],
] as const)("A %s ticket that is %s says so in its row and tooltip", (ticketState, stage, row, told) => {
  const shown = ticket("T-1", { state: ticketState, stage });
  expect(ticketDescription(shown)).toBe(row);
  expect(tooltip(shown)).toContain(`State: ${told}`);
});

test("A ticket's tooltip names its working tree, its branch and what it landed as", () => {
  const tree = { folder: ".conductor/worktrees/a-t-1", branch: "conductor/a/t/t-1", base: "b" };
  const shown = ticket("T-1", { tree, landed: "0123456789abcdef" });
  const plain = tooltip(shown).replaceAll("\\", "");
  expect(plain).toContain("Working tree: .conductor/worktrees/a-t-1");
  expect(plain).toContain("Branch: conductor/a/t/t-1");
  expect(plain).toContain("Landed as: 0123456789");
  expect(ticketContextValue(shown)).toContain("in-tree");
  expect(ticketSight(shown)).not.toBe(ticketSight(ticket("T-1")));
});
