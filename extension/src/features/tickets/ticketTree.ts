import * as vscode from "vscode";
import type { TrackStore, TrackStoreChange, WorkspaceRoot } from "../../context";
import type { TrackListItem } from "../../protocol.generated";
import { Throttle } from "../../shared/throttle";
import { contextItem, problemItem, ticketItem, trackDescription, trackItem } from "./ticketItems";
import { TicketNodes, type TicketsNode, type TrackNode } from "./ticketNodes";
import { ticketTooltip } from "./ticketTooltip";

const refreshMilliseconds = 250;

/** Rows of the Tickets view: tracks, their tickets, and the tickets' context files. */
export class TicketTree implements vscode.TreeDataProvider<TicketsNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TicketsNode[] | undefined>();
  readonly #nodes = new TicketNodes();
  readonly #throttle = new Throttle(refreshMilliseconds, () => this.#flush());
  readonly #pending = new Set<TicketsNode>();
  /** What track rows show, so that a row is drawn again only when it says something new. */
  readonly #shown = new Map<string, string>();
  readonly #subscription: { dispose(): unknown };
  #isAllPending = false;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    private readonly store: TrackStore,
    private readonly workspace: WorkspaceRoot,
  ) {
    this.#subscription = store.onDidChange((change) => this.#note(change));
  }

  getChildren(parent?: TicketsNode): TicketsNode[] {
    if (!parent) {
      return this.store.tracks.map(({ trackId, path }) => this.#nodes.track(trackId, path));
    }
    switch (parent.kind) {
      case "track":
        return [...this.#problems(parent), ...this.#tickets(parent)];
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
        this.#shown.set(node.id, trackDescription(item, snapshot));
        return trackItem(node, item, snapshot);
      }
      case "ticket": {
        const ticket = this.store.ticket(node.trackId, node.ticketId);
        return ticket ? ticketItem(node, ticket) : new vscode.TreeItem(node.ticketId);
      }
      case "context":
        return contextItem(node, this.workspace.toUri(node.path));
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

  /** The row of a ticket, for revealing it. */
  ticketNode(trackId: string, ticketId: string): TicketsNode {
    return this.#nodes.ticket(trackId, ticketId);
  }

  dispose(): void {
    this.#subscription.dispose();
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

  #problems(node: TrackNode): TicketsNode[] {
    const { path, problems = [] } = this.#item(node) ?? {};
    return path === undefined
      ? []
      : problems.map((problem, index) => this.#nodes.problem(node, path, problem, index));
  }

  #tickets(node: TrackNode): TicketsNode[] {
    const snapshot = this.#snapshot(node);
    return snapshot?.tickets.map((ticket) => this.#nodes.ticket(snapshot.trackId, ticket.id)) ?? [];
  }

  #note(change: TrackStoreChange): void {
    if (change.kind === "list") {
      this.#isAllPending = true;
    } else {
      const node = this.#trackNode(change.trackId);
      const item = this.#item(node);
      const isNews = item && trackDescription(item, this.#snapshot(node)) !== this.#shown.get(node.id);
      if (change.membership || isNews) {
        this.#pending.add(node);
      }
      for (const ticketId of change.tickets) {
        this.#pending.add(this.#nodes.ticket(change.trackId, ticketId));
      }
    }
    this.#throttle.ask();
  }

  #flush(): void {
    const nodes = [...this.#pending];
    this.#pending.clear();
    if (this.#isAllPending) {
      this.#isAllPending = false;
      this.#changed.fire(undefined);
      return;
    }
    // A track's refresh draws its tickets too.
    const tracks = new Set(nodes.flatMap((node) => (node.kind === "track" ? node.trackId : [])));
    const rows = nodes.filter((node) => node.kind !== "ticket" || !tracks.has(node.trackId));
    if (rows.length > 0) {
      this.#changed.fire(rows);
    }
  }
}
