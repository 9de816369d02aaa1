import { l10n } from "vscode";
import { commands } from "../../commands";
import type { TrackSnapshot } from "../../protocol.generated";
import type { TicketRef } from "../tickets/ticketArguments";
import { reachedBudget, trackLabel } from "../tickets/ticketItems";
import { mergeLabel } from "../tickets/noticeWords";
import { waitsForAnswer, waitsForMending } from "../tickets/ticketStates";
import { unfinished } from "../tickets/totals";

/** What a person can do about a standstill, by the word of the page's message; `next` shows that of another track, `leave` lets it rest. */
export type Help =
  | "setKey"
  | "chooseModel"
  | "chooseTicketModel"
  | "retry"
  | "answer"
  | "allowModel"
  | "markDone"
  | "addBudget"
  | "resume"
  | "merge"
  | "leave"
  | "next";

/** Why nothing goes on although no request waits, as the page shows it. */
export interface StandstillView {
  /** A codicon's name. */
  readonly icon: string;
  readonly title: string;
  /** Why, in the words of whoever stopped; may be empty. */
  readonly detail: string;
  /** What can be done, the best first. */
  readonly ways: readonly { readonly help: Help; readonly label: string }[];
}

export interface Standstill {
  readonly view: StandstillView;
  /** What the commands of its ways are about: a ticket, or a track's id. */
  readonly about: (TicketRef & { readonly detail: string }) | string;
  /** Of an offer that keeps nothing from going on: what it stands at. It can be left at that. */
  readonly tip?: string;
}

/** The command of each way. */
export const commandOf: Readonly<Record<Exclude<Help, "leave" | "next">, string>> = {
  setKey: commands.modelsSetKey,
  chooseModel: commands.modelsChoose,
  chooseTicketModel: commands.modelsChooseForTicket,
  retry: commands.ticketRetry,
  answer: commands.ticketAnswerAndRetry,
  allowModel: commands.modelsAllowEditor,
  markDone: commands.ticketMarkDone,
  addBudget: commands.trackAddBudget,
  resume: commands.trackResume,
  merge: commands.trackMergeInto,
};

const finders = [keyless, modelless, question, consent, personsTask, paused, unmerged];

/** What has come to a standstill in a track; the most certain to help first, and one stands for all, because the same key may mend them. */
export function standstillIn(snapshot: TrackSnapshot): Standstill | undefined {
  for (const find of finders) {
    const found = find(snapshot);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** A ticket that ended because its model's provider did not take the key, or had none. */
function keyless({ trackId, tickets }: TrackSnapshot): Standstill | undefined {
  const ticket = tickets.find(({ actions }) => actions.includes("setKey"));
  return (
    ticket && {
      view: {
        icon: "key",
        title: l10n.t("{0} failed for its key", ticket.id),
        detail: ticket.detail,
        ways: [
          { help: "setKey", label: l10n.t("Set API Key…") },
          { help: "retry", label: l10n.t("Retry") },
        ],
      },
      about: { trackId, ticketId: ticket.id, detail: ticket.detail },
    }
  );
}

/** A ticket that ended because there is no model of its model's name. */
function modelless({ trackId, tickets }: TrackSnapshot): Standstill | undefined {
  const ticket = tickets.find(({ actions }) => actions.includes("chooseModel"));
  return (
    ticket && {
      view: {
        icon: "error",
        title: l10n.t("{0} failed for its model", ticket.id),
        detail: ticket.detail,
        ways: [
          {
            help: ticket.model === undefined ? "chooseModel" : "chooseTicketModel",
            label: l10n.t("Choose Model…"),
          },
          { help: "retry", label: l10n.t("Retry") },
        ],
      },
      about: { trackId, ticketId: ticket.id, detail: ticket.detail },
    }
  );
}

/** A ticket that asks a person something, in a run that is not given up. */
function question({ trackId, status, tickets }: TrackSnapshot): Standstill | undefined {
  const ticket = unfinished.includes(status) ? tickets.find(waitsForAnswer) : undefined;
  return (
    ticket && {
      view: {
        icon: "question",
        title: waitsForMending(ticket)
          ? l10n.t("{0} is blocked", ticket.id)
          : l10n.t("{0} waits for your answer", ticket.id),
        detail: ticket.detail,
        ways: [
          ...(waitsForMending(ticket) ? [{ help: "retry", label: l10n.t("Retry") } as const] : []),
          { help: "answer", label: l10n.t("Answer…") },
        ],
      },
      about: { trackId, ticketId: ticket.id, detail: ticket.detail },
    }
  );
}

/** A worker that waits until a person allows the editor's model. */
function consent({ trackId, tickets }: TrackSnapshot): Standstill | undefined {
  const ticket = tickets.find(({ actions }) => actions.includes("allowModel"));
  const detail = ticket?.waiting?.message ?? "";
  return (
    ticket && {
      view: {
        icon: "unlock",
        title: l10n.t("{0} waits until you allow its model", ticket.id),
        detail,
        ways: [{ help: "allowModel", label: l10n.t("Allow…") }],
      },
      about: { trackId, ticketId: ticket.id, detail },
    }
  );
}

/** A ticket of a live run that is a person's to do. */
function personsTask({ trackId, status, tickets }: TrackSnapshot): Standstill | undefined {
  const ticket = status === "running" ? tickets.find(({ state }) => state === "awaitingPerson") : undefined;
  return (
    ticket && {
      view: {
        icon: "person",
        title: l10n.t("{0} is yours to do", ticket.id),
        detail: ticket.description,
        ways: [{ help: "markDone", label: l10n.t("Mark as Done…") }],
      },
      about: { trackId, ticketId: ticket.id, detail: ticket.description },
    }
  );
}

/** A run that goes on when a person says so, or adds to its budget. */
function paused(snapshot: TrackSnapshot): Standstill | undefined {
  if (snapshot.status !== "paused") {
    return undefined;
  }
  const lacksBudget = reachedBudget(snapshot) !== undefined;
  return {
    view: {
      icon: "debug-pause",
      title: l10n.t("{0} is paused", trackLabel(snapshot)),
      detail: snapshot.statusDetail,
      ways: [
        lacksBudget
          ? { help: "addBudget", label: l10n.t("Add Budget and Continue") }
          : { help: "resume", label: l10n.t("Resume Run") },
      ],
    },
    about: snapshot.trackId,
  };
}

/** A run that has ended, with work that has landed and is not in the person's branch: that comes there when they say so. */
function unmerged(snapshot: TrackSnapshot): Standstill | undefined {
  const { integration, status, trackId } = snapshot;
  if (integration?.hasUnmerged !== true || unfinished.includes(status)) {
    return undefined;
  }
  const { name, onto, tip } = integration;
  return {
    view: {
      icon: "git-merge",
      title: l10n.t("The work of {0} is not merged yet", trackLabel(snapshot)),
      detail: l10n.t("It has landed on {0}. Your own branch changes only when you merge it.", name),
      ways: [
        { help: "merge", label: mergeLabel(onto) },
        { help: "leave", label: l10n.t("Leave It") },
      ],
    },
    about: trackId,
    tip,
  };
}
