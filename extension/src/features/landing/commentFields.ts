import * as vscode from "vscode";
import type { ReviewComments } from "./reviewComments";

/** The editor keeps what is typed into a comment as a document; that of a new comment has an authority, that of an edit none. */
const fieldScheme = "comment";

interface FieldDocument {
  readonly uri: vscode.Uri;
  getText(): string;
}

/**
 * Follows what a person types into comments that they edit: the editor hands it over only when it is saved, and drops it when the review
 * is closed. Which comment a field is of the editor does not say either; it begins with the text of one that was turned to be edited.
 */
export class CommentFields implements vscode.Disposable {
  /** Comments whose field has not come yet, with the text that it will begin with. */
  readonly #awaited = new Map<string, string>();
  readonly #fields = new Map<string, string>();
  readonly #owned: vscode.Disposable;

  constructor(private readonly comments: Pick<ReviewComments, "noteEdit">) {
    this.#owned = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.#follow(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#follow(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#fields.delete(uri.toString())),
    );
  }

  expect(id: string, text: string): void {
    this.#awaited.set(id, text);
  }

  /** The edit is over, whatever becomes of its field. */
  end(id: string): void {
    this.#awaited.delete(id);
    [...this.#fields].filter(([, of]) => of === id).forEach(([key]) => this.#fields.delete(key));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #follow(document: FieldDocument): void {
    const { authority, scheme } = document.uri;
    if (scheme !== fieldScheme || authority !== "") {
      return;
    }
    // On Windows a field has other ends of lines than what it began with.
    const text = document.getText().replaceAll("\r\n", "\n");
    const key = document.uri.toString();
    const known = this.#fields.get(key);
    const id = known ?? [...this.#awaited].find(([, begun]) => begun === text)?.[0];
    if (id !== undefined) {
      this.#awaited.delete(id);
      this.#fields.set(key, id);
      this.comments.noteEdit(id, text);
    }
  }
}
