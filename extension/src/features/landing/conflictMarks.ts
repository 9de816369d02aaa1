import * as vscode from "vscode";
import type { TicketRef } from "../tickets/ticketArguments";

const mark = /^(?:<{7}|\|{7}|>{7})(?!\S).*/gm;

/** A file in conflict, and its texts: what stood there before both sides, undefined where nothing did, and the sides. */
export interface FollowedFile {
  readonly uri: vscode.Uri;
  readonly before?: string | undefined;
  readonly sides: readonly string[];
}

/**
 * Follows the files in conflict of tickets while a person resolves them, and says when none of a ticket looks unresolved any more. A
 * merge editor takes the marks out and saves what stood there before both sides, by itself too: that is no resolution.
 */
export class ConflictMarks implements vscode.Disposable {
  readonly #tickets = new Map<
    string,
    { readonly ref: TicketRef; readonly left: Map<string, FollowedFile> }
  >();
  readonly #subscription: vscode.Disposable;

  constructor(private readonly lookResolved: (ref: TicketRef) => void) {
    this.#subscription = vscode.workspace.onDidSaveTextDocument((document) => this.#note(document));
  }

  /** Takes the place of what was followed of the ticket before. */
  follow(ref: TicketRef, files: readonly FollowedFile[]): void {
    this.#tickets.set(JSON.stringify([ref.trackId, ref.ticketId]), {
      ref,
      left: new Map(files.map((file) => [file.uri.toString(), file])),
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #note(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    for (const [key, { left, ref }] of this.#tickets) {
      const file = left.get(uri);
      if (file && looksResolved(file, document.getText())) {
        left.delete(uri);
        if (left.size === 0) {
          this.#tickets.delete(key);
          this.lookResolved(ref);
        }
      }
    }
  }
}

/** Lines that look like marks and are a side's own are its text. Whether one of them is git's after all the engine tells. */
function looksResolved({ before = "", sides }: FollowedFile, text: string): boolean {
  const own = new Set([before, ...sides].flatMap(markLines));
  return markLines(text).every((line) => own.has(line)) && bare(text) !== bare(before);
}

function markLines(text: string): readonly string[] {
  return (text.match(mark) ?? []).map((line) => line.trimEnd());
}

/**
 * As the engine compares them: an editor that saves puts blanks at the ends of lines, and empty lines at that of the file, in order. Signs
 * that merely look like blanks are text.
 */
function bare(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/[ \t\r]+$/, ""))
    .join("\n")
    .replace(/\n+$/, "");
}
