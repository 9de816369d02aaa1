import * as vscode from "vscode";
import { commands, settings, views } from "../../commands";
import type { ConductorContext } from "../../context";
import type { RunStatusName, TrackSnapshot } from "../../protocol.generated";
import { isCancellation } from "../../shared/errors";

/** Which notices a person wants to see. */
type Notices = "all" | "errorsOnly" | "off";

/** Says once when a run ends, as far as the person wants to be told. A run seen for the first time is not news. */
export function announceRunEnds(context: ConductorContext): vscode.Disposable {
  const { log, store } = context;
  const seen = new Map<string, RunStatusName>();
  return store.onDidChange(() => {
    for (const { trackId } of store.tracks) {
      const snapshot = trackId === undefined ? undefined : store.snapshot(trackId);
      if (!snapshot) {
        continue;
      }
      const before = seen.get(snapshot.trackId);
      seen.set(snapshot.trackId, snapshot.status);
      if (before === "running" && snapshot.status !== before) {
        announce(snapshot).catch((error: unknown) => !isCancellation(error) && log.error(String(error)));
      }
    }
  });
}

async function announce({ status, description, statusDetail }: TrackSnapshot): Promise<void> {
  const wanted = vscode.workspace.getConfiguration().get<Notices>(settings.notifications, "all");
  if (wanted === "off") {
    return;
  }
  const showTickets = vscode.l10n.t("Show Tickets");
  if (status === "blocked" || status === "failed") {
    const message =
      status === "failed"
        ? vscode.l10n.t("The run of “{0}” failed. {1}", description, statusDetail)
        : vscode.l10n.t("The run of “{0}” is blocked. {1}", description, statusDetail);
    const showLog = vscode.l10n.t("Show Log");
    const chosen = await vscode.window.showWarningMessage(message.trim(), showTickets, showLog);
    await follow(chosen, showTickets, showLog);
  } else if (status === "done" && wanted === "all") {
    const message = vscode.l10n.t("The run of “{0}” is done.", description);
    await follow(await vscode.window.showInformationMessage(message, showTickets), showTickets, undefined);
  }
}

async function follow(
  chosen: string | undefined,
  showTickets: string,
  showLog: string | undefined,
): Promise<void> {
  if (chosen === showTickets) {
    await vscode.commands.executeCommand(`${views.tickets}.focus`);
  } else if (chosen !== undefined && chosen === showLog) {
    await vscode.commands.executeCommand(commands.engineShowLog);
  }
}
