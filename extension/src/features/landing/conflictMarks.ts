import * as vscode from "vscode";
import type { TicketRef } from "../tickets/ticketArguments";

const mark = /^(<{7}|\|{7}|>{7})(?!\S)/m;

/** Follows the files in conflict of tickets while a person resolves them, and says when none of a ticket holds a mark any more. */
export class ConflictMarks implements vscode.Disposable {
  readonly #tickets = new Map<string, { readonly ref: TicketRef; readonly left: Set<string> }>();
  readonly #subscription: vscode.Disposable;

  constructor(private readonly tellResolved: (ref: TicketRef) => void) {
    this.#subscription = vscode.workspace.onDidSaveTextDocument((document) => this.#note(document));
  }

  /** Takes the place of what was followed of the ticket before. */
  follow(ref: TicketRef, files: readonly vscode.Uri[]): void {
    this.#tickets.set(JSON.stringify([ref.trackId, ref.ticketId]), {
      ref,
      left: new Set(files.map((file) => file.toString())),
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #note(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    for (const [key, { left, ref }] of this.#tickets) {
      if (left.has(uri) && !mark.test(document.getText())) {
        left.delete(uri);
        if (left.size === 0) {
          this.#tickets.delete(key);
          this.tellResolved(ref);
        }
      }
    }
  }
}
