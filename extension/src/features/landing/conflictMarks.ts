import * as vscode from "vscode";
import type { TicketRef } from "../tickets/ticketArguments";

const mark = /^(<{7}|\|{7}|>{7})(?!\S)/m;

/** A file in conflict, and what stood there before both sides; undefined where nothing did. */
export interface FollowedFile {
  readonly uri: vscode.Uri;
  readonly before?: string | undefined;
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

function looksResolved({ before }: FollowedFile, text: string): boolean {
  return !mark.test(text) && bare(text) !== bare(before ?? "");
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
