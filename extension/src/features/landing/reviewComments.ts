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
  /** The version of the work that it was written about. */
  readonly commit: string;
}

const storageKey = "conductor.reviewComments";

/** The comments of all tickets that are not sent yet. They outlive a reload of the window. */
export class ReviewComments implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TicketRef>();
  readonly #byTicket: Map<string, readonly ReviewComment[]>;
  /** The version of each ticket's work that was last looked at. */
  readonly #versions = new Map<string, string>();

  /** What stands in the fields of comments that are being edited, by their ids; undefined where that is not known. */
  readonly #edits = new Map<string, string | undefined>();

  /** Says whose comments have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly memory: vscode.Memento) {
    this.#byTicket = new Map(Object.entries(read(memory.get<unknown>(storageKey))));
  }

  /** By file and line. */
  of(ref: TicketRef): readonly ReviewComment[] {
    return this.#byTicket.get(keyOf(ref)) ?? [];
  }

  /** Each as its worker gets it, and as the gate shows it. */
  linesOf(ref: TicketRef): readonly string[] {
    const version = this.#versions.get(keyOf(ref));
    return this.of(ref).map((comment) => commentLine(comment, version));
  }

  /** The work stands at this version now: comments on another one are told as such. */
  noteVersion(ref: TicketRef, commit: string): void {
    if (this.#versions.get(keyOf(ref)) !== commit) {
      this.#versions.set(keyOf(ref), commit);
      if (this.of(ref).length > 0) {
        this.#tell(ref);
      }
    }
  }

  add(ref: TicketRef, comment: ReviewComment): void {
    const sorted = [...this.of(ref), comment].sort(
      (left, right) => left.path.localeCompare(right.path, "en") || left.line - right.line,
    );
    this.#put(ref, sorted);
  }

  /** A comment is being edited; its text is not another one before that is saved. */
  noteEdit(id: string, text?: string): void {
    this.#edits.set(id, text);
  }

  /** The edit is saved, or given up. */
  endEdit(id: string): void {
    this.#edits.delete(id);
  }

  /** Where an edit of it has come to, which need not be in sight any more. */
  editOf(id: string): string | undefined {
    return this.#edits.get(id);
  }

  /** How many of its comments are being edited to something else than they say. */
  unsaved(ref: TicketRef): number {
    return this.of(ref).filter(({ id, text }) => {
      const edit = this.#edits.get(id)?.trim();
      return this.#edits.has(id) && edit !== "" && edit !== text;
    }).length;
  }

  /** Its text is another one; one that is gone stays so. */
  edit(ref: TicketRef, id: string, text: string): void {
    if (this.of(ref).some((comment) => comment.id === id && comment.text !== text)) {
      this.#put(
        ref,
        this.of(ref).map((comment) => (comment.id === id ? { ...comment, text } : comment)),
      );
    }
  }

  /** They are sent, or deleted. */
  remove(ref: TicketRef, ids: readonly string[]): void {
    const left = this.of(ref).filter(({ id }) => !ids.includes(id));
    if (left.length < this.of(ref).length) {
      this.#put(ref, left);
    }
  }

  /** Nobody needs them any more. */
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
    this.#tell(ref);
  }

  #tell({ trackId, ticketId }: TicketRef): void {
    this.#changed.fire({ trackId, ticketId });
  }
}

/** A comment with its place; of another version than the work stands at, as far as that is known, its line may be another one by now. */
export function commentLine({ commit, path, line, text }: ReviewComment, version?: string): string {
  const place = `${path}:${line}`;
  return version === undefined || version === commit
    ? `${place}: ${text}`
    : `${vscode.l10n.t("{0} (of an earlier version)", place)}: ${text}`;
}

/** What a worker is told of its work: the person's words, then their comments on lines. */
export function wordsAndComments(words: string | undefined, lines: readonly string[]): string {
  return [words?.trim() ?? "", lines.join("\n")].filter((part) => part !== "").join("\n\n");
}

/** What a worker was told, shortened: the person's words, and how many comments on lines came with them. */
export function wordsAndCount(told: string): string {
  const lines = told.split("\n");
  const first = lines.findIndex(
    (line, index) => isCommentLine(line) && (index === 0 || lines[index - 1] === ""),
  );
  if (first < 0) {
    return told;
  }
  const words = lines.slice(0, first).join("\n").trim();
  const count = commentCount(lines.slice(first).filter(isCommentLine).length);
  return words === "" ? count : vscode.l10n.t("{0} (and {1})", words, count);
}

function isCommentLine(line: string): boolean {
  return /^\S.*?:\d+(?: \([^)]*\))?: \S/.test(line);
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
  const { commit, id, line, path, text } = value as Partial<Record<keyof ReviewComment, unknown>>;
  return [commit, id, path, text].every((member) => typeof member === "string") && typeof line === "number";
}

function keyOf({ trackId, ticketId }: TicketRef): string {
  return JSON.stringify([trackId, ticketId]);
}
