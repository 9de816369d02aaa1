import * as vscode from "vscode";
import type { CommandId } from "../commands";
import { isCancellation, presentError, UserError } from "./errors";
import { withoutLinks } from "./plainText";

/** Who owns what is registered, and where errors are logged. A ConductorContext is one. */
export interface CommandOwner {
  readonly extension: Pick<vscode.ExtensionContext, "subscriptions">;
  readonly log: Pick<vscode.LogOutputChannel, "error">;
}

/**
 * Registers a command. This is the one place where its errors are caught: a cancel is silent, anything else becomes a
 * message that says what to do next.
 */
export function registerCommand(
  owner: CommandOwner,
  command: CommandId,
  handler: (...args: unknown[]) => unknown,
): void {
  owner.extension.subscriptions.push(
    vscode.commands.registerCommand(command, (...args: unknown[]) =>
      guard(owner, command, () => {
        if (isOfForgottenRow(args)) {
          throw new UserError(
            vscode.l10n.t("The row has changed while its menu was open, so nothing was done. Choose again."),
          );
        }
        return handler(...args);
      }),
    ),
  );
}

/**
 * A tree's menu passes the clicked row and the selected ones; for a row that is just being drawn again the editor has
 * forgotten both. Taken for a call of the palette, which passes nothing, the command would be about something else.
 */
function isOfForgottenRow(args: readonly unknown[]): boolean {
  return args.length === 2 && args[0] === undefined && args[1] === undefined;
}

/** The same boundary for work that is not a command: what a view, a drop or an event sets off. */
export async function guard<T>(
  owner: Pick<CommandOwner, "log">,
  what: string,
  work: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isCancellation(error)) {
      // The message stays until it is answered; the command is over now.
      void show(owner, what, error);
    }
    return undefined;
  }
}

async function show(owner: Pick<CommandOwner, "log">, what: string, error: unknown): Promise<void> {
  const { message: original, actions, isUnexpected } = presentError(error);
  const message = withoutLinks(original);
  if (isUnexpected) {
    owner.log.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : message}`);
  }
  const labels = actions.map((action) => action.label);
  const chosen = isUnexpected
    ? await vscode.window.showErrorMessage(message, ...labels)
    : await vscode.window.showWarningMessage(message, ...labels);
  const action = actions.find((candidate) => candidate.label === chosen);
  if (action) {
    await vscode.commands.executeCommand(action.command, ...(action.arguments ?? []));
  }
}
