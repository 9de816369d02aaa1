import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { exists } from "../../shared/files";

const folder = ".conductor/tracks";

/** Asks what the track is about, writes its file and opens it. The server finds it by itself. */
export async function newTrack({ workspace }: ConductorContext): Promise<void> {
  const root = workspace.toUri(folder);
  const description = await vscode.window.showInputBox({
    title: vscode.l10n.t("New Track"),
    prompt: vscode.l10n.t("What is this piece of work about?"),
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === "" ? vscode.l10n.t("Describe the work first.") : undefined),
  });
  if (description === undefined) {
    return;
  }
  const uri = await freeFile(root, fileName(description));
  const id = uri.path.slice(uri.path.lastIndexOf("/") + 1).replace(/\.track\.json$/, "");
  const text = `${JSON.stringify({ id, description: description.trim(), tickets: [] }, undefined, 2)}\n`;
  await vscode.workspace.fs.createDirectory(root);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(uri);
}

/** A file name made of the description's first words. */
export function fileName(description: string): string {
  const words = description
    .normalize("NFKD")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  return words.length > 0 ? words.slice(0, 5).join("-") : "track";
}

async function freeFile(root: vscode.Uri, name: string): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const uri = vscode.Uri.joinPath(root, `${name}${number === 1 ? "" : `-${number}`}.track.json`);
    if (!(await exists(uri))) {
      return uri;
    }
  }
}
