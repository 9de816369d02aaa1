import * as vscode from "vscode";
import { type CommandId, commands } from "../../commands";
import type { ConductorContext } from "../../context";
import {
  type CommandResult,
  type TicketAction,
  TicketApproveRequest,
  TicketCancelRequest,
  type TicketInfo,
  TicketMarkDoneRequest,
  TicketMessageRequest,
  type TicketNoteParams,
  TicketRetryRequest,
  TicketSkipRequest,
  TicketWaiveRequest,
} from "../../protocol.generated";
import { registerCommand } from "../../shared/commandBoundary";
import { UserError } from "../../shared/errors";
import { inOneLine } from "../../shared/plainText";
import { requireTrust } from "../../shared/trust";
import { tellNotes } from "../landing/runNotes";
import { ask } from "./askWords";
import { confirmStale } from "./confirmStale";
import { requireRunning, tellPaused } from "./pausedRuns";
import { chooseTicket, chooseTickets } from "./pickers";
import { SecondClick } from "./secondClick";
import { type RowSelection, ticketInfos, type TicketRef, ticketsFrom } from "./ticketArguments";
import { mayRetry } from "./retryQuestion";
import { ticketWord } from "./ticketStates";

/** Longer questions are cut; the ticket's tooltip has them whole. */
const longestQuestion = 1000;

/** A command that needs an action of the server's list. */
interface TicketCommand {
  readonly command: CommandId;
  readonly action: TicketAction;
  readonly title: string;
  readonly whenNone: string;
  /** Starts workers, so it needs a trusted folder. */
  readonly runs: boolean;
  /** Asks for words first, so a ticket that it does not fit any more is refused before somebody writes them. */
  readonly asks: boolean;
  /** Which of the selected tickets are meant, where it has words for those that it does not fit; else those that it fits. */
  readonly isMeant?: (ticket: TicketInfo) => boolean;
  readonly act: (tickets: readonly TicketRef[]) => Promise<void>;
}

/** What changes where a ticket stands. Called bare, each takes the selected tickets that it fits, or asks for one. */
export function registerTicketCommands(context: ConductorContext, rows: RowSelection): void {
  const clicks = new SecondClick();
  for (const command of ticketCommands(context)) {
    registerCommand(context, command.command, (...args) => {
      const isMeant = ticketsFrom(args).every(({ trackId, ticketId }) =>
        clicks.isMeant(command.command, `${trackId} ${ticketId}`),
      );
      return isMeant ? carryOut(context, rows, command, args) : undefined;
    });
  }
  registerCommand(context, commands.ticketReviewApproval, (...args) => reviewApproval(context, rows, args));
  registerCommand(context, commands.ticketWaive, (...args) => waive(context, rows, args));
}

async function carryOut(
  context: ConductorContext,
  rows: RowSelection,
  { action, title, whenNone, runs, asks, isMeant, act }: TicketCommand,
  args: readonly unknown[],
): Promise<void> {
  const fits = (ticket: TicketInfo): boolean => ticket.actions.includes(action);
  if (runs) {
    requireTrust(context.workspace);
  }
  const named = ticketsFrom(args);
  if (named.length === 0) {
    const chosen = await chooseTickets(context, rows, {
      title,
      placeHolder: vscode.l10n.t("Which ticket?"),
      whenNone,
      fits,
      ...(isMeant ? { isMeant } : {}),
    });
    await (chosen.length > 0 ? act(chosen) : undefined);
    return;
  }
  // Of several selected rows, those that it fits are meant; the server refuses a single one that it does not fit.
  const known = ticketInfos(context.store, named);
  const fitting = known.filter(({ ticket }) => (isMeant ?? fits)(ticket));
  const [first] = known;
  if (asks && first && fitting.length === 0) {
    const { id, state } = first.ticket;
    throw new UserError(
      vscode.l10n.t(
        "“{0}” does not fit {1} any more; its state is: {2}. The menu of its row has what can be done now.",
        title,
        id,
        ticketWord(state),
      ),
    );
  }
  await act(fitting.length > 0 ? fitting : named.slice(0, 1));
}

function ticketCommands(context: ConductorContext): readonly TicketCommand[] {
  const { engine, store } = context;
  const each = async (
    tickets: readonly TicketRef[],
    request: (ticket: TicketRef) => Promise<CommandResult>,
  ): Promise<void> => {
    for (const { trackId, ticketId } of tickets) {
      tellNotes(context, await request({ trackId, ticketId }));
    }
  };
  return [
    {
      command: commands.ticketRun,
      action: "run",
      title: vscode.l10n.t("Run Ticket"),
      whenNone: vscode.l10n.t(
        "No ticket is ready to run. Why Is It Not Running? tells what each one waits for.",
      ),
      runs: true,
      asks: false,
      act: (tickets) => {
        requireRunning(store, tickets);
        return each(tickets, (ticket) => engine.request(TicketApproveRequest, ticket));
      },
    },
    {
      command: commands.ticketCancel,
      action: "cancel",
      title: vscode.l10n.t("Cancel Ticket"),
      whenNone: vscode.l10n.t("No ticket is running or queued, so there is nothing to cancel."),
      runs: false,
      asks: false,
      act: (tickets) => each(tickets, (ticket) => engine.request(TicketCancelRequest, ticket)),
    },
    {
      command: commands.ticketRetry,
      action: "retry",
      title: vscode.l10n.t("Retry Ticket"),
      whenNone: vscode.l10n.t("No ticket can be retried: only ended tickets can."),
      runs: true,
      asks: false,
      act: async (tickets) => {
        if (!(await mayRetry(store, tickets))) {
          return;
        }
        await each(tickets, (ticket) => engine.request(TicketRetryRequest, ticket));
        tellPaused(context, tickets);
      },
    },
    {
      command: commands.ticketConfirm,
      action: "confirm",
      title: vscode.l10n.t("Confirm Stale Ticket"),
      whenNone: vscode.l10n.t(
        "No ticket is stale. A completed one is when a ticket that it was built on is done again, or its changes are reverted.",
      ),
      runs: false,
      asks: false,
      isMeant: ({ stale }) => stale !== undefined,
      act: (tickets) => confirmStale(context, tickets),
    },
    {
      command: commands.ticketAnswerAndRetry,
      action: "answer",
      title: vscode.l10n.t("Answer and Retry"),
      whenNone: vscode.l10n.t(
        "No ticket is blocked and waits for an answer. Retry Ticket runs one that failed again.",
      ),
      runs: true,
      asks: true,
      act: async (tickets) => {
        const use = vscode.l10n.t("Your answer becomes part of the next attempt's prompt.");
        const questions = questionsOf(ticketInfos(store, tickets).map(({ ticket }) => ticket));
        const title = vscode.l10n.t("Answer for {0}", names(tickets));
        const note = await ask(
          store,
          { tickets, action: "answer" },
          {
            title,
            prompt: questions === "" ? use : questions,
            isRequired: true,
            placeHolder: use,
          },
        );
        await each(tickets, (ticket) => engine.request(TicketRetryRequest, { ...ticket, note }));
        tellPaused(context, tickets);
      },
    },
    {
      command: commands.ticketSkip,
      action: "skip",
      title: vscode.l10n.t("Skip Ticket"),
      whenNone: vscode.l10n.t("Every ticket is done or skipped already."),
      runs: false,
      asks: true,
      act: async (tickets) => {
        const note = await ask(
          store,
          { tickets, action: "skip" },
          {
            title: vscode.l10n.t("Skip {0}", names(tickets)),
            prompt: vscode.l10n.t(
              "Tickets that depend on it may start without it. Say why, if you like; they are told.",
            ),
            isRequired: false,
          },
        );
        await each(tickets, (ticket) => engine.request(TicketSkipRequest, withNote(ticket, note)));
      },
    },
    {
      command: commands.ticketMarkDone,
      action: "markDone",
      title: vscode.l10n.t("Mark as Done"),
      whenNone: vscode.l10n.t(
        "No ticket waits for a person. Those that are assigned to one do, and those that ended without success.",
      ),
      runs: false,
      asks: true,
      act: async (tickets) => {
        const note = await ask(
          store,
          { tickets, action: "markDone" },
          {
            title: vscode.l10n.t("Mark {0} as done", names(tickets)),
            prompt: vscode.l10n.t("What was done? Tickets that depend on it are told, if you say it."),
            isRequired: false,
          },
        );
        await each(tickets, (ticket) => engine.request(TicketMarkDoneRequest, withNote(ticket, note)));
      },
    },
    {
      command: commands.ticketSendMessage,
      action: "message",
      title: vscode.l10n.t("Send Message to Worker"),
      whenNone: vscode.l10n.t("No worker is running. Run a ticket first, or answer one that is blocked."),
      runs: true,
      asks: true,
      act: async (tickets) => {
        const text = await ask(
          store,
          { tickets, action: "message" },
          {
            title: vscode.l10n.t("Message to the worker of {0}", names(tickets)),
            prompt: vscode.l10n.t("It is delivered before the worker's next model call."),
            isRequired: true,
          },
        );
        await each(tickets, (ticket) => engine.request(TicketMessageRequest, { ...ticket, text }));
      },
    },
  ];
}

function names(tickets: readonly TicketRef[]): string {
  return tickets.map(({ ticketId }) => ticketId).join(", ");
}

/** What blocked tickets ask, for the prompt of an input box; of several, each question with its ticket. */
function questionsOf(tickets: readonly TicketInfo[]): string {
  const asking = tickets.filter(({ detail }) => detail !== "");
  return asking
    .map(({ id, detail }) => inOneLine(asking.length === 1 ? detail : `${id}: ${detail}`, longestQuestion))
    .join(" · ");
}

function withNote(ticket: TicketRef, note: string): TicketNoteParams {
  return note === "" ? ticket : { ...ticket, note };
}

async function reviewApproval(
  context: ConductorContext,
  rows: RowSelection,
  args: readonly unknown[],
): Promise<void> {
  const ref = await chooseTicket(context, rows, args, {
    title: vscode.l10n.t("Review Approval"),
    placeHolder: vscode.l10n.t("Which ticket?"),
    whenNone: vscode.l10n.t(
      "No ticket waits for an approval. One does when its worker is about to start or wants to do something risky.",
    ),
    fits: (ticket) => ticket.approvalIds.length > 0,
  });
  const ticket = ref && context.store.ticket(ref.trackId, ref.ticketId);
  const approvalId = ticket?.approvalIds[0];
  if (approvalId !== undefined) {
    await vscode.commands.executeCommand(commands.approvalOpen, approvalId);
  } else if (ref) {
    throw new UserError(
      ticket
        ? vscode.l10n.t(
            "{0} waits for no approval any more; its state is: {1}. The Approvals view shows what waits now.",
            ref.ticketId,
            ticketWord(ticket.state),
          )
        : vscode.l10n.t(
            "{0} waits for no approval any more. The Approvals view shows what waits now.",
            ref.ticketId,
          ),
    );
  }
}

async function waive(context: ConductorContext, rows: RowSelection, args: readonly unknown[]): Promise<void> {
  const ref = await chooseTicket(context, rows, args, {
    title: vscode.l10n.t("Run without a Dependency"),
    placeHolder: vscode.l10n.t("Which ticket?"),
    whenNone: vscode.l10n.t(
      "No ticket waits for another one. Why Is It Not Running? tells what else holds one.",
    ),
    fits: (ticket) => ticket.waitingOn.length > 0,
  });
  if (!ref) {
    return;
  }
  const waitingOn = context.store.ticket(ref.trackId, ref.ticketId)?.waitingOn ?? [];
  if (waitingOn.length === 0) {
    throw new UserError(
      vscode.l10n.t(
        "{0} waits for no other ticket any more. Why Is It Not Running? tells what else holds it.",
        ref.ticketId,
      ),
    );
  }
  const dependency = await vscode.window.showQuickPick([...waitingOn], {
    title: vscode.l10n.t("Run without a Dependency"),
    placeHolder: vscode.l10n.t("Which dependency is {0} to start without?", ref.ticketId),
  });
  if (dependency !== undefined) {
    await context.engine.request(TicketWaiveRequest, { ...ref, dependency });
  }
}
