import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { ErrorCodes, TicketConfirmRequest } from "../../protocol.generated";
import { codeOf, UserError } from "../../shared/errors";
import { tellNotes } from "../landing/runNotes";
import { ticketInfos, type TicketRef } from "./ticketArguments";

type StaleTicket = ReturnType<typeof ticketInfos>[number];

/** Confirms each ticket after those that it was built on, and says which could not be confirmed and why. */
export async function confirmStale(context: ConductorContext, refs: readonly TicketRef[]): Promise<void> {
  const { engine, store } = context;
  const held: string[] = [];
  const confirmed = new Set<string>();
  for (const { ticket, ticketId, trackId } of inOrder(ticketInfos(store, refs))) {
    const sources = ticket.dependsOn.filter((id) => store.ticket(trackId, id)?.stale !== undefined);
    const inTheWay = sources.filter((id) => !confirmed.has(keyOf({ trackId, ticketId: id })));
    const isReady = ticket.actions.includes("confirm");
    if (!isReady && ticket.stale !== undefined && inTheWay.length > 0) {
      held.push(whyNot(ticketId, inTheWay));
      continue;
    }
    try {
      tellNotes(context, await engine.request(TicketConfirmRequest, { trackId, ticketId }));
    } catch (error) {
      // Where nothing but what was just confirmed made it stale, it is not stale any more.
      const isCleared = !isReady && sources.length > 0 && codeOf(error) === ErrorCodes.wrongState;
      if (!isCleared) {
        throw error;
      }
    }
    confirmed.add(keyOf({ trackId, ticketId }));
  }
  if (held.length > 0) {
    throw new UserError(held.join(" "));
  }
}

function whyNot(ticketId: string, inTheWay: readonly string[]): string {
  const names = inTheWay.join(", ");
  return inTheWay.length === 1
    ? vscode.l10n.t(
        "{0} was not confirmed: it was built on {1}, which is stale itself. Retry or confirm {1} first.",
        ticketId,
        names,
      )
    : vscode.l10n.t(
        "{0} was not confirmed: it was built on {1}, which are stale themselves. Retry or confirm those first.",
        ticketId,
        names,
      );
}

/** Each after those of them that it depends on directly: what is stale between two stale ones is named as what is in the way. */
function inOrder(tickets: readonly StaleTicket[]): readonly StaleTicket[] {
  const byKey = new Map(tickets.map((one) => [keyOf(one), one]));
  const ordered = new Set<StaleTicket>();
  const seen = new Set<string>();
  const visit = (one: StaleTicket): void => {
    if (seen.has(keyOf(one))) {
      return;
    }
    seen.add(keyOf(one));
    for (const ticketId of one.ticket.dependsOn) {
      const source = byKey.get(keyOf({ trackId: one.trackId, ticketId }));
      if (source) {
        visit(source);
      }
    }
    ordered.add(one);
  };
  tickets.forEach(visit);
  return [...ordered];
}

function keyOf({ ticketId, trackId }: TicketRef): string {
  return JSON.stringify([trackId, ticketId]);
}
