import * as vscode from "vscode";
import { settings } from "../commands";
import { showLog, UserError } from "../shared/errors";
import { withoutLinks } from "../shared/plainText";
import { isLostConnection } from "./lostConnection";

const handshakeMilliseconds = 10_000;

/** Rejects when the engine has not answered in time. */
export function withinTime(start: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(vscode.l10n.t("it did not answer within 10 seconds."))),
      handshakeMilliseconds,
    );
  });
  return Promise.race([start, timeout]).finally(() => clearTimeout(timer));
}

/** Why a start failed, in the middle of a sentence. */
export function reasonOf(error: unknown): string {
  if (isLostConnection(error)) {
    return vscode.l10n.t("it ended before it was ready.");
  }
  return error instanceof Error ? error.message : String(error);
}

/** Tells a failure that no command or request waits for. */
export function report(failure: UserError): void {
  void vscode.window
    .showErrorMessage(withoutLinks(failure.message), ...failure.actions.map((action) => action.label))
    .then((chosen) => {
      const action = failure.actions.find((candidate) => candidate.label === chosen);
      return action && vscode.commands.executeCommand(action.command);
    });
}

export function noFolder(): UserError {
  return new UserError(vscode.l10n.t("Conductor works on a folder. Open one first."), [
    { label: vscode.l10n.t("Open Folder"), command: "workbench.action.files.openFolder" },
  ]);
}

export function missingServer(path: string, isConfigured: boolean): UserError {
  return isConfigured
    ? new UserError(
        vscode.l10n.t(
          "No Conductor engine at {0}. Correct the setting conductor.engine.path, or clear it to use the engine that comes with the extension.",
          path,
        ),
        [
          {
            label: vscode.l10n.t("Open Settings"),
            command: "workbench.action.openSettings",
            arguments: [settings.enginePath],
          },
        ],
      )
    : new UserError(
        vscode.l10n.t(
          "The Conductor engine is missing at {0}. Install the extension again for this platform.",
          path,
        ),
        [showLog()],
      );
}
