import * as vscode from "vscode";
import { withoutLinks } from "./plainText";

/** Shows in a view that something is under way there. */
export async function inView<T>(viewId: string, work: () => Promise<T>): Promise<T> {
  return vscode.window.withProgress({ location: { viewId } }, work);
}

/**
 * The same for what a person asked for, may take a while and can be given up: a notice with a Cancel button says what it
 * is. Whether it has been given up in time the server decides; the token goes there with the request.
 */
export async function inViewWithCancel<T>(
  viewId: string,
  title: string,
  work: (token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  return inView(viewId, async () =>
    vscode.window.withProgress(
      { location, title: withoutLinks(title), cancellable: true },
      (_progress, token) => work(token),
    ),
  );
}
