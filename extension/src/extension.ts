import type { ExtensionContext } from "vscode";

/** Called once by the editor, on the first event that needs Conductor. */
export function activate(context: ExtensionContext): void {
  context.subscriptions.push({ dispose: deactivate });
}

/** Called by the editor before it ends the extension host. */
export function deactivate(): void {
  // Nothing outlives the extension host yet.
}
