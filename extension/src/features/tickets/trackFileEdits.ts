import * as vscode from "vscode";
import type { WorkspaceRoot } from "../../context";
import type { TextEditInfo, TrackFileEdit } from "../../protocol.generated";
import { UserError } from "../../shared/errors";

/** How often the server is asked again when somebody types into the file meanwhile. */
const attempts = 3;

/**
 * Applies the server's edits to the track's document. A document that had no unsaved changes is saved after; one that
 * had is left for the person to save. `ask` is called again when the document moved on while the server was thinking.
 */
export async function editTrackFile(
  workspace: WorkspaceRoot,
  ask: () => Promise<TrackFileEdit>,
): Promise<TrackFileEdit> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const edit = await ask();
    const document = await vscode.workspace.openTextDocument(workspace.toUri(edit.path));
    if (edit.version === undefined ? !document.isDirty : edit.version === document.version) {
      await applyEdits(document, edit.edits);
      return edit;
    }
  }
  throw new UserError(
    vscode.l10n.t("The track file keeps changing, so it was left as it is. Try again when it is quiet."),
  );
}

async function applyEdits(document: vscode.TextDocument, edits: readonly TextEditInfo[]): Promise<void> {
  if (edits.length === 0) {
    return;
  }
  const wasDirty = document.isDirty;
  const change = new vscode.WorkspaceEdit();
  change.set(
    document.uri,
    edits.map(({ startLine, startColumn, endLine, endColumn, newText }) =>
      vscode.TextEdit.replace(new vscode.Range(startLine, startColumn, endLine, endColumn), newText),
    ),
  );
  if (!(await vscode.workspace.applyEdit(change))) {
    throw new UserError(
      vscode.l10n.t(
        "The editor refused to change {0}. Make it writable if it is read-only, and try again.",
        document.uri.fsPath,
      ),
    );
  }
  if (!wasDirty && !(await document.save())) {
    throw new UserError(
      vscode.l10n.t(
        "{0} was changed but could not be saved. Its editor has the change: save it there.",
        document.uri.fsPath,
      ),
    );
  }
}
