import * as vscode from "vscode";
import type { TicketRef } from "../tickets/ticketArguments";

/** What a person has to say about a line of a ticket's work, until it is sent. */
export interface ReviewComment {
  readonly id: string;
  /** Workspace-relative, '/'-separated. */
  readonly path: string;
  /** From 1, in the file as the ticket has made it. */
  readonly line: number;
  readonly text: string;
}

const storageKey = "conductor.reviewComments";

/** The comments of all tickets that are not sent yet. They outlive a reload of the window. */
export class ReviewComments implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TicketRef>();
  readonly #byTicket: Map<string, readonly ReviewComment[]>;

  /** Says whose comments have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly memory: vscode.Memento) {
    this.#byTicket = new Map(Object.entries(read(memory.get<unknown>(storageKey))));
  }

  /** By file and line. */
  of(ref: TicketRef): readonly ReviewComment[] {
    return this.#byTicket.get(keyOf(ref)) ?? [];
  }

  add(ref: TicketRef, comment: ReviewComment): void {
    const sorted = [...this.of(ref), comment].sort(
      (left, right) => left.path.localeCompare(right.path, "en") || left.line - right.line,
    );
    this.#put(ref, sorted);
  }

  remove(ref: TicketRef, id: string): void {
    this.#put(
      ref,
      this.of(ref).filter((comment) => comment.id !== id),
    );
  }

  /** They are sent, or nobody needs them any more. */
  clear(ref: TicketRef): void {
    if (this.of(ref).length > 0) {
      this.#put(ref, []);
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #put(ref: TicketRef, comments: readonly ReviewComment[]): void {
    if (comments.length === 0) {
      this.#byTicket.delete(keyOf(ref));
    } else {
      this.#byTicket.set(keyOf(ref), comments);
    }
    void this.memory.update(storageKey, Object.fromEntries(this.#byTicket));
    const { trackId, ticketId } = ref;
    this.#changed.fire({ trackId, ticketId });
  }
}

/** A comment as its worker gets it, and as the gate shows it. */
export function commentLine({ path, line, text }: ReviewComment): string {
  return `${path}:${line}: ${text}`;
}

/** What a worker is told that its work comes back: the person's words, then their comments on lines. */
export function sendBackReason(words: string | undefined, comments: readonly ReviewComment[]): string {
  return [words?.trim() ?? "", comments.map(commentLine).join("\n")]
    .filter((part) => part !== "")
    .join("\n\n");
}

export function commentCount(count: number): string {
  return count === 1 ? vscode.l10n.t("1 comment") : vscode.l10n.t("{0} comments", count);
}

/** What the editor kept may be of another version: what is not written as it should be is left out. */
function read(kept: unknown): Record<string, readonly ReviewComment[]> {
  return typeof kept === "object" && kept !== null
    ? Object.fromEntries(
        Object.entries(kept).map(([key, comments]) => [
          key,
          Array.isArray(comments) ? (comments as unknown[]).filter(isComment) : [],
        ]),
      )
    : {};
}

function isComment(value: unknown): value is ReviewComment {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const { id, line, path, text } = value as Partial<Record<keyof ReviewComment, unknown>>;
  return (
    typeof id === "string" && typeof path === "string" && typeof text === "string" && typeof line === "number"
  );
}

function keyOf({ trackId, ticketId }: TicketRef): string {
  return JSON.stringify([trackId, ticketId]);
}
