import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import type { TicketStateName } from "../../protocol.generated";
import { guard, registerCommand } from "../../shared/commandBoundary";
import { UserError } from "../../shared/errors";
import type { TicketRef } from "../tickets/ticketArguments";
import { CommentFields } from "./commentFields";
import type { ReviewComment, ReviewComments } from "./reviewComments";
import { type WorkDocument, workOfUri } from "./workDocuments";
import type { WorkReviews } from "./workReviews";

/** Work of such a ticket is sent back to nobody. */
const over: readonly TicketStateName[] = ["completed", "blocked", "failed", "cancelled", "skipped"];

/** What is said of such a ticket's work is for nobody any more. Of one that ended otherwise it is kept: it may be retried. */
const accepted: readonly TicketStateName[] = ["completed", "skipped"];

/** Its work waits for a person's word. */
const reviewed: readonly TicketStateName[] = ["awaitingLanding", "conflict"];

/** The menus know a comment that can be edited by this. */
const editable = "kept";

/** A comment in a thread, and which kept one it is. */
interface ShownComment extends vscode.Comment {
  readonly ref: TicketRef;
  readonly id: string;
  readonly thread: vscode.CommentThread;
}

/** Comments on lines of a ticket's work: threads on the right-hand sides of its review. They are kept until they are sent. */
export class CommentThreads implements vscode.Disposable {
  readonly #controller = vscode.comments.createCommentController(
    "conductor-review",
    vscode.l10n.t("Conductor Review"),
  );
  readonly #threads = new Set<vscode.CommentThread>();
  readonly #fields: CommentFields;
  /** Tickets whose work waits for a person, as far as they were told of. */
  readonly #waiting = new Set<string>();
  readonly #owned: vscode.Disposable;

  constructor(
    private readonly context: Pick<ConductorContext, "extension" | "log" | "store">,
    private readonly comments: ReviewComments,
    private readonly works: Pick<WorkReviews, "ask" | "onDidReview">,
  ) {
    this.#fields = new CommentFields(comments);
    this.#controller.options = {
      prompt: vscode.l10n.t("Comment for the worker"),
      placeHolder: vscode.l10n.t("What is to be different here? It goes to the worker with Send Back."),
    };
    this.#controller.commentingRangeProvider = {
      provideCommentingRanges: (document) => {
        const shown = workOfUri(document.uri);
        return shown && this.#mayComment(shown)
          ? [new vscode.Range(0, 0, Math.max(0, document.lineCount - 1), 0)]
          : [];
      },
    };
    registerCommand(context, commands.reviewAddComment, (reply) => this.#add(reply as vscode.CommentReply));
    registerCommand(context, commands.reviewDeleteComment, (comment) =>
      this.#remove(comment as ShownComment),
    );
    registerCommand(context, commands.reviewEditComment, (comment) => this.#edit(comment as ShownComment));
    registerCommand(context, commands.reviewSaveComment, (comment) => this.#save(comment as ShownComment));
    registerCommand(context, commands.reviewCancelEdit, (comment) => this.#restore(comment as ShownComment));
    this.#owned = vscode.Disposable.from(
      this.#controller,
      this.#fields,
      vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#show(uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#leave(uri)),
      comments.onDidChange((ref) => this.#follow(ref)),
      works.onDidReview((review) => comments.noteVersion(review, review.commit)),
      context.store.onDidChange((change) => {
        if (change.kind === "track") {
          change.tickets.forEach((ticketId) => this.#followTicket({ trackId: change.trackId, ticketId }));
        }
      }),
    );
    vscode.workspace.textDocuments.forEach(({ uri }) => this.#show(uri));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #mayComment({ side, trackId, ticketId }: WorkDocument): boolean {
    const ticket = this.context.store.ticket(trackId, ticketId);
    return side === "after" && ticket !== undefined && !over.includes(ticket.state);
  }

  #add({ text, thread }: vscode.CommentReply): void {
    const shown = workOfUri(thread.uri);
    if (!shown || !this.#mayComment(shown)) {
      thread.dispose();
      throw new UserError(
        vscode.l10n.t(
          "The work is no longer to be reviewed, so nobody would be told. Retry the ticket with your words instead.",
        ),
      );
    }
    if (text.trim() === "") {
      return;
    }
    this.#threads.add(thread);
    const comment: ReviewComment = {
      id: randomUUID(),
      path: shown.file,
      line: (thread.range?.start.line ?? 0) + 1,
      text: text.trim(),
      commit: shown.commit,
    };
    this.#put(thread, shown, [comment]);
    this.comments.add(shown, comment);
  }

  #remove({ ref, id }: ShownComment): void {
    this.comments.remove(ref, [id]);
  }

  #edit(comment: ShownComment): void {
    const text = textOf(comment);
    this.comments.noteEdit(comment.id);
    this.#fields.expect(comment.id, text);
    turn(comment, vscode.CommentMode.Editing);
  }

  /** The editor has put what was written into the comment. Without a word it stays as it was: Delete Comment takes it away. */
  #save(comment: ShownComment): void {
    const text = textOf(comment).trim();
    if (text !== "") {
      this.comments.edit(comment.ref, comment.id, text);
    }
    this.#restore(comment);
  }

  /** It says what is kept of it. */
  #restore(comment: ShownComment): void {
    this.#fields.end(comment.id);
    this.comments.endEdit(comment.id);
    const kept = this.comments.of(comment.ref).find(({ id }) => id === comment.id);
    if (kept) {
      comment.body = kept.text;
      turn(comment, vscode.CommentMode.Preview);
    }
  }

  /** A document came into sight: what was said about it before is there again. */
  #show(uri: vscode.Uri): void {
    const shown = workOfUri(uri);
    if (shown?.side !== "after" || [...this.#threads].some((thread) => isAt(thread, uri))) {
      return;
    }
    // Another version of the file may be open as well: a comment stands at the one that came last.
    this.#hide((thread) => isOfFile(thread.uri, shown));
    const kept = this.comments.of(shown).filter(({ path }) => path === shown.file);
    for (const line of new Set(kept.map((comment) => comment.line))) {
      const range = new vscode.Range(line - 1, 0, line - 1, 0);
      const thread = this.#controller.createCommentThread(uri, range, []);
      this.#threads.add(thread);
      this.#put(
        thread,
        shown,
        kept.filter((comment) => comment.line === line),
      );
    }
  }

  #put(thread: vscode.CommentThread, shown: WorkDocument, added: readonly ReviewComment[]): void {
    const author = { name: vscode.l10n.t("You") };
    const made = added.map((comment): ShownComment => {
      const edit = this.comments.editOf(comment.id);
      if (edit !== undefined) {
        this.#fields.expect(comment.id, edit);
      }
      return {
        ref: shown,
        id: comment.id,
        thread,
        author,
        // A plain text: what looks like markdown in it stays as it is written.
        body: edit ?? comment.text,
        ...modeOf(edit === undefined ? vscode.CommentMode.Preview : vscode.CommentMode.Editing),
        label:
          comment.commit === shown.commit
            ? vscode.l10n.t("not sent yet")
            : vscode.l10n.t("not sent yet, of an earlier version"),
      };
    });
    thread.comments = [...thread.comments, ...made];
    thread.label = vscode.l10n.t("For the worker of {0}", shown.ticketId);
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
  }

  /** Threads hold what is kept, and go with the last comment. */
  #follow(ref: TicketRef): void {
    const kept = new Set(this.comments.of(ref).map(({ id }) => id));
    for (const thread of this.#threads) {
      const shown = workOfUri(thread.uri);
      if (shown?.trackId !== ref.trackId || shown.ticketId !== ref.ticketId) {
        continue;
      }
      const left = thread.comments.filter((comment) => kept.has((comment as ShownComment).id));
      if (left.length < thread.comments.length) {
        thread.comments = left;
      }
      if (left.length === 0) {
        this.#hide((other) => other === thread);
      }
    }
  }

  /** Work that comes back to its gate may be another one than its comments are about. */
  #followTicket(ref: TicketRef): void {
    const ticket = this.context.store.ticket(ref.trackId, ref.ticketId);
    const key = JSON.stringify([ref.trackId, ref.ticketId]);
    if (!ticket || !reviewed.includes(ticket.state)) {
      this.#waiting.delete(key);
    } else if (!this.#waiting.has(key) && this.comments.of(ref).length > 0) {
      this.#waiting.add(key);
      void guard(this.context, "review comments", () => this.works.ask(ref), { isQuiet: true });
    }
    if (ticket && accepted.includes(ticket.state)) {
      this.comments.clear(ref);
    }
  }

  /** A document went out of sight, and its fields with it: what is typed in one is shown again with it, as far as it is known. */
  #leave(uri: vscode.Uri): void {
    const isShown = [...this.#threads].some((thread) => isAt(thread, uri));
    this.#hide((thread) => isAt(thread, uri));
    const shown = isShown ? workOfUri(uri) : undefined;
    const other = vscode.workspace.textDocuments.findLast(
      (document) => document.uri.toString() !== uri.toString() && shown && isOfFile(document.uri, shown),
    );
    if (other) {
      this.#show(other.uri);
    }
  }

  #hide(isMeant: (thread: vscode.CommentThread) => boolean): void {
    for (const thread of [...this.#threads].filter(isMeant)) {
      this.#threads.delete(thread);
      for (const { id } of thread.comments as readonly ShownComment[]) {
        // A field that has not come never comes: its text may be that of another comment, which is edited next.
        this.#fields.end(id);
        if (this.comments.editOf(id) === undefined) {
          this.comments.endEdit(id);
        }
      }
      thread.dispose();
    }
  }
}

/** A thread shows anew only what it is given anew. One that is being edited has no *Edit Comment*. */
function turn(comment: ShownComment, mode: vscode.CommentMode): void {
  Object.assign(comment, modeOf(mode));
  comment.thread.comments = [...comment.thread.comments];
}

function modeOf(mode: vscode.CommentMode): Pick<vscode.Comment, "mode"> & { readonly contextValue: string } {
  return { mode, contextValue: mode === vscode.CommentMode.Preview ? editable : "edited" };
}

function textOf({ body }: vscode.Comment): string {
  return typeof body === "string" ? body : body.value;
}

/** Whether this is the right-hand side of the same file, in whatever version. */
function isOfFile(uri: vscode.Uri, { file, ticketId, trackId }: WorkDocument): boolean {
  const shown = workOfUri(uri);
  return (
    shown?.side === "after" && shown.trackId === trackId && shown.ticketId === ticketId && shown.file === file
  );
}

function isAt(thread: vscode.CommentThread, uri: vscode.Uri): boolean {
  return thread.uri.toString() === uri.toString();
}
