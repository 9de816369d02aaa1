import * as vscode from "vscode";
import type { TrackStore, TrackStoreChange, WorkspaceRoot } from "../../context";
import type { TrackListItem } from "../../protocol.generated";
import { Throttle } from "../../shared/throttle";
import { GoneTrees } from "./goneTrees";
import { contextItem, problemItem, ticketItem, ticketSight, trackItem, trackSight } from "./ticketItems";
import { type TicketNode, TicketNodes, type TicketsNode, type TrackNode } from "./ticketNodes";
import { ticketTooltip } from "./ticketTooltip";
import { WaitClock } from "./waitClock";

const refreshMilliseconds = 250;

/** Rows of the Tickets view: tracks, their tickets, and the tickets' context files. */
export class TicketTree implements vscode.TreeDataProvider<TicketsNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TicketsNode[] | undefined>();
  readonly #nodes = new TicketNodes();
  readonly #throttle = new Throttle(refreshMilliseconds, () => this.#flush());
  /** Rows of tracks and tickets that may say something new. */
  readonly #pending = new Set<TrackNode | TicketNode>();
  /** Tracks whose tickets may have come, gone or moved. */
  readonly #reordered = new Set<TrackNode>();
  /** What rows showed when they were drawn last, by id: drawing one again, or its children, closes an open menu. */
  readonly #shown = new Map<string, string>();
  /** Ids of the rows below each row of a track, and below the root (the empty id), when they were listed last. */
  readonly #listed = new Map<string, string>();
  readonly #clock = new WaitClock(
    ({ trackId, ticketId }) => this.store.ticket(trackId, ticketId)?.waiting?.until !== undefined,
    (rows) => this.#draw(rows),
  );
  readonly #gone: GoneTrees;
  readonly #subscription: { dispose(): unknown };
  #isListPending = false;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    private readonly store: TrackStore,
    private readonly workspace: WorkspaceRoot,
  ) {
    this.#gone = new GoneTrees(workspace);
    this.#subscription = store.onDidChange((change) => this.#note(change));
  }

  getChildren(parent?: TicketsNode): TicketsNode[] {
    if (!parent) {
      const tracks = this.#tracks();
      this.#listed.set("", idsOf(tracks));
      return tracks;
    }
    switch (parent.kind) {
      case "track": {
        const rows = this.#below(parent);
        this.#listed.set(parent.id, idsOf(rows));
        return rows;
      }
      case "ticket":
        return (
          this.store
            .ticket(parent.trackId, parent.ticketId)
            ?.contextRequirements.map((path) => this.#nodes.context(parent.trackId, parent.ticketId, path)) ??
          []
        );
      case "context":
      case "problem":
        return [];
    }
  }

  getParent(node: TicketsNode): TicketsNode | undefined {
    switch (node.kind) {
      case "track":
        return undefined;
      case "ticket":
        return this.#trackNode(node.trackId);
      case "context":
        return this.#nodes.ticket(node.trackId, node.ticketId);
      case "problem":
        return node.track;
    }
  }

  getTreeItem(node: TicketsNode): vscode.TreeItem {
    switch (node.kind) {
      case "track": {
        const item = this.#item(node);
        const snapshot = this.#snapshot(node);
        if (!item) {
          return new vscode.TreeItem(node.path ?? node.id);
        }
        this.#shown.set(node.id, trackSight(item, snapshot));
        return trackItem(node, item, snapshot);
      }
      case "ticket": {
        const ticket = this.store.ticket(node.trackId, node.ticketId);
        if (!ticket) {
          return new vscode.TreeItem(node.ticketId);
        }
        const shown = this.#gone.without(ticket);
        this.#shown.set(node.id, ticketSight(shown));
        return ticketItem(node, shown);
      }
      case "context":
        return contextItem(
          node,
          this.workspace.toUri(node.path),
          this.store
            .ticket(node.trackId, node.ticketId)
            ?.contextViews?.find(({ path }) => path === node.path),
        );
      case "problem":
        return problemItem(node, this.workspace.toUri(node.path));
    }
  }

  resolveTreeItem(item: vscode.TreeItem, node: TicketsNode): vscode.TreeItem {
    const ticket = node.kind === "ticket" ? this.store.ticket(node.trackId, node.ticketId) : undefined;
    if (ticket) {
      item.tooltip = ticketTooltip(ticket);
    }
    return item;
  }

  /** To be called when working trees may have come or gone: rows of tickets whose tree has are drawn anew. */
  async lookForTrees(): Promise<void> {
    await this.#lookForTrees(this.#tracks().flatMap((node) => this.#tickets(node)));
  }

  /** While nobody looks, nothing counts down. */
  show(isVisible: boolean): void {
    this.#clock.show(isVisible);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#clock.dispose();
    this.#throttle.dispose();
    this.#changed.dispose();
  }

  #item(node: TrackNode): TrackListItem | undefined {
    return this.store.tracks.find(({ trackId, path }) =>
      node.trackId === undefined ? trackId === undefined && path === node.path : trackId === node.trackId,
    );
  }

  #snapshot({ trackId }: TrackNode): ReturnType<TrackStore["snapshot"]> {
    return trackId === undefined ? undefined : this.store.snapshot(trackId);
  }

  #trackNode(trackId: string): TrackNode {
    return this.#nodes.track(trackId, this.store.tracks.find((track) => track.trackId === trackId)?.path);
  }

  #tracks(): TrackNode[] {
    return this.store.tracks.map(({ trackId, path }) => this.#nodes.track(trackId, path));
  }

  #below(node: TrackNode): TicketsNode[] {
    return [...this.#problems(node), ...this.#tickets(node)];
  }

  #problems(node: TrackNode): TicketsNode[] {
    const { path, problems = [] } = this.#item(node) ?? {};
    return path === undefined
      ? []
      : problems.map((problem, index) => this.#nodes.problem(node, path, problem, index));
  }

  #tickets(node: TrackNode): TicketNode[] {
    const snapshot = this.#snapshot(node);
    return snapshot?.tickets.map((ticket) => this.#nodes.ticket(snapshot.trackId, ticket.id)) ?? [];
  }

  #note(change: TrackStoreChange): void {
    if (change.kind === "list") {
      this.#isListPending = true;
      this.#clock.lookAtAll(this.#tracks().flatMap((node) => this.#tickets(node)));
      void this.lookForTrees();
    } else {
      const node = this.#trackNode(change.trackId);
      this.#pending.add(node);
      if (change.membership) {
        this.#reordered.add(node);
      }
      const tickets = change.tickets.map((ticketId) => this.#nodes.ticket(change.trackId, ticketId));
      this.#clock.look(tickets);
      void this.#lookForTrees(tickets);
      tickets.forEach((ticket) => this.#pending.add(ticket));
    }
    this.#throttle.ask();
  }

  async #lookForTrees(rows: readonly TicketNode[]): Promise<void> {
    const news = await Promise.all(
      rows.map(async (row) => {
        const ticket = this.store.ticket(row.trackId, row.ticketId);
        return ticket !== undefined && (await this.#gone.look(ticket)) ? [row] : [];
      }),
    );
    if (news.some((found) => found.length > 0)) {
      this.#draw(news.flat());
    }
  }

  #draw(rows: Iterable<TicketNode>): void {
    for (const row of rows) {
      this.#pending.add(row);
    }
    this.#throttle.ask();
  }

  #flush(): void {
    const listed = this.#isListPending ? this.#tracks() : [];
    const candidates = new Set([
      ...this.#pending,
      ...listed,
      ...listed.flatMap((node) => this.#tickets(node)),
    ]);
    const reordered = new Set([...this.#reordered, ...listed]);
    const isListNew = this.#isListPending && idsOf(listed) !== this.#listed.get("");
    this.#isListPending = false;
    this.#pending.clear();
    this.#reordered.clear();
    if (isListNew) {
      this.#changed.fire(undefined);
      return;
    }
    const rows = [...candidates].filter((node) =>
      node.kind === "track" && reordered.has(node)
        ? this.#saysNew(node) || this.#hasNewRows(node)
        : this.#saysNew(node),
    );
    // A track's refresh draws its tickets too.
    const tracks = new Set(rows.flatMap((node) => (node.kind === "track" ? node.trackId : [])));
    const needed = rows.filter((node) => node.kind === "track" || !tracks.has(node.trackId));
    if (needed.length > 0) {
      this.#changed.fire(needed);
    }
  }

  /** A row that was never drawn has nothing to say anew; when it is drawn it shows today's state. */
  #saysNew(node: TrackNode | TicketNode): boolean {
    const before = this.#shown.get(node.id);
    return before !== undefined && before !== this.#sight(node);
  }

  #hasNewRows(node: TrackNode): boolean {
    const before = this.#listed.get(node.id);
    return before !== undefined && before !== idsOf(this.#below(node));
  }

  #sight(node: TrackNode | TicketNode): string | undefined {
    if (node.kind === "ticket") {
      const ticket = this.store.ticket(node.trackId, node.ticketId);
      return ticket && ticketSight(this.#gone.without(ticket));
    }
    const item = this.#item(node);
    return item && trackSight(item, this.#snapshot(node));
  }
}

function idsOf(rows: readonly TicketsNode[]): string {
  return JSON.stringify(rows.map((row) => (row.kind === "problem" ? [row.id, row.problem] : row.id)));
}
