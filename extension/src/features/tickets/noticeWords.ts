import * as vscode from "vscode";
import { commands, views } from "../../commands";
import type { TicketInfo, TrackSnapshot } from "../../protocol.generated";
import { inOneLine } from "../../shared/plainText";
import type { WantedNotices } from "../../shared/wantedNotices";
import type { TicketRef } from "./ticketArguments";
import { reachedBudget, trackLabel } from "./ticketItems";
import { ticketWord, waitsForAnswer, waitsForMending } from "./ticketStates";

/** A button of a notice. Without a ticket, its command asks for one where it needs one. */
export interface NoticeAction {
  readonly label: string;
  readonly command: string;
  readonly ticket?: TicketRef;
  /** A track's id, for a command about a track. */
  readonly track?: string;
}

export interface Notice {
  readonly kind: "information" | "warning";
  readonly text: string;
  readonly actions: readonly NoticeAction[];
}

/** What a track has to tell. */
export interface TrackNews {
  readonly snapshot: TrackSnapshot;
  /** Its run ended. */
  readonly isOver: boolean;
  /** Most of one of its budgets was spent since. */
  readonly isWarned?: boolean;
  /** Tickets that came to wait for an answer and still do. */
  readonly asking: readonly TicketInfo[];
  /** Tickets that went on to their end although the run is paused. */
  readonly finished?: readonly TicketInfo[];
}

/** Longer texts of workers are cut; the ticket's tooltip has them whole. */
const longestText = 200;

/** Why a run stopped ends with what to do about it, after paths that can be long. */
const longestReason = 600;

/** One notice for everything that a burst brought; undefined when the person wants to hear none of it. */
export function noticeOf(news: readonly TrackNews[], wanted: WantedNotices): Notice | undefined {
  const notices = news.flatMap((one) => (wanted === "off" ? [] : (noticeOfTrack(one, wanted) ?? [])));
  const [first, ...others] = notices;
  if (!first || others.length === 0) {
    return first;
  }
  const actions = new Map<string, NoticeAction>();
  for (const action of notices.flatMap((notice) => notice.actions)) {
    const { label, command } = action;
    // A button for tickets of two tracks leaves the choice to its command.
    actions.set(label, actions.has(label) ? { label, command } : action);
  }
  return {
    kind: notices.some(({ kind }) => kind === "warning") ? "warning" : "information",
    text: notices.map(({ text }) => text).join(" "),
    actions: [...actions.values()],
  };
}

function noticeOfTrack(
  { snapshot, isOver, isWarned = false, asking, finished = [] }: TrackNews,
  wanted: "all" | "errorsOnly",
): Notice | undefined {
  const { status, statusDetail } = snapshot;
  // A person's own pause has nothing to say.
  if (status === "paused" && isOver && statusDetail !== "") {
    return stopped(snapshot);
  }
  if (status === "running" && isWarned && statusDetail !== "" && wanted === "all") {
    return { kind: "warning", text: inOneLine(statusDetail, longestReason), actions: [addBudget(snapshot)] };
  }
  if (status === "failed" && isOver) {
    const text = vscode.l10n.t("The run of “{0}” failed. {1}", ...nameAndDetail(snapshot));
    return withLanded(trouble(text, snapshot), snapshot);
  }
  if (asking.length > 0 && (wanted === "all" || (status === "blocked" && isOver))) {
    const notice = questions(snapshot.trackId, asking);
    return status === "blocked" && isOver ? withLanded(notice, snapshot) : notice;
  }
  if (status === "paused" && finished.length > 0) {
    return stillPaused(snapshot, finished);
  }
  if (status === "blocked" && isOver) {
    const text = vscode.l10n.t("The run of “{0}” is blocked. {1}", ...nameAndDetail(snapshot));
    return withLanded(trouble(text, snapshot), snapshot);
  }
  if (status === "done" && isOver && snapshot.integration?.hasUnmerged === true && wanted === "all") {
    return toMerge(snapshot);
  }
  if (status === "done" && isOver && snapshot.statusDetail !== "") {
    return trouble(vscode.l10n.t("The run of “{0}” is done. {1}", ...nameAndDetail(snapshot)), snapshot);
  }
  if (status === "done" && isOver && wanted === "all") {
    const [name] = nameAndDetail(snapshot);
    return {
      kind: "information",
      text: vscode.l10n.t("The run of “{0}” is done.", name),
      actions: [showTickets()],
    };
  }
  return undefined;
}

/** Its work comes to the person's branch only when they say so. */
function toMerge(snapshot: TrackSnapshot): Notice {
  const [name, detail] = nameAndDetail(snapshot);
  const done = vscode.l10n.t(
    "The run of “{0}” is done. Its work has landed and is not in your branch yet.",
    name,
  );
  return {
    kind: "information",
    text: `${done} ${detail}`.trim(),
    actions: [merge(snapshot), showTickets()],
  };
}

/** A run that has stopped early may have landed work that a person wants to have before it goes on. */
function withLanded(notice: Notice, snapshot: TrackSnapshot): Notice {
  const landed = snapshot.tickets.filter((ticket) => ticket.landed !== undefined).length;
  if (landed === 0 || snapshot.integration?.hasUnmerged !== true) {
    return notice;
  }
  // Some of it may have been merged before.
  const words =
    landed === 1
      ? vscode.l10n.t("One ticket has landed, and its work is not in your branch yet.")
      : vscode.l10n.t("{0} tickets have landed, and not all of their work is in your branch yet.", landed);
  const { command: focus } = showTickets();
  const remedies = notice.actions.findIndex(({ command }) => command === focus);
  return {
    ...notice,
    text: `${notice.text} ${words}`,
    actions: notice.actions.toSpliced(remedies, 0, merge(snapshot)),
  };
}

function merge({ integration, trackId }: TrackSnapshot): NoticeAction {
  return { label: mergeLabel(integration?.onto), command: commands.trackMergeInto, track: trackId };
}

/** What the button says that merges landed work into the person's branch. */
export function mergeLabel(onto: string | undefined): string {
  return onto === undefined
    ? vscode.l10n.t("Merge into Your Branch…")
    : vscode.l10n.t("Merge into {0}…", onto);
}

function questions(trackId: string, asking: readonly TicketInfo[]): Notice {
  const [first] = asking;
  const only = asking.length === 1 ? first : undefined;
  const ticket = only && { trackId, ticketId: only.id };
  return {
    kind: "warning",
    text: only
      ? vscode.l10n.t("{0} is blocked and waits for you: {1}", only.id, inOneLine(only.detail, longestText))
      : vscode.l10n.t("{0} tickets are blocked and wait for you.", asking.length),
    actions: [
      ...(only && ticket && waitsForMending(only) ? [retry(ticket)] : []),
      answer(ticket),
      showTickets(),
    ],
  };
}

/** A run that nobody paused: it says itself what a person must put right before it can go on. */
function stopped(snapshot: TrackSnapshot): Notice {
  const { statusDetail } = snapshot;
  if (reachedBudget(snapshot)) {
    return {
      kind: "warning",
      text: inOneLine(statusDetail, longestReason),
      actions: [addBudget(snapshot), showTickets()],
    };
  }
  return {
    kind: "warning",
    text: inOneLine(statusDetail, longestReason),
    actions: [
      resume(snapshot),
      showTickets(),
      { label: vscode.l10n.t("Show Log"), command: commands.engineShowLog },
    ],
  };
}

/** What went on in a paused run has ended: without a word nobody would know that the others still wait. */
function stillPaused(snapshot: TrackSnapshot, finished: readonly TicketInfo[]): Notice {
  const ends = finished.map(({ id, state }) => `${id}: ${ticketWord(state)}`).join(", ");
  const [name] = nameAndDetail(snapshot);
  return {
    kind: "warning",
    text: vscode.l10n.t("{0}. The run of “{1}” is still paused, so its other tickets wait.", ends, name),
    actions: [reachedBudget(snapshot) ? addBudget(snapshot) : resume(snapshot), showTickets()],
  };
}

function resume({ trackId }: TrackSnapshot): NoticeAction {
  return { label: vscode.l10n.t("Resume Run"), command: commands.trackResume, track: trackId };
}

function addBudget({ trackId }: TrackSnapshot): NoticeAction {
  const label = vscode.l10n.t("Add Budget and Continue");
  return { label, command: commands.trackAddBudget, track: trackId };
}

function trouble(text: string, snapshot: TrackSnapshot): Notice {
  return {
    kind: "warning",
    text: text.trim(),
    actions: [
      ...remedyFor(snapshot),
      showTickets(),
      { label: vscode.l10n.t("Show Log"), command: commands.engineShowLog },
    ],
  };
}

/** A key that is lacking comes first, then a model that there is not. Else none when it is not the fault of one ticket alone, or that ticket can neither be answered nor retried. */
function remedyFor({ trackId, tickets }: TrackSnapshot): readonly NoticeAction[] {
  const keyless = tickets.find(({ actions }) => actions.includes("setKey"));
  if (keyless) {
    const ticket = { trackId, ticketId: keyless.id };
    return [{ label: vscode.l10n.t("Set API Key…"), command: commands.modelsSetKey, ticket }];
  }
  const modelless = tickets.find(({ actions }) => actions.includes("chooseModel"));
  if (modelless) {
    const ticket = { trackId, ticketId: modelless.id };
    return [
      chooseModelFor(ticket, modelless),
      ...(modelless.actions.includes("retry") ? [retry(ticket)] : []),
    ];
  }
  const [culprit, ...others] = tickets.filter(({ state }) => state === "blocked" || state === "failed");
  if (!culprit || others.length > 0) {
    return [];
  }
  const ticket = { trackId, ticketId: culprit.id };
  if (waitsForAnswer(culprit)) {
    return waitsForMending(culprit) ? [retry(ticket), answer(ticket)] : [answer(ticket)];
  }
  return culprit.actions.includes("retry") ? [retry(ticket)] : [];
}

/** A ticket's own model is another one's place to choose than that of all tickets without one. */
function chooseModelFor(ticket: TicketRef, { model }: TicketInfo): NoticeAction {
  const label = vscode.l10n.t("Choose Model…");
  return model === undefined
    ? { label, command: commands.modelsChoose }
    : { label, command: commands.modelsChooseForTicket, ticket };
}

function retry(ticket: TicketRef): NoticeAction {
  return { label: vscode.l10n.t("Retry"), command: commands.ticketRetry, ticket };
}

function answer(ticket: TicketRef | undefined): NoticeAction {
  const action = { label: vscode.l10n.t("Answer…"), command: commands.ticketAnswerAndRetry };
  return ticket ? { ...action, ticket } : action;
}

function showTickets(): NoticeAction {
  return { label: vscode.l10n.t("Show Tickets"), command: `${views.tickets}.focus` };
}

function nameAndDetail(snapshot: TrackSnapshot): [name: string, detail: string] {
  return [inOneLine(trackLabel(snapshot), longestText), inOneLine(snapshot.statusDetail, longestText)];
}
