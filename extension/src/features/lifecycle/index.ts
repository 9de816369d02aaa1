import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { EngineStart, type WatchedView } from "./engineStart";
import { UnfinishedWork } from "./unfinishedWork";

/**
 * When the engine starts by itself: when a view that it fills is first seen, and when the window comes back to a folder
 * that it left with unfinished work, or that folder is trusted then, so that badge and toast come back too.
 */
export function activateLifecycle(context: ConductorContext, watched: readonly WatchedView[]): void {
  const { extension, store, workspace } = context;
  const start = new EngineStart(context);
  const work = new UnfinishedWork(extension.workspaceState, store);
  const goOn = (): void => {
    if (work.isUnfinished && workspace.isTrusted) {
      void start.goOn();
    }
  };
  extension.subscriptions.push(
    work,
    ...watched.map((view) => start.whenSeen(view)),
    vscode.workspace.onDidGrantWorkspaceTrust(goOn),
  );
  goOn();
}
