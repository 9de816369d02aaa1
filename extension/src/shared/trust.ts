import * as vscode from "vscode";
import type { WorkspaceRoot } from "../context";
import { manageTrust, UserError } from "./errors";

/** Refuses what runs workers or commands while the folder is in Restricted Mode. */
export function requireTrust(workspace: WorkspaceRoot): void {
  if (!workspace.isTrusted) {
    throw new UserError(
      vscode.l10n.t(
        "Tickets run only in a trusted workspace: workers change files and run commands. Trust this folder first.",
      ),
      [manageTrust()],
    );
  }
}
