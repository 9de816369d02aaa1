import * as vscode from "vscode";
import { type CommandId, commands, settings, views } from "../../commands";
import type { ConductorContext, TrackStoreChange } from "../../context";
import type { RunStatusName, TicketInfo, TrackSnapshot } from "../../protocol.generated";
import { isCancellation } from "../../shared/errors";
import { inOneLine, withoutLinks } from "../../shared/plainText";
import type { TicketRef } from "./ticketArguments";
import { waitsForAnswer } from "./ticketStates";

/** Which notices a person wants to see. */
type Notices = "all" | "errorsOnly" | "off";

/** How long a burst is given to become whole: a ticket that blocks often ends the run in the next breath. */
export const burstMilliseconds = 300;

/** Longer texts of workers are cut; the ticket's row and its tooltip have them whole. */
const longestText = 200;

/** What a track has to tell since the last notice. */
interface News {
  /** Its run ended. */
  isOver: boolean;
  /** Tickets that came to wait for an answer. */
  readonly blocked: Set<string>;
}

/**
 * Tells a person once per burst that a ticket waits for their answer or that a run ended, as far as they want to be told.
 * What a track shows when it is seen for the first time is not news.
 */
export class RunNotices implements vscode.Disposable {
  readonly #runs = new Map<string, RunStatusName>();
  readonly #blocked = new Map<string, Set<string>>();
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
    const isOver = before === "running" && snapshot.status !== "running";
    if (before !== undefined && (isOver || came.length > 0)) {
      const news = this.#news.get(trackId) ?? { isOver: false, blocked: new Set() };
      this.#news.set(trackId, news);
      news.isOver ||= isOver;
      came.forEach((id) => news.blocked.add(id));
    }
  }

  #tell(): void {
    this.#timer = undefined;
    const all = [...this.#news];
    this.#news.clear();
    for (const [trackId, { isOver, blocked }] of all) {
      const snapshot = this.context.store.snapshot(trackId);
      const asking = snapshot?.tickets.filter((ticket) => blocked.has(ticket.id) && waitsForAnswer(ticket));
      if (snapshot && asking) {
        announce(snapshot, isOver, asking).catch(
          (error: unknown) => !isCancellation(error) && this.context.log.error(String(error)),
        );
      }
    }
  }
}

async function announce(
  snapshot: TrackSnapshot,
  isOver: boolean,
  asking: readonly TicketInfo[],
): Promise<void> {
  const wanted = vscode.workspace.getConfiguration().get<Notices>(settings.notifications, "all");
  const { status } = snapshot;
  if (wanted === "off") {
    return;
  }
  if (status === "failed" && isOver) {
    const message = vscode.l10n.t("The run of “{0}” failed. {1}", ...nameAndDetail(snapshot));
    await announceTrouble(message, remedyFor(snapshot));
  } else if (asking.length > 0 && (wanted === "all" || (status === "blocked" && isOver))) {
    await announceQuestions(snapshot.trackId, asking);
  } else if (status === "blocked" && isOver) {
    const message = vscode.l10n.t("The run of “{0}” is blocked. {1}", ...nameAndDetail(snapshot));
    await announceTrouble(message, remedyFor(snapshot));
  } else if (status === "done" && isOver && wanted === "all") {
    const [name] = nameAndDetail(snapshot);
    const action = showTickets();
    const chosen = await vscode.window.showInformationMessage(
      withoutLinks(vscode.l10n.t("The run of “{0}” is done.", name)),
      action,
    );
    await (chosen === action ? focusTickets() : undefined);
  }
}

async function announceQuestions(trackId: string, asking: readonly TicketInfo[]): Promise<void> {
  const answer = vscode.l10n.t("Answer…");
  const show = showTickets();
  const [first] = asking;
  const message =
    asking.length === 1 && first
      ? vscode.l10n.t("{0} is blocked and waits for you: {1}", first.id, inOneLine(first.detail, longestText))
      : vscode.l10n.t("{0} tickets are blocked and wait for you.", asking.length);
  const chosen = await vscode.window.showWarningMessage(withoutLinks(message), answer, show);
  if (chosen === answer) {
    // Of several the command asks which.
    const args = asking.length === 1 && first ? [{ trackId, ticketId: first.id }] : [];
    await vscode.commands.executeCommand(commands.ticketAnswerAndRetry, ...args);
  } else if (chosen === show) {
    await focusTickets();
  }
}

/** What a person can do at once about a run that came to nothing. */
interface Remedy {
  readonly label: string;
  readonly command: CommandId;
  readonly ticket: TicketRef;
}

/** Undefined when it is not the fault of one ticket alone, or that ticket can neither be answered nor retried. */
function remedyFor({ trackId, tickets }: TrackSnapshot): Remedy | undefined {
  const [culprit, ...others] = tickets.filter(({ state }) => state === "blocked" || state === "failed");
  if (!culprit || others.length > 0) {
    return undefined;
  }
  const ticket = { trackId, ticketId: culprit.id };
  if (waitsForAnswer(culprit)) {
    return { label: vscode.l10n.t("Answer…"), command: commands.ticketAnswerAndRetry, ticket };
  }
  return culprit.actions.includes("retry")
    ? { label: vscode.l10n.t("Retry"), command: commands.ticketRetry, ticket }
    : undefined;
}

async function announceTrouble(message: string, remedy: Remedy | undefined): Promise<void> {
  const show = showTickets();
  const log = vscode.l10n.t("Show Log");
  const actions = [...(remedy ? [remedy.label] : []), show, log];
  const chosen = await vscode.window.showWarningMessage(withoutLinks(message.trim()), ...actions);
  if (remedy && chosen === remedy.label) {
    await vscode.commands.executeCommand(remedy.command, remedy.ticket);
  } else if (chosen === show) {
    await focusTickets();
  } else if (chosen === log) {
    await vscode.commands.executeCommand(commands.engineShowLog);
  }
}

function nameAndDetail({ description, statusDetail }: TrackSnapshot): [name: string, detail: string] {
  return [inOneLine(description, longestText), inOneLine(statusDetail, longestText)];
}

function showTickets(): string {
  return vscode.l10n.t("Show Tickets");
}

async function focusTickets(): Promise<void> {
  await vscode.commands.executeCommand(`${views.tickets}.focus`);
}
