import { type Disposable, EventEmitter } from "vscode";
import type { Draft } from "./draft";

/** Unsent edits by approval id. They outlive the panel and the engine, and go with the request they belong to. */
export class DraftStore implements Disposable {
  private readonly drafts = new Map<string, Draft>();
  private readonly changed = new EventEmitter<string>();

  /** Fires with the approval id. */
  readonly onDidChange = this.changed.event;

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
    this.changed.fire(approvalId);
  }

  /** Forgets the drafts of requests that are over. */
  forget(approvalIds: readonly string[]): void {
    for (const approvalId of approvalIds) {
      this.drafts.delete(approvalId);
    }
  }

  dispose(): void {
    this.changed.dispose();
  }
}
