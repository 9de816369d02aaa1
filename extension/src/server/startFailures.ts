import * as vscode from "vscode";
import { settings } from "../commands";
import { type ErrorAction, showLog, UserError } from "../shared/errors";
import type { ServerLocation } from "./locateServer";
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
        [openPathSetting()],
      )
    : new UserError(
        vscode.l10n.t(
          "The Conductor engine is missing at {0}. Install the extension again for this platform.",
          path,
        ),
        [showLog()],
      );
}

/** An engine that runs, but was built from another contract: what it is asked and what it says may not be understood. */
export function otherContract({ path, source }: ServerLocation): UserError {
  switch (source) {
    case "setting":
      return new UserError(
        vscode.l10n.t(
          "The Conductor engine at {0} was built for another version of this extension, so parts of it may not work. Clear the setting conductor.engine.path to use the engine that comes with the extension, or build that one anew.",
          path,
        ),
        [openPathSetting()],
      );
    case "environment":
      return new UserError(
        vscode.l10n.t(
          "The Conductor engine at {0} was built for another version of this extension, so parts of it may not work. Build it anew, or start the editor without CONDUCTOR_SERVER_PATH.",
          path,
        ),
        [showLog()],
      );
    case "bundled":
      return new UserError(
        vscode.l10n.t(
          "The Conductor engine and the extension are of different versions, so parts of it may not work. Reload the window; if that does not help, install the extension again.",
        ),
        [{ label: vscode.l10n.t("Reload Window"), command: "workbench.action.reloadWindow" }],
      );
  }
}

function openPathSetting(): ErrorAction {
  return {
    label: vscode.l10n.t("Open Settings"),
    command: "workbench.action.openSettings",
    arguments: [settings.enginePath],
  };
}
