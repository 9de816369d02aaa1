import * as vscode from "vscode";
import { schemes } from "../../commands";
import type { Engine } from "../../context";
import {
  type ConflictedWork,
  LandingBringInRequest,
  LandingWorkRequest,
  type WorkFileInfo,
  type WorkReview,
} from "../../protocol.generated";
import type { TicketRef } from "../tickets/ticketArguments";
import { workOfUri } from "./workDocuments";

/** Work of more tickets is hardly looked at at a time; of an older one the server is asked again. */
const mostTickets = 4;

/** A review that is opened. */
export interface ShownReview extends TicketRef, Pick<WorkReview, "commit"> {
  /** What its tab is called. */
  readonly title: string;
  /** Resolves when the editor has opened it, or has not, and says which. */
  readonly opened: Promise<boolean>;
}

/**
 * The texts of what tickets have made, and of what is in conflict, for documents that are open. The server tells of all files of a
 * ticket at once, and the editor wants them one by one, so the latest answers are kept.
 */
export class WorkReviews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #reviews = new Map<string, Promise<WorkReview>>();
  readonly #conflicts = new Map<string, ConflictedWork>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #reviewed = new vscode.EventEmitter<TicketRef & Pick<WorkReview, "commit">>();
  readonly #shown = new vscode.EventEmitter<ShownReview>();
  /** What the tab is called in which a ticket's work was last opened. */
  readonly #titles = new Map<string, string>();
  readonly #owned: vscode.Disposable;

  readonly onDidChange = this.#changed.event;
  /** Says at which version a ticket's work was found. */
  readonly onDidReview = this.#reviewed.event;
  /** Says which version a review is opened of, before its tab is there. */
  readonly onDidShow = this.#shown.event;

  constructor(private readonly engine: Pick<Engine, "request">) {
    this.#owned = vscode.Disposable.from(
      this.#changed,
      this.#reviewed,
      this.#shown,
      vscode.workspace.registerTextDocumentContentProvider(schemes.work, this),
    );
  }

  /** What a ticket's work changes now. */
  ask(ref: TicketRef): Promise<WorkReview> {
    const { trackId, ticketId } = ref;
    const answer = this.engine.request(LandingWorkRequest, { trackId, ticketId });
    this.#keep(this.#reviews, ref, answer);
    answer.then(
      ({ commit }) => this.#reviewed.fire({ trackId, ticketId, commit }),
      () => this.#reviews.get(keyOf(ref)) === answer && this.#reviews.delete(keyOf(ref)),
    );
    return answer;
  }

  /** Merges what has landed into the ticket's tree, and tells what is in conflict there. */
  async bringIn(ref: TicketRef): Promise<ConflictedWork> {
    const { trackId, ticketId } = ref;
    const work = await this.engine.request(LandingBringInRequest, { trackId, ticketId });
    this.#keep(this.#conflicts, ref, work);
    return work;
  }

  /** Opens a review; whoever follows tabs knows of it before there is one. */
  async show(review: Omit<ShownReview, "opened">, open: () => Thenable<unknown>): Promise<void> {
    this.noteTitle(review, review.title);
    const opening = Promise.resolve().then(open);
    const opened = opening.then(
      () => true,
      () => false,
    );
    this.#shown.fire({ ...review, opened });
    await opening;
  }

  /** A review is open under this title, as one that outlived a reload. */
  noteTitle(ref: TicketRef, title: string): void {
    this.#titles.set(keyOf(ref), title);
  }

  /** What the tab of a ticket's review is called; undefined when none was opened. */
  titleShown(ref: TicketRef): string | undefined {
    return this.#titles.get(keyOf(ref));
  }

  /** Shows documents anew that are open already and may say something else now. */
  refresh(uris: readonly vscode.Uri[]): void {
    uris.forEach((uri) => this.#changed.fire(uri));
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const shown = workOfUri(uri);
    if (!shown) {
      return "";
    }
    const { commit, file, side } = shown;
    if (side !== "before" && side !== "after") {
      const conflict = this.#conflicts.get(keyOf(shown));
      return conflict
        ? (conflict.files.find(({ path }) => path === file)?.[side] ?? "")
        : asked(shown.ticketId);
    }
    const kept = await this.#reviews.get(keyOf(shown));
    const review = kept?.commit === commit ? kept : await this.ask(shown);
    const found = review.commit === commit ? review.files.find(({ path }) => path === file) : undefined;
    return found ? textOf(found, side) : gone(shown.ticketId);
  }

  /** What the texts of a file do not tell; on the side that is left of it, and undefined where it stands in place of a text. */
  async noteBeside(uri: vscode.Uri): Promise<string | undefined> {
    const shown = workOfUri(uri);
    const review = shown && (await this.#reviews.get(keyOf(shown))?.catch(() => undefined));
    if (!shown || review?.commit !== shown.commit) {
      return undefined;
    }
    const file = review.files.find(({ path }) => path === shown.file);
    return file && shown.side === (file.hasAfter ? "after" : "before") && hasTexts(file)
      ? file.note
      : undefined;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #keep<T>(answers: Map<string, T>, ref: TicketRef, answer: T): void {
    answers.delete(keyOf(ref));
    answers.set(keyOf(ref), answer);
    for (const oldest of [...answers.keys()].slice(0, -mostTickets)) {
      answers.delete(oldest);
    }
  }
}

/** Each side that exists is a text. */
function hasTexts({ after, before, hasAfter, hasBefore }: WorkFileInfo): boolean {
  return hasBefore === (before !== undefined) && hasAfter === (after !== undefined);
}

/** A side without a text has the reason in its place, so that it is not taken for an empty one. */
function textOf({ before, after, note }: WorkFileInfo, side: "before" | "after"): string {
  return (side === "before" ? before : after) ?? (note === undefined ? "" : `${note}\n`);
}

function gone(ticketId: string): string {
  return vscode.l10n.t(
    "The work of {0} has moved on since this was opened. Review Changes shows it as it is now.",
    ticketId,
  );
}

/** A merge editor that outlived a reload: what was in conflict is known again once it is asked for. */
function asked(ticketId: string): string {
  return vscode.l10n.t(
    "What is in conflict in {0} is not known since the window was loaded anew. Resolve by Hand… at its gate opens it again.",
    ticketId,
  );
}

function keyOf({ trackId, ticketId }: TicketRef): string {
  return JSON.stringify([trackId, ticketId]);
}
