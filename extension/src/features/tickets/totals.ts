import type { Engine, EngineState, TrackStore } from "../../context";
import type { RunStatusName, TicketStateName, UsageFigures } from "../../protocol.generated";
import { addUsage } from "../../shared/usageWords";
import { reachedBudget } from "./ticketItems";
import { waitsForAnswer } from "./ticketStates";

/** Counts over all loaded tracks. */
export interface Totals {
  readonly tickets: number;
  readonly done: number;
  /** Tickets whose worker is at work, or whose work is being landed. */
  readonly running: number;
  /** Open approvals. */
  readonly waiting: number;
  /** Blocked tickets of runs that are not given up, whatever has blocked them. */
  readonly blocked: number;
  /** Those of them that wait for an answer. A person who has rejected a ticket's work needs no reminder of it. */
  readonly asking: number;
  readonly usage: UsageFigures;
  readonly isPaused: boolean;
  /** Every run that is paused needs more budget to go on. */
  readonly lacksBudget: boolean;
}

const working: readonly TicketStateName[] = ["preparing", "running", "landing"];
/** Of runs that are not given up. */
export const unfinished: readonly RunStatusName[] = ["running", "paused", "blocked"];
const nothing: UsageFigures = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, calls: 0 };
const ended: readonly TicketStateName[] = ["completed", "skipped"];

/** An engine that is there counts as starting until it has said what tracks there are. */
export function shownState(engine: Pick<Engine, "state">, store: Pick<TrackStore, "isUnknown">): EngineState {
  return engine.state === "ready" && store.isUnknown ? "starting" : engine.state;
}

export function totalsOf(store: TrackStore): Totals {
  const snapshots = store.tracks.flatMap(({ trackId }) =>
    trackId === undefined ? [] : (store.snapshot(trackId) ?? []),
  );
  const tickets = snapshots.flatMap((snapshot) => snapshot.tickets);
  const blocked = snapshots
    .filter(({ status }) => unfinished.includes(status))
    .flatMap((snapshot) => snapshot.tickets.filter(({ state }) => state === "blocked"));
  const paused = snapshots.filter(({ status }) => status === "paused");
  return {
    tickets: tickets.length,
    done: tickets.filter(({ state }) => ended.includes(state)).length,
    running: tickets.filter(({ state }) => working.includes(state)).length,
    waiting: tickets.reduce((sum, { approvalIds }) => sum + approvalIds.length, 0),
    blocked: blocked.length,
    asking: blocked.filter(waitsForAnswer).length,
    usage: snapshots.reduce((sum, { usage }) => addUsage(sum, usage.total), nothing),
    isPaused: paused.length > 0,
    lacksBudget: paused.length > 0 && paused.every((snapshot) => reachedBudget(snapshot) !== undefined),
  };
}
