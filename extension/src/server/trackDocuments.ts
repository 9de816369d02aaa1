import * as vscode from "vscode";

/** Track files, which the server looks after as a language server. */
const patterns = ["**/*.track.json", "**/.conductor/tracks/*.json"] as const;

export const trackDocumentSelector = patterns.map((pattern) => ({ scheme: "file", pattern }));

/** Watchers that tell the server of track files that changed on disk. */
export function watchTrackFiles(folder: vscode.WorkspaceFolder): vscode.FileSystemWatcher[] {
  return patterns.map((pattern) =>
    vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, pattern)),
  );
}
