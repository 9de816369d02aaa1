import * as vscode from "vscode";
import { type ContextKey, contextKeys } from "../../commands";
import type { ConductorContext } from "../../context";
import { shownState, totalsOf } from "./totals";

/** Keeps the context keys of menus and welcome texts up to date. Keys are told to the editor only when they change. */
export class ContextKeyUpdates implements vscode.Disposable {
  readonly #told = new Map<ContextKey, unknown>();
  readonly #subscriptions: { dispose(): unknown }[];

  constructor({ engine, store, workspace }: ConductorContext) {
    const update = (): void => {
      const totals = totalsOf(store);
      this.#tell(contextKeys.hasTracks, store.tracks.length > 0);
      this.#tell(contextKeys.hasTickets, totals.tickets > 0);
      this.#tell(contextKeys.hasRunning, isUnderWay());
      this.#tell(contextKeys.isPaused, totals.isPaused);
      tellState();
    };
    const isUnderWay = (): boolean =>
      store.tracks.some(
        ({ trackId }) => trackId !== undefined && store.snapshot(trackId)?.status === "running",
      );
    const tellState = (): void => this.#tell(contextKeys.engineState, shownState(engine, store));
    this.#subscriptions = [store.onDidChange(update), engine.onDidChangeState(tellState)];
    tellState();
    update();
    void this.#lookForTracks(workspace.folder);
  }

  dispose(): void {
    this.#subscriptions.forEach((subscription) => void subscription.dispose());
    for (const key of this.#told.keys()) {
      void vscode.commands.executeCommand("setContext", key, undefined);
    }
  }

  /** Menus of the Explorer appear before the engine has ever been asked, where there is something to add files to. */
  async #lookForTracks(folder: vscode.WorkspaceFolder | undefined): Promise<void> {
    if (folder) {
      const pattern = new vscode.RelativePattern(folder, "**/*.track.json");
      const found = await vscode.workspace.findFiles(pattern, "**/node_modules/**", 1);
      if (found.length > 0) {
        this.#tell(contextKeys.hasTracks, true);
      }
    }
  }

  #tell(key: ContextKey, value: unknown): void {
    if (this.#told.get(key) !== value) {
      this.#told.set(key, value);
      void vscode.commands.executeCommand("setContext", key, value);
    }
  }
}
