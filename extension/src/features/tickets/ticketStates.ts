import * as vscode from "vscode";
import type { RunStatusName, TicketInfo, TicketStageName, TicketStateName } from "../../protocol.generated";

/** How a state looks: a shape that tells it apart without colour, and a colour that only adds. */
interface Look {
  readonly icon: string;
  readonly color?: string;
}

// The green is that of charts: that of passed tests has a contrast of 2 on a light background.
const ticketLooks: Readonly<Record<TicketStateName, Look>> = {
  waiting: { icon: "clockface", color: "disabledForeground" },
  ready: { icon: "circle-large-outline", color: "charts.blue" },
  awaitingRun: { icon: "play-circle", color: "charts.blue" },
  awaitingPerson: { icon: "person", color: "list.warningForeground" },
  preparing: { icon: "loading~spin", color: "charts.blue" },
  awaitingSpawn: { icon: "bell-dot", color: "list.warningForeground" },
  queued: { icon: "list-ordered", color: "charts.blue" },
  running: { icon: "sync~spin", color: "charts.blue" },
  awaitingTool: { icon: "shield", color: "list.warningForeground" },
  suspended: { icon: "debug-pause", color: "charts.blue" },
  awaitingLanding: { icon: "git-pull-request", color: "list.warningForeground" },
  conflict: { icon: "git-pull-request-closed", color: "list.warningForeground" },
  landing: { icon: "git-merge", color: "charts.blue" },
  completed: { icon: "pass-filled", color: "charts.green" },
  blocked: { icon: "question", color: "list.warningForeground" },
  failed: { icon: "error", color: "testing.iconFailed" },
  cancelled: { icon: "circle-slash", color: "disabledForeground" },
  skipped: { icon: "debug-step-over", color: "disabledForeground" },
};

const runLooks: Readonly<Record<RunStatusName, Look>> = {
  idle: { icon: "tasklist" },
  running: { icon: "sync~spin", color: "charts.blue" },
  paused: { icon: "debug-pause", color: "charts.blue" },
  done: { icon: "pass-filled", color: "charts.green" },
  blocked: { icon: "question", color: "list.warningForeground" },
  failed: { icon: "error", color: "testing.iconFailed" },
  cancelled: { icon: "circle-slash", color: "disabledForeground" },
};

/** A worker that waits for its model is not at work. */
const modelWaitLook: Look = { icon: "watch", color: "charts.blue" };

/** What it has done is no longer there. */
const revertedLook: Look = { icon: "discard", color: "disabledForeground" };

/** What it has done may not fit any more what it was built on. */
const staleLook: Look = { icon: "history", color: "list.warningForeground" };

export function ticketIcon(
  ticket: Pick<TicketInfo, "state" | "waiting" | "actions" | "stale">,
): vscode.ThemeIcon {
  return iconOf(lookOf(ticket));
}

function lookOf(ticket: Pick<TicketInfo, "state" | "waiting" | "actions" | "stale">): Look {
  if (ticket.waiting && ticket.state === "running") {
    return modelWaitLook;
  }
  if (isReverted(ticket)) {
    return revertedLook;
  }
  return ticket.stale === undefined ? ticketLooks[ticket.state] : staleLook;
}

/** It was completed, and a person has taken its changes back. */
export function isReverted({ actions, state }: Pick<TicketInfo, "actions" | "state">): boolean {
  return state === "completed" && actions.includes("undoRevert");
}

export function runIcon(status: RunStatusName): vscode.ThemeIcon {
  return iconOf(runLooks[status]);
}

function iconOf({ icon, color }: Look): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

/** Kinds of a block that a person has decided themselves, of a call or of finished work: they need no reminder. */
const declined: readonly string[] = ["rejected", "landing"];

/** Blocked, and a person's answer would let it go on. */
export function waitsForAnswer({ actions, outcomeKind = "", state }: TicketInfo): boolean {
  return state === "blocked" && actions.includes("answer") && !declined.includes(outcomeKind);
}

/** Kinds of a block that no worker asked about: its words say to mend something and retry. */
const mendable: readonly string[] = [
  "acceptance",
  "noVerdict",
  "truncated",
  "repeats",
  "contextTooLong",
  "declined",
  "file",
  "workingTree",
];

/** Blocked by what a person mends, more than by what they answer. */
export function waitsForMending({ actions, outcomeKind }: TicketInfo): boolean {
  return actions.includes("retry") && outcomeKind !== undefined && mendable.includes(outcomeKind);
}

/** The word for a ticket's state, in the person's language. */
export function ticketWord(state: TicketStateName): string {
  switch (state) {
    case "waiting":
      return vscode.l10n.t("Waiting");
    case "ready":
      return vscode.l10n.t("Ready");
    case "awaitingRun":
      return vscode.l10n.t("Waiting for Run Ticket");
    case "awaitingPerson":
      return vscode.l10n.t("Waiting for a person");
    case "preparing":
      return vscode.l10n.t("Preparing");
    case "awaitingSpawn":
      return vscode.l10n.t("Awaiting approval to start");
    case "queued":
      return vscode.l10n.t("Queued");
    case "running":
      return vscode.l10n.t("Running");
    case "awaitingTool":
      return vscode.l10n.t("Awaiting approval of a tool");
    case "suspended":
      return vscode.l10n.t("Suspended");
    case "awaitingLanding":
      return vscode.l10n.t("Awaiting review before it lands");
    case "conflict":
      return vscode.l10n.t("In conflict with what has landed");
    case "landing":
      return vscode.l10n.t("Landing");
    case "completed":
      return vscode.l10n.t("Completed");
    case "blocked":
      return vscode.l10n.t("Blocked");
    case "failed":
      return vscode.l10n.t("Failed");
    case "cancelled":
      return vscode.l10n.t("Cancelled");
    case "skipped":
      return vscode.l10n.t("Skipped");
  }
}

/** What a ticket's state alone does not tell. */
export function stageWord(stage: TicketStageName): string {
  switch (stage) {
    case "proving":
      return vscode.l10n.t("its acceptance runs");
    case "sentBack":
      return vscode.l10n.t("sent back");
    case "landed":
      return vscode.l10n.t("landed");
  }
}

/** The word for a run's status, in the person's language. */
export function runWord(status: RunStatusName): string {
  switch (status) {
    case "idle":
      return vscode.l10n.t("Idle");
    case "running":
      return vscode.l10n.t("Running");
    case "paused":
      return vscode.l10n.t("Paused");
    case "done":
      return vscode.l10n.t("Done");
    case "blocked":
      return vscode.l10n.t("Blocked");
    case "failed":
      return vscode.l10n.t("Failed");
    case "cancelled":
      return vscode.l10n.t("Cancelled");
  }
}
