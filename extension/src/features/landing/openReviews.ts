import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import type { TicketStateName } from "../../protocol.generated";
import { announce } from "../../shared/announce";
import { guard } from "../../shared/commandBoundary";
import type { TicketRef } from "../tickets/ticketArguments";
import { reviewTabs, reviewWork } from "./reviewWork";
import type { WorkReviews } from "./workReviews";

/** Its work waits for a person's word. */
const waiting: readonly TicketStateName[] = ["awaitingLanding", "conflict"];

const storageKey = "conductor.openReviews";

interface OpenReview extends TicketRef {
  readonly commit: string;
}

/**
 * Reviews that are open as tabs. One whose work has come back to its gate as another one is told of; and one that outlives a reload, which
 * the editor shows empty, is filled again when it comes into sight.
 */
export class OpenReviews implements vscode.Disposable {
  readonly #open = new Map<string, OpenReview>();
  /** Of the window before: their tabs are empty. */
  readonly #empty = new Set<string>();
  readonly #waiting = new Set<string>();
  readonly #owned: vscode.Disposable;

  constructor(
    private readonly context: Pick<ConductorContext, "extension" | "log" | "store" | "workspace">,
    private readonly works: WorkReviews,
  ) {
    for (const review of read(context.extension.workspaceState.get<unknown>(storageKey))) {
      this.#open.set(keyOf(review), review);
      this.#empty.add(keyOf(review));
    }
    this.#owned = vscode.Disposable.from(
      works.onDidShow((review) => this.#note(review)),
      context.store.onDidChange((change) => {
        if (change.kind === "track") {
          change.tickets.forEach((ticketId) => this.#follow({ trackId: change.trackId, ticketId }));
        }
        this.#fill();
      }),
      vscode.window.tabGroups.onDidChangeTabs(() => this.#fill()),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #note(review: OpenReview): void {
    this.#open.set(keyOf(review), review);
    this.#empty.delete(keyOf(review));
    for (const [key, { ticketId }] of this.#open) {
      if (key !== keyOf(review) && reviewTabs(ticketId).length === 0) {
        this.#open.delete(key);
        this.#empty.delete(key);
      }
    }
    void this.context.extension.workspaceState.update(storageKey, [...this.#open.values()]);
  }

  /** Asked once each time the work comes to its gate. */
  #follow(ref: TicketRef): void {
    const key = keyOf(ref);
    const ticket = this.context.store.ticket(ref.trackId, ref.ticketId);
    const shown = this.#open.get(key);
    if (!ticket || !waiting.includes(ticket.state)) {
      this.#waiting.delete(key);
    } else if (!this.#waiting.has(key)) {
      this.#waiting.add(key);
      if (shown && !this.#empty.has(key) && reviewTabs(ref.ticketId).length > 0) {
        void guard(this.context, "open review", () => this.#compare(shown), { isQuiet: true });
      }
    }
  }

  async #compare(shown: OpenReview): Promise<void> {
    const { trackId, ticketId } = shown;
    const { commit } = await this.works.ask({ trackId, ticketId });
    if (commit !== shown.commit && this.#open.get(keyOf(shown)) === shown) {
      announce(
        this.context,
        "information",
        vscode.l10n.t("The work of {0} is another one than its open review shows.", ticketId),
        [
          {
            label: vscode.l10n.t("Review Changes"),
            command: commands.ticketReviewChanges,
            arguments: [{ trackId, ticketId }],
          },
        ],
      );
    }
  }

  /** Only those in sight, since a review that is opened comes to the front. */
  #fill(): void {
    for (const key of this.#empty) {
      const shown = this.#open.get(key);
      const isKnown = shown && this.context.store.ticket(shown.trackId, shown.ticketId) !== undefined;
      if (isKnown && reviewTabs(shown.ticketId).some(({ isActive }) => isActive)) {
        this.#empty.delete(key);
        void guard(this.context, "open review", () => this.#openAnew(shown), { isQuiet: true });
      }
    }
  }

  /** The editor takes an empty one for the same review, so it goes first. */
  async #openAnew({ ticketId, trackId }: OpenReview): Promise<void> {
    await vscode.window.tabGroups.close(reviewTabs(ticketId), true);
    await reviewWork(this.context, this.works, { trackId, ticketId });
  }
}

/** What the editor kept may be of another version: what is not written as it should be is left out. */
function read(kept: unknown): readonly OpenReview[] {
  return Array.isArray(kept) ? (kept as unknown[]).filter(isReview) : [];
}

function isReview(value: unknown): value is OpenReview {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const { commit, ticketId, trackId } = value as Partial<Record<keyof OpenReview, unknown>>;
  return [commit, ticketId, trackId].every((member) => typeof member === "string");
}

function keyOf({ trackId, ticketId }: TicketRef): string {
  return JSON.stringify([trackId, ticketId]);
}
