import { Disposable, EventEmitter } from "vscode";
import type { Engine } from "../../context";
import {
  type ApprovalInfo,
  ApprovalListRequest,
  ApprovalRequestedNotification,
  type ApprovalResolved,
  ApprovalResolvedNotification,
} from "../../protocol.generated";

/** What changed in the inbox. */
export interface InboxChange {
  readonly added: readonly ApprovalInfo[];
  readonly removed: readonly string[];
}

/**
 * The open approvals, as the server knows them: its list after every connection, and its notifications since. They stay
 * while the engine is away, since they are still open in its journal.
 */
export class ApprovalInbox implements Disposable {
  private readonly changed = new EventEmitter<InboxChange>();
  private open = new Map<string, ApprovalInfo>();
  private readonly closed = new Map<string, ApprovalResolved>();
  private listed = false;
  /** Notifications that arrive while a list is under way; they may be older or newer than it, so they are applied twice. */
  private readonly waitingDeltas = new Set<Delta[]>();
  private readonly owned: Disposable;

  /** Fires after every change, and after every list even when it brought nothing new. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly engine: Pick<Engine, "request" | "onNotification">) {
    this.owned = Disposable.from(
      this.changed,
      engine.onNotification(ApprovalRequestedNotification, (approval) =>
        this.receive((state) => state.set(approval.approvalId, approval)),
      ),
      engine.onNotification(ApprovalResolvedNotification, (resolved) => this.settle(resolved)),
    );
  }

  /** Oldest first. */
  get approvals(): readonly ApprovalInfo[] {
    return [...this.open.values()];
  }

  /** False until the first list has come: an empty inbox then says nothing. */
  get isListed(): boolean {
    return this.listed;
  }

  get(approvalId: string): ApprovalInfo | undefined {
    return this.open.get(approvalId);
  }

  /** What to look at after a request: the oldest other one of its ticket, else the oldest of all. */
  nextAfter({ approvalId, trackId, ticketId }: ApprovalInfo): ApprovalInfo | undefined {
    const others = this.approvals.filter((other) => other.approvalId !== approvalId);
    return others.find((other) => other.trackId === trackId && other.ticketId === ticketId) ?? others[0];
  }

  /** How a request ended, for the last ones that did. */
  resolutionOf(approvalId: string): ApprovalResolved | undefined {
    return this.closed.get(approvalId);
  }

  /** Asks the server for the whole list; starts it when it is not running. */
  async refresh(): Promise<void> {
    const deltas: Delta[] = [];
    this.waitingDeltas.add(deltas);
    try {
      const { approvals } = await this.engine.request(ApprovalListRequest, {});
      const next = new Map(approvals.map((approval) => [approval.approvalId, approval]));
      for (const delta of deltas) {
        delta(next);
      }
      this.listed = true;
      this.replace(next);
    } finally {
      this.waitingDeltas.delete(deltas);
    }
  }

  /** Notes that a request is answered or withdrawn. Saying it twice is harmless; the first word stands. */
  settle(resolved: ApprovalResolved): void {
    if (!this.closed.has(resolved.approvalId)) {
      this.closed.set(resolved.approvalId, resolved);
      this.forgetOldest();
    }
    this.receive((state) => state.delete(resolved.approvalId));
  }

  dispose(): void {
    this.owned.dispose();
  }

  private receive(delta: Delta): void {
    for (const deltas of this.waitingDeltas) {
      deltas.push(delta);
    }
    const next = new Map(this.open);
    delta(next);
    this.replace(next);
  }

  private replace(next: ReadonlyMap<string, ApprovalInfo>): void {
    const before = this.open;
    this.open = new Map([...next].sort(([, left], [, right]) => byAge(left, right)));
    this.changed.fire({
      added: [...this.open.values()].filter(({ approvalId }) => !before.has(approvalId)),
      removed: [...before.keys()].filter((approvalId) => !this.open.has(approvalId)),
    });
  }

  private forgetOldest(): void {
    const [oldest] = this.closed.keys();
    if (this.closed.size > rememberedResolutions && oldest !== undefined) {
      this.closed.delete(oldest);
    }
  }
}

type Delta = (state: Map<string, ApprovalInfo>) => void;

const rememberedResolutions = 200;

function byAge(left: ApprovalInfo, right: ApprovalInfo): number {
  return (
    Date.parse(left.requestedAt) - Date.parse(right.requestedAt) ||
    left.approvalId.localeCompare(right.approvalId, "en")
  );
}
