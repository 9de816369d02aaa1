import * as vscode from "vscode";
import type { WorkspaceRoot } from "../context";
import { exists } from "../shared/files";
import { noFolder } from "./startFailures";

/** The folder Conductor works on. It is chosen once per window: the engine is tied to it. */
export class ChosenWorkspaceRoot implements WorkspaceRoot {
  constructor(readonly folder: vscode.WorkspaceFolder | undefined) {}

  get isTrusted(): boolean {
    return vscode.workspace.isTrusted;
  }

  toUri(path: string): vscode.Uri {
    if (!this.folder) {
      throw noFolder();
    }
    return vscode.Uri.joinPath(this.folder.uri, path);
  }

  toPath(uri: vscode.Uri): string | undefined {
    const root = this.folder?.uri;
    if (root?.scheme !== uri.scheme || root.authority !== uri.authority) {
      return undefined;
    }
    const prefix = root.path.endsWith("/") ? root.path : `${root.path}/`;
    return uri.path.startsWith(prefix) && uri.path.length > prefix.length
      ? uri.path.slice(prefix.length)
      : undefined;
  }
}

/** The first folder on disk that holds `.conductor`, else the first one on disk. */
export async function chooseWorkspaceFolder(
  folders: readonly vscode.WorkspaceFolder[] | undefined,
): Promise<vscode.WorkspaceFolder | undefined> {
  const onDisk = (folders ?? []).filter((folder) => folder.uri.scheme === "file");
  if (onDisk.length < 2) {
    return onDisk[0];
  }
  const held = await Promise.all(
    onDisk.map((folder) => exists(vscode.Uri.joinPath(folder.uri, ".conductor"))),
  );
  return onDisk[Math.max(0, held.indexOf(true))];
}
