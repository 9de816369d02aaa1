import * as vscode from "vscode";
import type { TrackStore } from "../../context";
import type { TicketAction } from "../../protocol.generated";
import { UserError } from "../../shared/errors";
import { withoutLinks } from "../../shared/plainText";
import { ticketInfos, type TicketRef } from "./ticketArguments";
import { ticketWord } from "./ticketStates";

/** What the words are for. */
export interface Subject {
  readonly tickets: readonly TicketRef[];
  /** What the tickets must allow for as long as the box is open. */
  readonly action: TicketAction;
}

export interface Question {
  readonly title: string;
  readonly prompt: string;
  readonly isRequired: boolean;
  readonly placeHolder?: string;
}

/**
 * A person's words about tickets. Leaving the box cancels the command. When none of the tickets fits any more the box is closed, and
 * the person is told: it would take in what they type next. The editor makes links in a prompt, also to commands.
 */
export async function ask(
  store: TrackStore,
  subject: Subject,
  { title, prompt, isRequired, placeHolder = "" }: Question,
): Promise<string> {
  const closing = new vscode.CancellationTokenSource();
  const following = store.onDidChange(() => {
    if (whyOver(store, subject, title) !== undefined) {
      closing.cancel();
    }
  });
  try {
    const text = await vscode.window.showInputBox(
      {
        title,
        prompt: withoutLinks(prompt),
        placeHolder,
        ignoreFocusOut: true,
        validateInput: (value) =>
          isRequired && value.trim() === "" ? vscode.l10n.t("Write something first.") : undefined,
      },
      closing.token,
    );
    const over = closing.token.isCancellationRequested ? whyOver(store, subject, title) : undefined;
    if (over !== undefined) {
      throw new UserError(over);
    }
    if (text === undefined) {
      throw new vscode.CancellationError();
    }
    return text.trim();
  } finally {
    following.dispose();
    closing.dispose();
  }
}

/** Undefined while one of the tickets fits, and while none of them is known, as after a restart of the engine. */
function whyOver(store: TrackStore, { tickets, action }: Subject, title: string): string | undefined {
  const known = ticketInfos(store, tickets);
  const [first] = known;
  return first === undefined || known.some(({ ticket }) => ticket.actions.includes(action))
    ? undefined
    : vscode.l10n.t(
        "“{0}” was closed and nothing was sent, because {1} has moved on; its state is: {2}.",
        title,
        first.ticket.id,
        ticketWord(first.ticket.state),
      );
}
