import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext, TrackStore } from "../../context";
import type { TrackSnapshot } from "../../protocol.generated";
import { announce } from "../../shared/announce";
import { type ErrorAction, UserError } from "../../shared/errors";
import type { TicketRef } from "./ticketArguments";
import { reachedBudget, trackLabel } from "./ticketItems";

/** A ticket of a paused run cannot begin: the engine refuses it, and the way on is a button here. */
export function requireRunning(store: TrackStore, tickets: readonly TicketRef[]): void {
  const [first] = pausedOf(store, tickets);
  if (first) {
    throw new UserError(textFor(first), [wayOn(first.snapshot)]);
  }
}

/** Who has retried tickets of a paused run is told that nothing begins before it is resumed. */
export function tellPaused(
  context: Pick<ConductorContext, "log" | "store">,
  tickets: readonly TicketRef[],
): void {
  for (const paused of pausedOf(context.store, tickets)) {
    announce(context, "warning", textFor(paused), [wayOn(paused.snapshot)]);
  }
}

interface Paused {
  readonly snapshot: TrackSnapshot;
  /** The tickets of it that were named. */
  readonly ids: readonly string[];
}

function pausedOf(store: TrackStore, tickets: readonly TicketRef[]): readonly Paused[] {
  return [...new Set(tickets.map(({ trackId }) => trackId))].flatMap((trackId) => {
    const snapshot = store.snapshot(trackId);
    const ids = tickets.filter((ticket) => ticket.trackId === trackId).map(({ ticketId }) => ticketId);
    return snapshot?.status === "paused" ? [{ snapshot, ids }] : [];
  });
}

function textFor({ snapshot, ids }: Paused): string {
  return ids.length === 1
    ? vscode.l10n.t("The run of “{0}” is paused, so {1} waits.", trackLabel(snapshot), ids.join())
    : vscode.l10n.t("The run of “{0}” is paused, so {1} wait.", trackLabel(snapshot), ids.join(", "));
}

/** What makes a paused run go on. */
export function wayOn(snapshot: TrackSnapshot): ErrorAction {
  return reachedBudget(snapshot) === undefined
    ? { label: vscode.l10n.t("Resume Run"), command: commands.trackResume, arguments: [snapshot.trackId] }
    : {
        label: vscode.l10n.t("Add Budget and Continue"),
        command: commands.trackAddBudget,
        arguments: [snapshot.trackId],
      };
}
