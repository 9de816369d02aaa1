import * as vscode from "vscode";
import { commands } from "../../commands";
import type {
  BudgetInfo,
  ContextViewInfo,
  IntegrationInfo,
  ProblemInfo,
  TicketInfo,
  TrackListItem,
  TrackSnapshot,
} from "../../protocol.generated";
import { budgetLines, budgetUse } from "../../shared/budgetWords";
import { inOneLine } from "../../shared/plainText";
import { shortUsage, usageLines } from "../../shared/usageWords";
import { levelWord } from "../context/viewHeading";
import { waitPhrase } from "./modelWaits";
import type { ContextNode, ProblemNode, TicketNode, TrackNode } from "./ticketNodes";
import { isReverted, runIcon, runWord, stageWord, ticketIcon, ticketWord } from "./ticketStates";

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** A row shows this much of why a ticket is blocked or failed; its tooltip has it whole. */
const longestDetail = 200;

/** Joins what there is to say. */
function dotted(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(" · ");
}

/** Tokens that when-clauses of the manifest look for, one for each thing that can be done. */
export function ticketContextValue(ticket: TicketInfo): string {
  return [
    "ticket",
    ticket.state,
    ...ticket.actions.map((action) => `can-${action}`),
    ...(ticket.waitingOn.length > 0 ? ["can-waive"] : []),
    ...(ticket.tree ? ["in-tree"] : []),
  ].join(" ");
}

/** The list's status is as old as the last change of a file; the snapshot's is today's. */
export function trackContextValue(item: TrackListItem, snapshot: TrackSnapshot | undefined): string {
  return [
    "track",
    snapshot?.status ?? item.status,
    snapshot ? "usable" : "broken",
    ...(snapshot && lacksBudget(snapshot) ? ["lacks-budget"] : []),
    ...(snapshot?.budget ? ["has-budget"] : []),
    ...(snapshot?.integration?.hasUnmerged === true ? ["can-merge"] : []),
  ].join(" ");
}

/** The budget that a run is paused for, its own or a ticket's. */
export function reachedBudget({ budget, tickets }: TrackSnapshot): BudgetInfo | undefined {
  return budget?.isReached === true
    ? budget
    : tickets.find((ticket) => ticket.budget?.isReached === true)?.budget;
}

function lacksBudget(snapshot: TrackSnapshot): boolean {
  return snapshot.status === "paused" && reachedBudget(snapshot) !== undefined;
}

/** What rows, notices and headings call it: the file's name, which is short. */
export function trackLabel({ path, description }: Pick<TrackListItem, "path" | "description">): string {
  const name = path?.slice(path.lastIndexOf("/") + 1).replace(/(\.track)?\.json$/, "") ?? "";
  return name === "" ? description : name;
}

export function ticketLabel(ticket: TicketInfo): string {
  return ticket.title === "" || ticket.title === ticket.id ? ticket.id : `${ticket.id}  ${ticket.title}`;
}

export function ticketDescription(ticket: TicketInfo): string {
  return dotted(
    ...stateAndDetail(ticket),
    ticket.budget?.isReached === true ? budgetUse(ticket.budget) : undefined,
    ...(ticket.usage.calls > 0 ? shortUsage(ticket.usage) : []),
  );
}

/** A waiting ticket's detail is what it waits for, so one phrase says both. */
function stateAndDetail(ticket: TicketInfo): readonly string[] {
  const { state, waitingOn, waiting, detail, stage } = ticket;
  if (waiting && state === "running") {
    return [waitPhrase(waiting)];
  }
  return state === "waiting" && waitingOn.length > 0
    ? [vscode.l10n.t("Waiting for {0}", waitingOn.join(", "))]
    : [
        // First, since the end of a row is cut: that it is completed its icon would say as well.
        ...(ticket.stale === undefined ? [] : [vscode.l10n.t("Stale")]),
        ticketWord(state),
        ...(stage === undefined ? [] : [stageWord(stage)]),
        ...(isReverted(ticket) ? [vscode.l10n.t("changes reverted")] : []),
        inOneLine(detail, longestDetail),
      ];
}

export function ticketItem(node: TicketNode, ticket: TicketInfo): vscode.TreeItem {
  const files = ticket.contextRequirements.length;
  const item = new vscode.TreeItem(ticketLabel(ticket), files > 0 ? Collapsed : None);
  item.id = node.id;
  item.description = ticketDescription(ticket);
  item.iconPath = ticketIcon(ticket);
  item.contextValue = ticketContextValue(ticket);
  item.accessibilityInformation = {
    label: [
      ticketLabel(ticket),
      ...stateAndDetail(ticket),
      files === 0
        ? ""
        : files === 1
          ? vscode.l10n.t("1 context file")
          : vscode.l10n.t("{0} context files", files),
    ]
      .filter((part) => part !== "")
      .join(", "),
  };
  item.command = { title: vscode.l10n.t("Open Ticket"), command: commands.ticketOpen, arguments: [node] };
  return item;
}

/** All that a ticket's row, its tooltip and its context files show, but for exact counts: two equal ones look the same. */
export function ticketSight(ticket: TicketInfo): string {
  return JSON.stringify([
    ticketLabel(ticket),
    ticketDescription(ticket),
    ticketContextValue(ticket),
    ticket.contextRequirements,
    ticket.contextViews,
    [
      ticket.detail,
      ticket.description,
      ticket.dependsOn,
      ticket.acceptance,
      ticket.assignedTo,
      ticket.notice,
      ticket.stale,
      ticket.tree,
      ticket.landed,
    ],
  ]);
}

/** Progress, cost, tokens, tier and model of a track: of a narrow row the end is cut. */
export function trackDescription(item: TrackListItem, snapshot: TrackSnapshot | undefined): string {
  const problems = item.problems.length;
  const wrong =
    problems === 0
      ? undefined
      : problems === 1
        ? vscode.l10n.t("1 problem")
        : vscode.l10n.t("{0} problems", problems);
  if (!snapshot) {
    return dotted(wrong, item.path);
  }
  const done = snapshot.tickets.filter(({ state }) => state === "completed" || state === "skipped").length;
  const { total } = snapshot.usage;
  return dotted(
    runPhrase(snapshot),
    // Why a run is paused that nobody paused, first: a narrow side bar shows no more.
    snapshot.status === "paused" ? pausedFor(snapshot) : undefined,
    wrong,
    vscode.l10n.t("{0}/{1}", done, snapshot.tickets.length),
    toMerge(snapshot),
    // The cost before the tokens, where there is one.
    ...(total.calls > 0 ? [...shortUsage(total)].reverse() : []),
    snapshot.activeTier,
    snapshot.budget && !snapshot.budget.isReached ? budgetUse(snapshot.budget) : undefined,
    snapshot.modelLabel,
  );
}

/** Said once a run is over: until then more may land. */
function toMerge({ integration, status }: TrackSnapshot): string | undefined {
  return integration?.hasUnmerged === true && status !== "running" && status !== "paused"
    ? vscode.l10n.t("not merged yet")
    : undefined;
}

/** Where the track's work comes together, and whether the person's branch has it. */
function integrationLine({ hasUnmerged, name, onto }: IntegrationInfo): string {
  if (!hasUnmerged) {
    return vscode.l10n.t("Integration branch: {0}, all of it merged", name);
  }
  return onto === undefined
    ? vscode.l10n.t("Integration branch: {0}, not merged into your branch yet", name)
    : vscode.l10n.t("Integration branch: {0}, not merged into {1} yet", name, onto);
}

/** A ticket whose gate was answered after an interruption goes on to its end while the rest of its run is paused. */
function runPhrase({ status, tickets }: TrackSnapshot): string {
  const [first, ...others] = status === "paused" ? tickets.filter(({ state }) => state === "running") : [];
  return first === undefined
    ? runWord(status)
    : others.length === 0
      ? vscode.l10n.t("Paused, {0} goes on", first.id)
      : vscode.l10n.t("Paused, {0} tickets go on", others.length + 1);
}

/** A budget in few words, and whose it is; the tooltip has the rest. */
function pausedFor({ budget, statusDetail, tickets }: TrackSnapshot): string {
  const ticket = tickets.find((one) => one.budget?.isReached === true);
  if (budget?.isReached === true) {
    return budgetUse(budget);
  }
  return ticket?.budget ? vscode.l10n.t("{0}: {1}", ticket.id, budgetUse(ticket.budget)) : statusDetail;
}

/**
 * What a track's row shows, but for what it has spent: drawing the row draws all its tickets again, so tokens alone do not. They
 * are up to date after the next step of the run; the view's title has them at once.
 */
export function trackSight(item: TrackListItem, snapshot: TrackSnapshot | undefined): string {
  const withoutTokens = snapshot && sightOf(snapshot);
  return JSON.stringify([
    trackLabel(item),
    item.description,
    item.path,
    trackDescription(item, withoutTokens),
    trackContextValue(item, snapshot),
    snapshot?.statusDetail,
    snapshot?.integration && integrationLine(snapshot.integration),
  ]);
}

/** A budget that is warned of, or used up, is to be seen at once. */
function sightOf(snapshot: TrackSnapshot): TrackSnapshot {
  const { budget, ...rest } = snapshot;
  const isPressing = budget && (budget.isReached || budget.isWarned);
  return { ...rest, usage: noUsage, ...(isPressing ? { budget: { ...budget, fraction: 0 } } : {}) };
}

const none = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, calls: 0 };
const noUsage: TrackSnapshot["usage"] = { total: none, tiers: [], hasEstimates: false };

export function trackItem(
  node: TrackNode,
  item: TrackListItem,
  snapshot: TrackSnapshot | undefined,
): vscode.TreeItem {
  const label = trackLabel(item);
  const result = new vscode.TreeItem(label, snapshot ? Expanded : Collapsed);
  result.id = node.id;
  result.description = trackDescription(item, snapshot);
  result.contextValue = trackContextValue(item, snapshot);
  result.iconPath = snapshot
    ? runIcon(snapshot.status)
    : new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
  result.tooltip = [
    item.description,
    item.path,
    snapshot?.statusDetail,
    ...(snapshot && snapshot.usage.total.calls > 0 ? usageLines(snapshot.usage.total) : []),
    ...(snapshot?.budget ? [vscode.l10n.t("Budget: {0}", budgetLines(snapshot.budget).join("; "))] : []),
    ...(snapshot?.integration ? [integrationLine(snapshot.integration)] : []),
  ]
    .filter((line) => line !== undefined && line !== "")
    .join("\n");
  result.accessibilityInformation = {
    label: snapshot
      ? `${label}, ${item.description}, ${result.description}`
      : vscode.l10n.t("{0}, cannot be used, {1}", label, result.description),
  };
  return result;
}

/** How a context file is shown, where the ticket says so: a level, or the members whose bodies are shown. */
function shownAs({ level, members }: ContextViewInfo): string {
  return level === undefined ? members.join(", ") : levelWord(level);
}

export function contextItem(
  node: ContextNode,
  uri: vscode.Uri,
  view: ContextViewInfo | undefined,
): vscode.TreeItem {
  const item = new vscode.TreeItem(node.path.slice(node.path.lastIndexOf("/") + 1), None);
  item.id = node.id;
  item.resourceUri = uri;
  item.iconPath = vscode.ThemeIcon.File;
  const shown = view && shownAs(view);
  item.description = dotted(shown, node.path.slice(0, Math.max(0, node.path.lastIndexOf("/"))));
  item.contextValue = "contextFile";
  item.tooltip = dotted(node.path, shown);
  item.accessibilityInformation = {
    label: [vscode.l10n.t("{0}, context file of {1}", node.path, node.ticketId), shown]
      .filter((part) => part !== undefined)
      .join(", "),
  };
  item.command = { title: vscode.l10n.t("Open File"), command: "vscode.open", arguments: [uri] };
  return item;
}

export function problemItem(node: ProblemNode, uri: vscode.Uri): vscode.TreeItem {
  const item = new vscode.TreeItem(node.problem.message, None);
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
  item.contextValue = "problem";
  item.tooltip = node.problem.message;
  item.command = {
    title: vscode.l10n.t("Open Problem"),
    command: "vscode.open",
    arguments: [uri, { selection: problemRange(node.problem) }],
  };
  return item;
}

function problemRange({ line = 0, column = 0, endColumn = column }: ProblemInfo): vscode.Range {
  return new vscode.Range(line, column, line, endColumn);
}
