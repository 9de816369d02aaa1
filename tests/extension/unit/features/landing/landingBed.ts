import { vi } from "vitest";
import type { ConductorContext, TrackStoreChange } from "../../../../../extension/src/context";
import { activateLanding, type Reviews } from "../../../../../extension/src/features/landing";
import type { ReviewComments } from "../../../../../extension/src/features/landing/reviewComments";
import { WorkReviews } from "../../../../../extension/src/features/landing/workReviews";
import type { IntegrationInfo, TicketInfo } from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { FakeMemento } from "../../fakes/fakeMemento";
import { noRows, snapshot, ticket, trackId } from "../../fakes/tracks";
import { EventEmitter, reset, state, Uri } from "../../fakes/vscode";

export const ref = { trackId, ticketId: "T-1" };
export const otherRef = { trackId: ".conductor/tracks/b.track.json", ticketId: "T-1" };

/** The room of landings in an editor, on a track whose ticket and integration branch a test changes. */
export class LandingBed {
  readonly engine = new FakeEngine();
  readonly changed = new EventEmitter<TrackStoreChange>();
  readonly works: WorkReviews;
  readonly comments: ReviewComments;
  readonly reviews: Reviews["open"];
  readonly logged: string[] = [];
  ticket: TicketInfo = ticket("T-1", {
    state: "awaitingLanding",
    tree: { folder: ".conductor/worktrees/a-t-1", branch: "conductor/a/t/t-1", base: "ba5e" },
  });
  /** Of another track, whose ticket has the same id. */
  other: TicketInfo | undefined;
  integration: IntegrationInfo | undefined;
  isTrusted = true;

  /** @param memento The editor's memory of the workspace, which outlives a window. */
  constructor(readonly memento = new FakeMemento()) {
    reset();
    this.works = new WorkReviews(this.engine);
    ({ comments: this.comments, open: this.reviews } = activateLanding(this.context, this.works, noRows));
  }

  get context(): ConductorContext {
    const { changed, memento } = this;
    const isTrusted = (): boolean => this.isTrusted;
    const root = Uri.file("/work");
    return {
      engine: this.engine,
      extension: { subscriptions: [], workspaceState: memento },
      log: { error: (text: string) => this.logged.push(text) },
      store: {
        tracks: [trackId, otherRef.trackId].map((id) => ({ trackId: id, path: id, description: "A track" })),
        onDidChange: changed.event,
        snapshot: (track: string) =>
          track === trackId
            ? snapshot({
                status: "done",
                tickets: [this.ticket],
                ...(this.integration ? { integration: this.integration } : {}),
              })
            : undefined,
        ticket: (track: string, id: string) =>
          id !== "T-1" ? undefined : track === trackId ? this.ticket : this.other,
        refresh: () => Promise.resolve(),
      },
      workspace: {
        get isTrusted() {
          return isTrusted();
        },
        toUri: (path: string) => Uri.joinPath(root, path),
        toPath: (uri: Uri) => (uri.path.startsWith("/work/") ? uri.path.slice("/work/".length) : undefined),
      },
    } as unknown as ConductorContext;
  }

  /** Runs a command as a row, a button or the palette does. */
  async run(command: string, ...args: unknown[]): Promise<void> {
    await state.commands.get(command)?.(...args);
    // Messages are answered after the command is over.
    await vi.waitFor(() => Promise.resolve());
  }

  /** The ticket comes to another state. */
  become(changes: Partial<TicketInfo>): void {
    this.ticket = { ...this.ticket, ...changes };
    this.changed.fire({ kind: "track", trackId, tickets: ["T-1"], membership: false });
  }
}

export const texts = (): string[] => state.messages.map(({ text }) => text);
