import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { TicketAddContextRequest, type TrackFileEdit } from "../../protocol.generated";
import { UserError } from "../../shared/errors";
import { pickTicket } from "../tickets/pickers";
import type { TicketRef } from "../tickets/ticketArguments";
import { editTrackFile } from "../tickets/trackFileEdits";
import { type ContextPath, contextPath, requireSeen } from "./contextPath";
import { filesOfFolder } from "./folderFiles";

/** Up to this many files are added without a question. */
const manyFiles = 20;

/** Adds files, and the files of folders, to a ticket's context; asks for the ticket when none is given. */
export async function addContextFiles(
  context: ConductorContext,
  uris: readonly vscode.Uri[],
  ticket?: TicketRef,
): Promise<void> {
  if (uris.length === 0) {
    throw new UserError(
      vscode.l10n.t("Nothing to add. Open a file, or select files in the Explorer, and try again."),
    );
  }
  const files = await contextPaths(context, uris);
  const paths = files.map(({ path }) => path);
  const ref =
    ticket ??
    (await pickTicket(context, {
      title: vscode.l10n.t("Add to Ticket Context"),
      placeHolder:
        paths.length === 1
          ? vscode.l10n.t("Which ticket is to see {0}?", paths[0] ?? "")
          : vscode.l10n.t("Which ticket is to see these {0} files?", paths.length),
      whenNone: vscode.l10n.t("There are no tickets yet. New Ticket… makes one."),
      fits: () => true,
    }));
  if (!ref) {
    return;
  }
  files.forEach((file) => requireSeen(file, ref));
  if (!(await isMeant(paths, ref))) {
    return;
  }
  const edit = await editTrackFile(context.workspace, () =>
    context.engine.request(TicketAddContextRequest, { ...ref, paths }),
  );
  report(edit, paths);
}

/** Workspace-relative paths of files and of the files of folders. */
async function contextPaths(
  context: ConductorContext,
  uris: readonly vscode.Uri[],
): Promise<readonly ContextPath[]> {
  const { workspace } = context;
  const root = workspace.toUri(".");
  const files = await Promise.all(
    uris.map(async (uri) => ((await isFolder(uri)) ? filesOfFolder(uri, root) : [uri])),
  );
  const paths = new Map<string, ContextPath>();
  for (const file of files.flat()) {
    const path = workspace.toPath(file);
    if (path === undefined) {
      throw new UserError(
        vscode.l10n.t(
          "{0} is outside the folder {1}. A ticket's context holds only files of its own folder.",
          file.fsPath,
          workspace.folder?.name ?? "",
        ),
      );
    }
    const named = await contextPath(context, path);
    paths.set(named.path, named);
  }
  if (paths.size === 0) {
    throw new UserError(
      vscode.l10n.t("The folder holds no files that are neither hidden nor ignored by git."),
    );
  }
  return [...paths.values()];
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    throw new UserError(vscode.l10n.t("{0} is no file on disk. Save it first.", uri.fsPath));
  }
}

async function isMeant(paths: readonly string[], { ticketId }: TicketRef): Promise<boolean> {
  if (paths.length <= manyFiles) {
    return true;
  }
  const add = vscode.l10n.t("Add {0} Files", paths.length);
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Add {0} files to the context of {1}?", paths.length, ticketId),
    {
      modal: true,
      detail: vscode.l10n.t(
        "The worker sees the first as a curated view and the others as skeletons. Many files cost many tokens.",
      ),
    },
    add,
  );
  return answer === add;
}

function report({ skipped, ticketId }: TrackFileEdit, paths: readonly string[]): void {
  const added = paths.length - skipped.length;
  const text =
    added === 0
      ? vscode.l10n.t("{0} has all of these files already.", ticketId)
      : added === 1
        ? vscode.l10n.t("Added 1 file to the context of {0}.", ticketId)
        : vscode.l10n.t("Added {0} files to the context of {1}.", added, ticketId);
  vscode.window.setStatusBarMessage(text, 5000);
}
