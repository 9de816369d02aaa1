import type * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { guard } from "../../shared/commandBoundary";
import { exists } from "../../shared/files";
import { inView } from "../../shared/progress";

/** Written by the engine when a run first starts in a folder; without it no run and no approval can be on record. */
const journal = ".conductor/conductor.db";

/** A view that wants the engine while somebody looks at it. */
export interface WatchedView {
  readonly id: string;
  readonly view: Pick<vscode.TreeView<unknown>, "visible" | "onDidChangeVisibility">;
  /** `folder`: it has something to show in any folder. `journal`: only where something was run. */
  readonly needs: "folder" | "journal";
}

/** Starts the engine for whoever needs it and has not asked it anything. Simultaneous wishes are one start. */
export class EngineStart {
  #starting: Promise<void> | undefined;

  constructor(private readonly context: ConductorContext) {}

  /** Starts it each time the view comes into sight and the engine is not there. */
  whenSeen(watched: WatchedView): vscode.Disposable {
    const look = (): void => {
      if (watched.view.visible) {
        void this.#startFor(watched);
      }
    };
    look();
    return watched.view.onDidChangeVisibility(look);
  }

  /** Starts it without anybody looking; does nothing where nothing was ever run. */
  async goOn(): Promise<void> {
    if (await this.#hasJournal()) {
      await this.#start();
    }
  }

  async #startFor({ id, needs }: WatchedView): Promise<void> {
    if (this.#isNeeded() && (needs === "folder" || (await this.#hasJournal()))) {
      await inView(id, () => this.#start());
    }
  }

  /** A failure is told once, however many wait for it. An engine that is down is started again by a person only. */
  async #start(): Promise<void> {
    if (this.#isNeeded()) {
      this.#starting ??= guard(this.context, "engine", () => this.context.store.refresh()).finally(
        () => (this.#starting = undefined),
      );
    }
    await this.#starting;
  }

  #isNeeded(): boolean {
    const { engine, workspace } = this.context;
    return workspace.folder !== undefined && engine.state === "stopped";
  }

  async #hasJournal(): Promise<boolean> {
    const { workspace } = this.context;
    return workspace.folder !== undefined && exists(workspace.toUri(journal));
  }
}
