import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import { announce } from "../../shared/announce";
import { guard } from "../../shared/commandBoundary";
import { wantedNotices } from "../../shared/wantedNotices";
import type { TicketRef } from "../tickets/ticketArguments";
import { isReviewTab, reviewTabs } from "./reviewTabs";
import { refillReview } from "./reviewWork";
import type { ShownReview, WorkReviews } from "./workReviews";

const storageKey = "conductor.openReviews";

type OpenReview = Omit<ShownReview, "opened">;

/**
 * Reviews that are open as tabs. One whose work has come back to its gate as another one is told of; and one that outlives a reload, which
 * the editor shows empty, is filled again when it comes into sight.
 */
export class OpenReviews implements vscode.Disposable {
  readonly #open = new Map<string, OpenReview>();
  /** Of the window before: their tabs are empty. */
  readonly #empty = new Set<string>();
  /** Empty ones that could not be filled. They are tried again when they come into sight anew. */
  readonly #failed = new Set<string>();
  /** Their tab is about to come. */
  readonly #opening = new Set<string>();
  readonly #owned: vscode.Disposable;

  constructor(
    private readonly context: Pick<ConductorContext, "extension" | "log" | "store" | "workspace">,
    private readonly works: WorkReviews,
  ) {
    for (const review of read(context.extension.workspaceState.get<unknown>(storageKey))) {
      this.#open.set(keyOf(review), review);
      this.#empty.add(keyOf(review));
      works.noteTitle(review, review.title);
    }
    this.#owned = vscode.Disposable.from(
      works.onDidShow((review) => this.#note(review)),
      context.store.onDidChange(() => this.#fill()),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        this.#forget(closed);
        this.#tryAgain();
        this.#fill();
      }),
    );
  }

  /**
   * Called when a ticket's work has come to its gate: says so where a review is open of other work than waits there.
   *
   * @returns Whether the person was told, so that nobody else tells them of the gate.
   */
  async tellMoved({ ticketId, trackId }: TicketRef): Promise<boolean> {
    const ref = { trackId, ticketId };
    const key = keyOf(ref);
    const shown = this.#open.get(key);
    const isFilled = shown && !this.#empty.has(key) && !this.#failed.has(key) && tabsOf(shown).length > 0;
    if (!isFilled || wantedNotices() !== "all") {
      return false;
    }
    const work = await guard(this.context, "open review", () => this.works.ask(ref), { isQuiet: true });
    if (work === undefined || work.commit === shown.commit || this.#open.get(key) !== shown) {
      return false;
    }
    announce(
      this.context,
      "information",
      vscode.l10n.t("The work of {0} has changed since its review was opened, and waits for you.", ticketId),
      [
        {
          label: vscode.l10n.t("Review Changes"),
          command: commands.ticketReviewChanges,
          arguments: [ref],
        },
        { label: vscode.l10n.t("Show Gate"), command: commands.ticketReviewApproval, arguments: [ref] },
      ],
    );
    return true;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #note({ opened, ...review }: ShownReview): void {
    const key = keyOf(review);
    this.#open.set(key, review);
    this.#empty.delete(key);
    this.#failed.delete(key);
    this.#opening.add(key);
    // A tab may have gone unseen, as where the editor brings none back after a reload.
    [...this.#open.values()].forEach((other) => this.#dropUnlessOpen(other));
    this.#remember();
    void opened.then((isOpened) => {
      this.#opening.delete(key);
      if (!isOpened && this.#open.get(key) === review) {
        this.#dropUnlessOpen(review);
        this.#remember();
      }
    });
  }

  #forget(closed: readonly vscode.Tab[]): void {
    for (const review of this.#open.values()) {
      const isClosed = closed.some((tab) => isReviewTab(tab, review, review.title));
      if (isClosed) {
        this.#dropUnlessOpen(review);
        this.#remember();
      }
    }
  }

  #dropUnlessOpen(review: OpenReview): void {
    const key = keyOf(review);
    if (!this.#opening.has(key) && tabsOf(review).length === 0) {
      this.#open.delete(key);
      this.#empty.delete(key);
      this.#failed.delete(key);
    }
  }

  #remember(): void {
    void this.context.extension.workspaceState.update(storageKey, [...this.#open.values()]);
  }

  /** Only those in sight, since a review that is opened comes to the front. */
  #fill(): void {
    for (const key of this.#empty) {
      const shown = this.#open.get(key);
      const isKnown = shown && this.context.store.ticket(shown.trackId, shown.ticketId) !== undefined;
      if (isKnown && isInSight(shown)) {
        this.#empty.delete(key);
        void guard(this.context, "open review", () => this.#refill(shown), { isQuiet: true });
      }
    }
  }

  async #refill(shown: OpenReview): Promise<void> {
    const { trackId, ticketId } = shown;
    try {
      await refillReview(this.context, this.works, { trackId, ticketId });
    } catch (error) {
      if (this.#open.has(keyOf(shown))) {
        this.#failed.add(keyOf(shown));
      }
      throw error;
    }
  }

  #tryAgain(): void {
    for (const key of this.#failed) {
      const shown = this.#open.get(key);
      if (shown && !isInSight(shown)) {
        this.#failed.delete(key);
        this.#empty.add(key);
      }
    }
  }
}

function tabsOf(review: OpenReview): readonly vscode.Tab[] {
  return reviewTabs(review, review.title);
}

function isInSight(review: OpenReview): boolean {
  return tabsOf(review).some(({ isActive }) => isActive);
}

/** What the editor kept may be of another version: what is not written as it should be is left out. */
function read(kept: unknown): readonly OpenReview[] {
  return Array.isArray(kept) ? (kept as unknown[]).filter(isReview) : [];
}

function isReview(value: unknown): value is OpenReview {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const { commit, ticketId, title, trackId } = value as Partial<Record<keyof OpenReview, unknown>>;
  return [commit, ticketId, title, trackId].every((member) => typeof member === "string");
}

function keyOf({ trackId, ticketId }: TicketRef): string {
  return JSON.stringify([trackId, ticketId]);
}
