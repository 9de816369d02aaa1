import * as vscode from "vscode";
import { commands } from "../../../commands";
import type { ConductorContext, TrackStoreChange } from "../../../context";
import type { TicketInfo } from "../../../protocol.generated";
import { guard } from "../../../shared/commandBoundary";
import { inOneLine, withoutLinks } from "../../../shared/plainText";
import { wantedNotices } from "../../../shared/wantedNotices";

/** How long a burst is given to become whole: workers that start together come to wait together. */
export const burstMilliseconds = 300;

/** Longer words of the engine are cut; the ticket's tooltip has them whole. */
const longestText = 200;

interface Waiting {
  readonly trackId: string;
  readonly ticketId: string;
}

/**
 * Tells a person once per burst that tickets wait until they allow a model of the editor. Nothing is asked of the editor:
 * the button runs the command that does.
 */
export class ConsentNotices implements vscode.Disposable {
  /** Tickets that are known to wait, by track and ticket. */
  readonly #known = new Map<string, Waiting>();
  #came: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #subscription: { dispose(): unknown };

  constructor(private readonly context: Pick<ConductorContext, "log" | "store">) {
    this.#subscription = context.store.onDidChange((change) => this.#note(change));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }

  #note(change: TrackStoreChange): void {
    const { store } = this.context;
    if (change.kind === "track") {
      change.tickets.forEach((ticketId) => this.#look({ trackId: change.trackId, ticketId }));
    } else {
      store.tracks.forEach(({ trackId }) => trackId !== undefined && this.#lookAtAll(trackId));
    }
    if (this.#came.length > 0) {
      this.#timer ??= setTimeout(() => this.#tell(), burstMilliseconds);
    }
  }

  #lookAtAll(trackId: string): void {
    this.context.store
      .snapshot(trackId)
      ?.tickets.forEach((ticket) => this.#look({ trackId, ticketId: ticket.id }));
  }

  #look(ref: Waiting): void {
    const key = `${ref.trackId}\n${ref.ticketId}`;
    if (!this.#ticketThatWaits(ref)) {
      this.#known.delete(key);
    } else if (!this.#known.has(key)) {
      this.#known.set(key, ref);
      this.#came.push(ref);
    }
  }

  #ticketThatWaits({ trackId, ticketId }: Waiting): TicketInfo | undefined {
    const ticket = this.context.store.ticket(trackId, ticketId);
    return ticket?.actions.includes("allowModel") === true ? ticket : undefined;
  }

  #tell(): void {
    this.#timer = undefined;
    // What was allowed in the meantime is not mentioned.
    const waiting = this.#came.flatMap((ref) => this.#ticketThatWaits(ref) ?? []);
    this.#came = [];
    const isWanted = wantedNotices() === "all";
    if (isWanted && waiting.length > 0) {
      void guard(this.context, "notice", () => offer(waiting), { isQuiet: true });
    }
  }
}

async function offer(waiting: readonly TicketInfo[]): Promise<void> {
  const [first] = waiting;
  const models = [...new Set(waiting.map((ticket) => ticket.waiting?.model))];
  const text =
    first && waiting.length === 1
      ? vscode.l10n.t("{0} waits: {1}", first.id, inOneLine(first.waiting?.message ?? "", longestText))
      : vscode.l10n.t("{0} tickets wait until you allow the editor's models they use.", waiting.length);
  const allow = vscode.l10n.t("Allow…");
  if ((await vscode.window.showWarningMessage(withoutLinks(text), allow)) === allow) {
    // For several models the command asks which.
    await vscode.commands.executeCommand(commands.modelsAllowEditor, ...(models.length === 1 ? models : []));
  }
}
