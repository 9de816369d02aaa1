import * as vscode from "vscode";

/**
 * The files and folders a command is about. The Explorer passes the clicked one and the selected ones; an editor tab
 * passes its own and the tab group's data; the palette passes nothing, which means the active editor.
 */
export function toUris(args: readonly unknown[]): readonly vscode.Uri[] {
  const [clicked, selected] = args;
  const many = Array.isArray(selected) ? (selected as unknown[]).filter(isUri) : [];
  if (many.length > 0) {
    return unique(many);
  }
  if (isUri(clicked)) {
    return [clicked];
  }
  const active = vscode.window.activeTextEditor?.document.uri;
  return active ? [active] : [];
}

/** The uris of a `text/uri-list`; a fragment is a position in the file and is left out. */
export function parseUriList(text: string): readonly vscode.Uri[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  return unique(lines.map((line) => vscode.Uri.parse(line, true).with({ fragment: "" })));
}

function isUri(value: unknown): value is vscode.Uri {
  return value instanceof vscode.Uri;
}

function unique(uris: readonly vscode.Uri[]): readonly vscode.Uri[] {
  return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}
