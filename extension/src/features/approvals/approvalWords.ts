import { l10n, ThemeColor, ThemeIcon } from "vscode";
import type {
  ApprovalInfo,
  ApprovalResolved,
  DecideResult,
  DecisionName,
  LandingInfo,
} from "../../protocol.generated";
import { inOneLine } from "../../shared/plainText";
import { changedPlace } from "./changedPlace";

/** What is asked, in a few words, for a row. */
export function summaryOf(approval: ApprovalInfo): string {
  const { doubt, landing } = approval;
  if (landing) {
    return landingSummary(landing);
  }
  return doubt ? l10n.t("in doubt: {0}", callOf(approval)) : callOf(approval);
}

function landingSummary({ problem, summary }: LandingInfo): string {
  switch (problem?.kind) {
    case "conflict":
      return l10n.t("in conflict: {0}", inOneLine(problem.files.join(", "), 80));
    case "acceptance":
      return l10n.t("its acceptance fails on the merged work");
    case "refused":
      return l10n.t("could not be landed: {0}", inOneLine(problem.detail, 80));
    case "changed":
      return l10n.t("its tree has changed: {0}", inOneLine(problem.detail, 80));
    case undefined:
      return summary === "" ? l10n.t("land its work") : l10n.t("land: {0}", inOneLine(summary, 80));
  }
}

function callOf(approval: ApprovalInfo): string {
  const { spawn, tool } = approval;
  if (spawn) {
    return l10n.t("start worker · {0} · {1} tokens", spawn.modelLabel, spawn.totalTokens.toLocaleString());
  }
  if (!tool) {
    return approval.role;
  }
  if (tool.command !== undefined) {
    return l10n.t("run {0}", inOneLine(tool.command, 80));
  }
  if (tool.path === undefined) {
    return tool.name;
  }
  const call = `${tool.name} ${tool.path}`;
  const place = changedPlace(approval);
  // The place comes first: two changes of one file are told apart by it, also where the row is cut.
  return [place.line === undefined ? undefined : l10n.t("line {0}", place.line), call, place.text]
    .filter((part) => part !== undefined)
    .join(" · ");
}

/** The ticket, as rows and titles name it. */
export function ticketOf(approval: ApprovalInfo): string {
  return approval.ticketTitle === "" || approval.ticketTitle === approval.ticketId
    ? approval.ticketId
    : `${approval.ticketId} ${approval.ticketTitle}`;
}

function waitOf({ doubt, landing }: ApprovalInfo): string {
  if (landing) {
    return landing.problem?.kind === "conflict"
      ? l10n.t("waits for you to say how a conflict is resolved")
      : l10n.t("waits for you to review its work");
  }
  return doubt ? l10n.t("waits for you to say what became of a call") : l10n.t("waits for your approval");
}

/** The whole row in words, for screen readers: it replaces what the row shows. */
export function spokenRow(approval: ApprovalInfo, isEdited: boolean): string {
  const parts = [ticketOf(approval), waitOf(approval), kindOf(approval), summaryOf(approval)];
  if (approval.tool?.isProtected === true) {
    parts.push(l10n.t("protected path"));
  }
  if (isEdited) {
    parts.push(l10n.t("edited by you"));
  }
  return parts.join(", ");
}

export function tooltipOf(approval: ApprovalInfo): string {
  const asked = new Date(approval.requestedAt).toLocaleTimeString();
  return [
    ticketOf(approval),
    `${approval.role} · ${l10n.t("attempt {0}", approval.attempt)} · ${l10n.t("asked at {0}", asked)}`,
    summaryOf(approval),
    ...(approval.why === undefined ? [] : [approval.why]),
    ...(approval.doubt?.known ?? []),
  ].join("\n");
}

/** Told apart by shape; the colour only adds. */
export function iconOf(approval: ApprovalInfo): ThemeIcon {
  const warning = new ThemeColor("list.warningForeground");
  if (approval.spawn) {
    return new ThemeIcon("rocket");
  }
  if (approval.doubt) {
    return new ThemeIcon("question", warning);
  }
  if (approval.landing) {
    return approval.landing.problem
      ? new ThemeIcon("git-pull-request-closed", warning)
      : new ThemeIcon("git-pull-request");
  }
  if (approval.tool?.isProtected === true) {
    return new ThemeIcon("shield", warning);
  }
  switch (approval.tool?.risk) {
    case "command":
      return new ThemeIcon("terminal", warning);
    case "write":
      return new ThemeIcon("edit");
    case "read":
      return new ThemeIcon("book");
    case "verdict":
      return new ThemeIcon("pass");
    case undefined:
      return new ThemeIcon("question");
  }
}

/** Requests of one group may be approved together: the same act, with the same reach. */
export function groupOf(approval: ApprovalInfo): string {
  const { landing, tool } = approval;
  if (landing) {
    return l10n.t("land work");
  }
  if (!tool) {
    return approval.spawn ? l10n.t("start worker") : approval.kind;
  }
  if (approval.doubt) {
    return l10n.t("in doubt");
  }
  return tool.isProtected ? l10n.t("{0} (protected path)", tool.name) : tool.name;
}

export function waitingCount(count: number): string {
  return count === 1 ? l10n.t("1 approval waiting") : l10n.t("{0} approvals waiting", count);
}

/** How a request ended that somebody else answered. */
export function resolutionText(resolved: ApprovalResolved | undefined): string {
  if (resolved?.decision === undefined) {
    return resolved?.by === undefined || resolved.by === ""
      ? l10n.t("This request is no longer open.")
      : l10n.t("This request is no longer open: {0}", resolved.by);
  }
  const by = resolved.by === "person" ? l10n.t("a person") : resolved.by;
  return l10n.t("Already {0} by {1}.", pastOf(resolved.decision), by);
}

/** Whose decision stands, when somebody was first. */
export function firstOf({ at, by, decision }: DecideResult): string {
  const whom = by === "person" ? l10n.t("a person") : by;
  return at === undefined
    ? l10n.t("Somebody was first: already {0} by {1}.", pastOf(decision), whom)
    : l10n.t(
        "Somebody was first: already {0} by {1} at {2}.",
        pastOf(decision),
        whom,
        new Date(at).toLocaleTimeString(),
      );
}

export function pastOf(decision: DecisionName): string {
  switch (decision) {
    case "approve":
      return l10n.t("approved");
    case "reject":
      return l10n.t("rejected");
    case "abort":
      return l10n.t("answered by aborting the run");
    case "runAgain":
      return l10n.t("said to be run again");
    case "treatAsDone":
      return l10n.t("treated as done");
    case "treatAsFailed":
      return l10n.t("treated as failed");
    case "sendBack":
      return l10n.t("sent back");
    case "resolve":
      return l10n.t("given to its worker to resolve");
  }
}

function kindOf(approval: ApprovalInfo): string {
  if (approval.spawn) {
    return l10n.t("new worker");
  }
  if (approval.doubt) {
    return l10n.t("interrupted call");
  }
  if (approval.landing) {
    return l10n.t("finished work");
  }
  switch (approval.tool?.risk) {
    case "command":
      return l10n.t("command");
    case "write":
      return l10n.t("file change");
    case "read":
      return l10n.t("read");
    case "verdict":
      return l10n.t("end of ticket");
    case undefined:
      return l10n.t("decision");
  }
}
