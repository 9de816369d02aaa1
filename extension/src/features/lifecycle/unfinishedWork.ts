import type * as vscode from "vscode";
import type { TrackStore } from "../../context";

const key = "conductor.hasUnfinishedWork";

/**
 * Remembers, over windows, that a run was going or paused or that an approval was open when this folder was last seen. It
 * only decides whether the engine is started to look again; what is really open the engine says.
 */
export class UnfinishedWork implements vscode.Disposable {
  readonly #subscription: vscode.Disposable;
  #isUnfinished: boolean;

  constructor(
    private readonly memory: Pick<vscode.Memento, "get" | "update">,
    private readonly store: TrackStore,
  ) {
    this.#isUnfinished = memory.get(key) === true;
    this.#subscription = store.onDidChange(() => this.#note());
  }

  get isUnfinished(): boolean {
    return this.#isUnfinished;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #note(): void {
    const isUnfinished = this.store.tracks.some(({ trackId, status }) => {
      const snapshot = trackId === undefined ? undefined : this.store.snapshot(trackId);
      const current = snapshot?.status ?? status;
      const isWaiting = snapshot?.tickets.some(({ approvalIds }) => approvalIds.length > 0);
      return current === "running" || current === "paused" || isWaiting === true;
    });
    if (isUnfinished !== this.#isUnfinished) {
      this.#isUnfinished = isUnfinished;
      void this.memory.update(key, isUnfinished);
    }
  }
}
