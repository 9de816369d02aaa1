import * as vscode from "vscode";
import type { TrackStore } from "../../context";
import type { TicketInfo, TrackSnapshot } from "../../protocol.generated";
import type { TicketRef } from "./ticketArguments";

/** A question names this many tickets, and counts the rest. */
const mostNamed = 12;

/** Asks before work is done again that has landed: what was built on it becomes stale. False when it is not meant. */
export async function mayRetry(
  store: Pick<TrackStore, "snapshot" | "ticket">,
  tickets: readonly TicketRef[],
): Promise<boolean> {
  const landed = tickets.filter(
    ({ ticketId, trackId }) => store.ticket(trackId, ticketId)?.landed !== undefined,
  );
  if (landed.length === 0) {
    return true;
  }
  const ids = landed.map(({ ticketId }) => ticketId);
  const built = [...new Set(landed.map(({ trackId }) => trackId))].flatMap((trackId) =>
    builtOn(
      store.snapshot(trackId),
      landed.filter((one) => one.trackId === trackId).map((one) => one.ticketId),
    ),
  );
  const yes = vscode.l10n.t("Retry");
  const answer = await vscode.window.showWarningMessage(
    landed.length === 1
      ? vscode.l10n.t("Do {0} again, whose work has landed?", ids[0] ?? "")
      : vscode.l10n.t("Do {0} tickets again whose work has landed?", landed.length),
    {
      modal: true,
      detail: [
        ...(landed.length === 1 ? [] : [listed(ids)]),
        vscode.l10n.t(
          "A new attempt begins from what has landed. That stays where it is; Revert Ticket's Changes… takes it back.",
        ),
        consequence(built),
      ].join("\n\n"),
    },
    yes,
  );
  return answer === yes;
}

/** What becomes of completed tickets that were built on it. Those that are stale already stay so. */
function consequence(built: readonly TicketInfo[]): string {
  const stale = built.filter((ticket) => ticket.stale === undefined).map(({ id }) => id);
  if (stale.length > 0) {
    return vscode.l10n.t("Built on it, and stale from then on: {0}", listed(stale));
  }
  return built.length === 0
    ? vscode.l10n.t("No completed ticket was built on it.")
    : vscode.l10n.t("What was built on it is stale already.");
}

/** The completed tickets that were built on these, also by way of others, in the track's order. */
function builtOn(snapshot: TrackSnapshot | undefined, ids: readonly string[]): readonly TicketInfo[] {
  const found = new Set(ids);
  const completed = snapshot?.tickets.filter(({ state }) => state === "completed") ?? [];
  for (let before = -1; before < found.size;) {
    before = found.size;
    completed
      .filter(({ dependsOn }) => dependsOn.some((id) => found.has(id)))
      .forEach(({ id }) => found.add(id));
  }
  return completed.filter(({ id }) => found.has(id) && !ids.includes(id));
}

function listed(ids: readonly string[]): string {
  const more = ids.length - mostNamed;
  return [...ids.slice(0, mostNamed), ...(more > 0 ? [vscode.l10n.t("and {0} more", more)] : [])].join(", ");
}
