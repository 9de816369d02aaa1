import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { TrackRecordRequest } from "../../protocol.generated";
import { guard } from "../../shared/commandBoundary";
import { withoutLinks } from "../../shared/plainText";

/**
 * Record Run as Script…: a track's latest run, in a file that the person chooses, for a `script:` model to play again. It only
 * reads what the server has, so it also works in a folder without trust.
 *
 * @param path the track's file; undefined for a track that has none
 */
export async function recordRun(
  context: ConductorContext,
  trackId: string,
  path: string | undefined,
): Promise<void> {
  const { engine, workspace } = context;
  const { json, notes } = await engine.request(TrackRecordRequest, { trackId });
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Record Run as Script"),
    defaultUri: workspace.toUri(`${nameOf(path)}.script.json`),
    filters: { [vscode.l10n.t("Script")]: ["json"] },
  });
  if (target === undefined) {
    return;
  }
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(json));
  // The message stays until it is answered; the recording is over now.
  void guard(context, "recorded run", () => offerToOpen(target, nameIn(workspace, target), notes));
}

/** As a script's model names it: from the folder on, where it is inside. */
function nameIn(workspace: ConductorContext["workspace"], target: vscode.Uri): string {
  return workspace.toPath(target) ?? target.fsPath;
}

async function offerToOpen(target: vscode.Uri, name: string, notes: readonly string[]): Promise<void> {
  const open = vscode.l10n.t("Open");
  const said = vscode.l10n.t(
    "The run is recorded in {0}. In a fresh copy of the folder, the model script:{0} plays it again.",
    name,
  );
  const chosen = await vscode.window.showInformationMessage(withoutLinks([said, ...notes].join(" ")), open);
  if (chosen === open) {
    await vscode.commands.executeCommand("vscode.open", target);
  }
}

/** The track file's name without its endings. */
function nameOf(path: string | undefined): string {
  const name = path?.slice(path.lastIndexOf("/") + 1).replace(/(\.track)?\.json$/i, "");
  return name === undefined || name === "" ? "run" : name;
}
