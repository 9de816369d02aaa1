import { type Disposable, EventEmitter, type Memento } from "vscode";
import { type Draft, isJsonObject } from "./draft";
import { parseDraft } from "./panelMessages";

const key = "conductor.approvals.drafts";

/**
 * Unsent edits by approval id, kept in the editor's memory of this workspace. They outlive the panel, the window and the
 * engine, and go with the request they belong to.
 */
export class DraftStore implements Disposable {
  private readonly drafts: Map<string, Draft>;
  private readonly changed = new EventEmitter<string>();

  /** Fires with the approval id. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: Pick<Memento, "get" | "update">) {
    this.drafts = new Map(readDrafts(memory.get(key)));
  }

  get(approvalId: string): Draft | undefined {
    return this.drafts.get(approvalId);
  }

  /** Undefined forgets. */
  set(approvalId: string, draft: Draft | undefined): void {
    if (draft === undefined) {
      if (!this.drafts.delete(approvalId)) {
        return;
      }
    } else {
      this.drafts.set(approvalId, draft);
    }
    this.save();
    this.changed.fire(approvalId);
  }

  /** Forgets the drafts of requests that are over. */
  keepOnly(openIds: readonly string[]): void {
    const over = [...this.drafts.keys()].filter((approvalId) => !openIds.includes(approvalId));
    if (over.length > 0) {
      over.forEach((approvalId) => this.drafts.delete(approvalId));
      this.save();
    }
  }

  dispose(): void {
    this.changed.dispose();
  }

  private save(): void {
    void this.memory.update(key, Object.fromEntries(this.drafts));
  }
}

function readDrafts(saved: unknown): [string, Draft][] {
  return Object.entries(isJsonObject(saved) ? saved : {}).flatMap(([approvalId, raw]): [string, Draft][] => {
    const parsed = parseDraft(raw);
    return parsed.kind === "draft" && parsed.member.draft ? [[approvalId, parsed.member.draft]] : [];
  });
}
