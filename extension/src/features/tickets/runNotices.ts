import * as vscode from "vscode";
import type { ConductorContext, TrackStoreChange } from "../../context";
import type { RunStatusName, TicketInfo, TicketStateName, TrackSnapshot } from "../../protocol.generated";
import { guard } from "../../shared/commandBoundary";
import { withoutLinks } from "../../shared/plainText";
import { wantedNotices } from "../../shared/wantedNotices";
import { type Notice, noticeOf, type TrackNews } from "./noticeWords";
import { waitsForAnswer } from "./ticketStates";

/** How long a burst is given to become whole: a ticket that blocks often ends the run in the next breath. */
export const burstMilliseconds = 300;

const hasEnded: readonly TicketStateName[] = ["completed", "blocked", "failed"];

/** What a track has to tell since the last notice. */
interface News {
  /** Its run ended. */
  isOver: boolean;
  /** Most of a budget was spent. */
  isWarned: boolean;
  /** Tickets that came to wait for an answer. */
  readonly blocked: Set<string>;
  /** Tickets that went on to their end in a paused run. */
  readonly ended: Set<string>;
}

/**
 * Tells a person once per burst that a ticket waits for their answer or that a run ended, as far as they want to be told.
 * What a track shows when it is seen for the first time is not news.
 */
export class RunNotices implements vscode.Disposable {
  readonly #runs = new Map<string, RunStatusName>();
  readonly #blocked = new Map<string, Set<string>>();
  /** Whose budgets are nearly used up: ticket ids, or the run's as an empty one. */
  readonly #warned = new Map<string, ReadonlySet<string>>();
  /** Tickets that are at work although their run is paused: a person has answered their gates. */
  readonly #goingOn = new Map<string, ReadonlySet<string>>();
  readonly #news = new Map<string, News>();
  readonly #subscription: { dispose(): unknown };
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly context: Pick<ConductorContext, "log" | "store">) {
    this.#subscription = context.store.onDidChange((change) => this.#note(change));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }

  #note(change: TrackStoreChange): void {
    const { store } = this.context;
    if (change.kind === "track") {
      this.#follow(change.trackId, change.tickets);
    } else {
      store.tracks.forEach(({ trackId }) => trackId !== undefined && this.#follow(trackId));
    }
    if (this.#news.size > 0) {
      this.#timer ??= setTimeout(() => this.#tell(), burstMilliseconds);
    }
  }

  /** Without ids, all tickets may have changed. */
  #follow(trackId: string, ticketIds?: readonly string[]): void {
    const { store } = this.context;
    const snapshot = store.snapshot(trackId);
    if (!snapshot) {
      return;
    }
    const before = this.#runs.get(trackId);
    this.#runs.set(trackId, snapshot.status);
    const blocked = this.#blocked.get(trackId) ?? new Set();
    this.#blocked.set(trackId, blocked);
    const came: string[] = [];
    for (const id of ticketIds ?? snapshot.tickets.map((ticket) => ticket.id)) {
      const ticket = store.ticket(trackId, id);
      if (!ticket || !waitsForAnswer(ticket)) {
        blocked.delete(id);
      } else if (!blocked.has(id)) {
        blocked.add(id);
        came.push(id);
      }
    }
    const warned = warnedBudgets(snapshot);
    const isWarned = before !== undefined && [...warned].some((id) => !this.#warned.get(trackId)?.has(id));
    this.#warned.set(trackId, warned);
    // A run that nobody paused is news when the window opens too: without a word it would wait for ever.
    const isInterrupted =
      before === undefined && snapshot.status === "paused" && snapshot.statusDetail !== "";
    const isOver = isInterrupted || (before !== undefined && ends(before, snapshot.status));
    const ended = this.#endedIn(snapshot);
    if (
      isInterrupted ||
      (before !== undefined && (isOver || isWarned || came.length > 0 || ended.length > 0))
    ) {
      const news = this.#news.get(trackId) ?? {
        isOver: false,
        isWarned: false,
        blocked: new Set(),
        ended: new Set(),
      };
      this.#news.set(trackId, news);
      news.isOver ||= isOver;
      news.isWarned ||= isWarned;
      came.forEach((id) => news.blocked.add(id));
      ended.forEach((id) => news.ended.add(id));
    }
  }

  /** Tickets that have ended since, of those that went on while their run was paused. */
  #endedIn({ trackId, status, tickets }: TrackSnapshot): readonly string[] {
    const before = this.#goingOn.get(trackId);
    const isOpen = ({ id, state }: TicketInfo): boolean =>
      state === "running" || (state === "awaitingTool" && before?.has(id) === true);
    this.#goingOn.set(
      trackId,
      new Set(status === "paused" ? tickets.filter(isOpen).map(({ id }) => id) : []),
    );
    return status === "paused"
      ? tickets
          .filter(({ id, state }) => before?.has(id) === true && hasEnded.includes(state))
          .map(({ id }) => id)
      : [];
  }

  #tell(): void {
    this.#timer = undefined;
    const all = [...this.#news];
    this.#news.clear();
    const news = all.flatMap(([trackId, { isOver, isWarned, blocked, ended }]): TrackNews[] => {
      const snapshot = this.context.store.snapshot(trackId);
      if (!snapshot) {
        return [];
      }
      // Who was answered in the meantime is not mentioned.
      const asking = snapshot.tickets.filter((ticket) => blocked.has(ticket.id) && waitsForAnswer(ticket));
      const finished = snapshot.tickets.filter(({ id, state }) => ended.has(id) && hasEnded.includes(state));
      return [{ snapshot, isOver, isWarned, asking, finished }];
    });
    const notice = noticeOf(news, wantedNotices());
    if (notice) {
      void guard(this.context, "notice", () => announce(notice), { isQuiet: true });
    }
  }
}

/** A run that was under way has stopped: it is over, or paused. */
function ends(before: RunStatusName, now: RunStatusName): boolean {
  return before === "running"
    ? now !== "running"
    : before === "paused" && now !== "running" && now !== "paused";
}

function warnedBudgets({ budget, tickets }: TrackSnapshot): ReadonlySet<string> {
  const warned = tickets.flatMap((ticket) => (ticket.budget?.isWarned === true ? [ticket.id] : []));
  return new Set(budget?.isWarned === true ? ["", ...warned] : warned);
}

async function announce({ kind, text, actions }: Notice): Promise<void> {
  const message = withoutLinks(text);
  const labels = actions.map(({ label }) => label);
  const chosen =
    kind === "warning"
      ? await vscode.window.showWarningMessage(message, ...labels)
      : await vscode.window.showInformationMessage(message, ...labels);
  const action = actions.find(({ label }) => label === chosen);
  if (action) {
    const about = action.ticket ?? action.track;
    await vscode.commands.executeCommand(action.command, ...(about === undefined ? [] : [about]));
  }
}
