import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import {
  TicketRetryRequest,
  type TicketInfo,
  type TicketStateName,
  TrackRunRequest,
  type TrackSnapshot,
} from "../../protocol.generated";
import { UserError } from "../../shared/errors";
import { tellNotes } from "../landing/runNotes";
import { trackLabel } from "./ticketItems";
import { ticketWord } from "./ticketStates";

/** A question names this many tickets, and counts the others. */
const mostNamed = 10;

const unsuccessful: readonly TicketStateName[] = ["blocked", "failed", "cancelled"];
const accepted: readonly TicketStateName[] = ["completed", "skipped"];

/**
 * Runs a track. A run leaves tickets alone that have ended; where nothing else is left it would end in the same breath, so the
 * person is asked whether those that ended without success are to be tried again.
 */
export async function runTrack(context: ConductorContext, trackId: string): Promise<void> {
  const { engine, store } = context;
  const snapshot = store.snapshot(trackId);
  const ended = snapshot === undefined ? undefined : endedOf(snapshot);
  if (snapshot && ended) {
    if (ended.length === 0) {
      throw new UserError(
        vscode.l10n.t("Every ticket of “{0}” is done. Retry Ticket runs one again.", trackLabel(snapshot)),
      );
    }
    await confirm(snapshot, ended);
    for (const { id } of ended) {
      await engine.request(TicketRetryRequest, { trackId, ticketId: id });
    }
  }
  tellNotes(context, await engine.request(TrackRunRequest, { trackId, autoQueue: true }));
}

/** Tickets that ended without success, where a run could begin no other one; undefined where it could, or has no ticket at all. */
function endedOf({ tickets }: TrackSnapshot): readonly TicketInfo[] | undefined {
  const ended = tickets.filter(({ state }) => unsuccessful.includes(state));
  const isOver = tickets.every(
    ({ state }) => accepted.includes(state) || unsuccessful.includes(state) || state === "waiting",
  );
  return isOver && tickets.length > 0 ? ended : undefined;
}

async function confirm(snapshot: TrackSnapshot, ended: readonly TicketInfo[]): Promise<void> {
  const retry =
    ended.length === 1 ? vscode.l10n.t("Retry 1 Ticket") : vscode.l10n.t("Retry {0} Tickets", ended.length);
  const named = ended.slice(0, mostNamed).map(({ id, state }) => `${id}: ${ticketWord(state)}`);
  const more = ended.length - named.length;
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      "“{0}” has no ticket left to begin. Retry those that ended without success?",
      trackLabel(snapshot),
    ),
    {
      modal: true,
      detail: [
        ...named,
        ...(more > 0 ? [vscode.l10n.t("And {0} more.", more)] : []),
        vscode.l10n.t("Answer and Retry… retries a blocked ticket with your answer."),
      ].join("\n"),
    },
    retry,
  );
  if (answer !== retry) {
    throw new vscode.CancellationError();
  }
}
