import * as vscode from "vscode";
import { schemes } from "../../commands";
import type { WorkReviews } from "./workReviews";

/** What the texts of a file do not tell (it becomes executable, or a link) stands at its first line in the review, as a note without an answer. */
export class WorkNotes implements vscode.Disposable {
  readonly #controller = vscode.comments.createCommentController(
    "conductor-notes",
    vscode.l10n.t("Conductor Notes"),
  );
  readonly #threads = new Map<string, vscode.CommentThread>();
  readonly #owned: vscode.Disposable;

  constructor(private readonly works: Pick<WorkReviews, "noteBeside">) {
    this.#owned = vscode.Disposable.from(
      this.#controller,
      vscode.workspace.onDidOpenTextDocument(({ uri }) => void this.#show(uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#hide(uri)),
    );
    vscode.workspace.textDocuments.forEach(({ uri }) => void this.#show(uri));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #show(uri: vscode.Uri): Promise<void> {
    const note = uri.scheme === schemes.work ? await this.works.noteBeside(uri) : undefined;
    const key = uri.toString();
    if (note === undefined || this.#threads.has(key)) {
      return;
    }
    const thread = this.#controller.createCommentThread(uri, new vscode.Range(0, 0, 0, 0), [
      { author: { name: "Conductor" }, body: note, mode: vscode.CommentMode.Preview },
    ]);
    thread.canReply = false;
    thread.label = vscode.l10n.t("What the text does not tell");
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    this.#threads.set(key, thread);
  }

  #hide(uri: vscode.Uri): void {
    this.#threads.get(uri.toString())?.dispose();
    this.#threads.delete(uri.toString());
  }
}
