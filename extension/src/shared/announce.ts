import * as vscode from "vscode";
import type { ConductorContext } from "../context";
import { guard } from "./commandBoundary";
import type { ErrorAction } from "./errors";
import { withoutLinks } from "./plainText";

/** A notice whose buttons run commands. Nobody waits for the answer; what goes wrong with a command is told as of any other. */
export function announce(
  context: Pick<ConductorContext, "log">,
  kind: "information" | "warning",
  text: string,
  actions: readonly ErrorAction[],
): void {
  const labels = actions.map(({ label }) => label);
  const show = kind === "warning" ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  void guard(context, "notice", async () => {
    const chosen = await show(withoutLinks(text), ...labels);
    const action = actions.find(({ label }) => label === chosen);
    if (action) {
      await vscode.commands.executeCommand(action.command, ...(action.arguments ?? []));
    }
  });
}
