import { isDeepStrictEqual } from "node:util";
import * as vscode from "vscode";
import type { Engine, TrackStore, TrackStoreChange } from "../../context";
import {
  ErrorCodes,
  type TicketInfo,
  TrackChangedNotification,
  type TrackChanged,
  TrackGetRequest,
  type TrackListItem,
  TrackListChangedNotification,
  TrackListRequest,
  TrackOpenRequest,
  type TrackSnapshot,
} from "../../protocol.generated";
import { guard } from "../../shared/commandBoundary";
import { codeOf } from "../../shared/errors";
import { applyDelta, isGap, isNews } from "./trackDelta";

/** The server's tracks as last heard. It derives nothing: every word of a snapshot is the server's. */
export class ServerTrackStore implements TrackStore, vscode.Disposable {
  readonly #change = new vscode.EventEmitter<TrackStoreChange>();
  readonly #snapshots = new Map<string, TrackSnapshot>();
  readonly #tickets = new Map<string, Map<string, TicketInfo>>();
  /** Deltas that arrive while a snapshot is on its way; those newer than it are applied after it. */
  readonly #early = new Map<string, TrackChanged[]>();
  readonly #disposables: { dispose(): unknown }[];
  #tracks: readonly TrackListItem[] = [];
  /** What the last list said that a person sees; undefined before the first. */
  #announced: unknown;
  #refreshing: Promise<void> | undefined;
  #isOutdated = false;
  #isUnknown = true;
  /** Ends what is being asked when nobody wants to know it any more. */
  readonly #closing = new vscode.CancellationTokenSource();

  readonly onDidChange = this.#change.event;

  constructor(
    private readonly engine: Engine,
    private readonly log: Pick<vscode.LogOutputChannel, "error">,
  ) {
    this.#disposables = [
      this.#change,
      engine.onNotification(TrackChangedNotification, (delta) => this.#receive(delta)),
      engine.onNotification(TrackListChangedNotification, () => this.#refreshInBackground()),
      engine.onDidConnect(() => {
        // A new process numbers its revisions from its journal; nothing heard before counts.
        this.#snapshots.clear();
        this.#announced = undefined;
        this.#refreshInBackground();
      }),
    ];
  }

  get isUnknown(): boolean {
    return this.#isUnknown;
  }

  get tracks(): readonly TrackListItem[] {
    return this.#tracks;
  }

  snapshot(trackId: string): TrackSnapshot | undefined {
    return this.#snapshots.get(trackId);
  }

  ticket(trackId: string, ticketId: string): TicketInfo | undefined {
    return this.#tickets.get(trackId)?.get(ticketId);
  }

  refresh(): Promise<void> {
    if (this.#refreshing) {
      // What is asked for now may be newer than what is on its way.
      this.#isOutdated = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#load().finally(() => {
      this.#refreshing = undefined;
      // Also when it failed, which whoever asked is told: nothing is on its way then.
      this.#know();
    });
    return this.#refreshing;
  }

  dispose(): void {
    this.#closing.cancel();
    this.#disposables.forEach((disposable) => void disposable.dispose());
  }

  async #load(): Promise<void> {
    for (this.#isOutdated = true; this.#isOutdated;) {
      this.#isOutdated = false;
      const { tracks } = await this.engine.request(TrackListRequest, {}, this.#closing.token);
      this.#tracks = tracks;
      this.#forgetAllBut(tracks);
      await Promise.all(tracks.map((track) => this.#open(track)));
      this.#isUnknown = false;
      this.#announceList();
    }
  }

  #know(): void {
    if (this.#isUnknown) {
      this.#isUnknown = false;
      this.#change.fire({ kind: "list" });
    }
  }

  /**
   * The server says that the list changed after every save of a track file. Only news is passed on, since rows that are
   * drawn again lose an open menu. A snapshot knows its track's status better than the list.
   */
  #announceList(): void {
    const list = this.#tracks.map((track) => {
      const snapshot = track.trackId === undefined ? undefined : this.#snapshots.get(track.trackId);
      return { ...track, status: snapshot ? "in its snapshot" : track.status };
    });
    if (!isDeepStrictEqual(list, this.#announced)) {
      this.#announced = list;
      this.#change.fire({ kind: "list" });
    }
  }

  async #open({ trackId, path }: TrackListItem): Promise<void> {
    if (trackId === undefined || this.#snapshots.has(trackId)) {
      return;
    }
    await this.#fetch(trackId, () => this.#ask(trackId, path));
  }

  /** A refused file cannot be opened; the track that was loaded from it before is there all the same. */
  async #ask(trackId: string, path: string | undefined): Promise<TrackSnapshot> {
    try {
      if (path !== undefined) {
        return await this.engine.request(TrackOpenRequest, { path });
      }
    } catch (error) {
      if (codeOf(error) !== ErrorCodes.invalidTrack) {
        throw error;
      }
    }
    return this.engine.request(TrackGetRequest, { trackId });
  }

  /** A track that cannot be had is logged and shown as the list describes it; the others go on. */
  async #fetch(trackId: string, ask: () => Promise<TrackSnapshot>): Promise<void> {
    this.#early.set(trackId, this.#early.get(trackId) ?? []);
    await this.#quietly(async () => {
      this.#keep(await ask());
      this.#early.get(trackId)?.forEach((delta) => this.#apply(delta));
    });
    this.#early.delete(trackId);
  }

  #receive(delta: TrackChanged): void {
    const early = this.#early.get(delta.trackId);
    if (early) {
      early.push(delta);
      return;
    }
    const snapshot = this.#snapshots.get(delta.trackId);
    if (!snapshot) {
      this.#refreshInBackground();
    } else if (isGap(snapshot, delta)) {
      void this.#refetch(delta.trackId);
    } else {
      this.#apply(delta);
    }
  }

  async #refetch(trackId: string): Promise<void> {
    const before = new Set(this.#tickets.get(trackId)?.keys());
    await this.#fetch(trackId, () => this.engine.request(TrackGetRequest, { trackId }));
    const after = [...(this.#tickets.get(trackId)?.keys() ?? [])];
    const membership = after.length !== before.size || after.some((id) => !before.has(id));
    this.#change.fire({ kind: "track", trackId, tickets: after, membership });
  }

  #apply(delta: TrackChanged): void {
    const snapshot = this.#snapshots.get(delta.trackId);
    if (!snapshot || !isNews(snapshot, delta)) {
      return;
    }
    this.#keep(applyDelta(snapshot, delta));
    this.#change.fire({
      kind: "track",
      trackId: delta.trackId,
      tickets: delta.tickets.map((ticket) => ticket.id),
      membership: delta.order !== undefined || delta.removed.length > 0,
    });
  }

  #keep(snapshot: TrackSnapshot): void {
    this.#snapshots.set(snapshot.trackId, snapshot);
    this.#tickets.set(snapshot.trackId, new Map(snapshot.tickets.map((ticket) => [ticket.id, ticket])));
  }

  #forgetAllBut(tracks: readonly TrackListItem[]): void {
    const kept = new Set(tracks.map((track) => track.trackId));
    for (const trackId of [...this.#tickets.keys()].filter((candidate) => !kept.has(candidate))) {
      this.#snapshots.delete(trackId);
      this.#tickets.delete(trackId);
    }
  }

  #refreshInBackground(): void {
    void this.#quietly(() => this.refresh());
  }

  /** What fails shows as what the list says of the track, or as the engine's state. */
  #quietly(work: () => Promise<void>): Promise<void> {
    return guard({ log: this.log }, "tracks", work, { isQuiet: true });
  }
}
