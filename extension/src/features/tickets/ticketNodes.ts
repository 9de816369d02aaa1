import type { ProblemInfo } from "../../protocol.generated";

/** A track file; without a trackId it cannot be loaded. */
export interface TrackNode {
  readonly kind: "track";
  readonly id: string;
  readonly trackId: string | undefined;
  /** The file when the row was first shown. That of a loaded track may be renamed later: ask the store for it. */
  readonly path: string | undefined;
}

export interface TicketNode {
  readonly kind: "ticket";
  readonly id: string;
  readonly trackId: string;
  readonly ticketId: string;
}

/** A context file of a ticket. */
export interface ContextNode {
  readonly kind: "context";
  readonly id: string;
  readonly trackId: string;
  readonly ticketId: string;
  /** Workspace-relative, '/'-separated. */
  readonly path: string;
}

/** Something wrong in a track file. */
export interface ProblemNode {
  readonly kind: "problem";
  readonly id: string;
  readonly track: TrackNode;
  readonly path: string;
  readonly problem: ProblemInfo;
}

/** A row of the Tickets view. It is identity only; what it shows is looked up when it is drawn. */
export type TicketsNode = TrackNode | TicketNode | ContextNode | ProblemNode;

/** Hands out one object per row for ever, so that the view keeps selection and expansion. */
export class TicketNodes {
  readonly #nodes = new Map<string, TicketsNode>();

  track(trackId: string | undefined, path: string | undefined): TrackNode {
    const id = trackId === undefined ? `file ${path ?? ""}` : `track ${trackId}`;
    return this.#get({ kind: "track", id, trackId, path });
  }

  ticket(trackId: string, ticketId: string): TicketNode {
    return this.#get({ kind: "ticket", id: `ticket ${trackId} ${ticketId}`, trackId, ticketId });
  }

  context(trackId: string, ticketId: string, path: string): ContextNode {
    return this.#get({
      kind: "context",
      id: `context ${trackId} ${ticketId} ${path}`,
      trackId,
      ticketId,
      path,
    });
  }

  problem(track: TrackNode, path: string, problem: ProblemInfo, index: number): ProblemNode {
    // A problem may move while somebody types, so its row is a new one each time.
    return { kind: "problem", id: `problem ${path} ${index}`, track, path, problem };
  }

  #get<T extends TicketsNode>(node: T): T {
    const known = this.#nodes.get(node.id);
    if (known?.kind === node.kind) {
      return known as T;
    }
    this.#nodes.set(node.id, node);
    return node;
  }
}

/** Narrows what a menu or another extension hands to a command. */
export function isTicketsNode(value: unknown): value is TicketsNode {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    "id" in value &&
    typeof value.kind === "string" &&
    ["track", "ticket", "context", "problem"].includes(value.kind)
  );
}
