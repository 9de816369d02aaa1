import * as vscode from "vscode";
import { type CommandId, titleCommands } from "../commands";
import { isCancellation, presentError, type PresentedError, UserError } from "./errors";
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
        if (!titleCommands.has(command) && isOfForgottenRow(args)) {
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
 * forgotten both. Taken for a call of the palette, which passes nothing, the command would be about something else. A
 * view's title passes the same when no row was clicked, so that commands which stand there are not judged by it.
 */
function isOfForgottenRow(args: readonly unknown[]): boolean {
  return args.length === 2 && args[0] === undefined && args[1] === undefined;
}

/** How an error of guarded work is told. */
export interface Telling {
  /** Nobody has asked for the work just now and something else shows that it failed, so only the log is told. */
  readonly isQuiet: boolean;
}

/** The same boundary for work that is not a command: what a view, a drop or an event sets off. */
export async function guard<T>(
  owner: Pick<CommandOwner, "log">,
  what: string,
  work: () => T | Promise<T>,
  telling: Telling = { isQuiet: false },
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isCancellation(error)) {
      const presented = presentError(error);
      if (presented.isUnexpected || telling.isQuiet) {
        owner.log.error(`${what}: ${textOf(error, presented)}`);
      }
      if (!telling.isQuiet) {
        // The message stays until it is answered; the command is over now.
        void show(presented);
      }
    }
    return undefined;
  }
}

/** What nobody foresaw goes to the log with its stack. */
function textOf(error: unknown, { message, isUnexpected }: PresentedError): string {
  return isUnexpected && error instanceof Error ? (error.stack ?? message) : message;
}

async function show({ message: original, actions, isUnexpected }: PresentedError): Promise<void> {
  const message = withoutLinks(original);
  const labels = actions.map((action) => action.label);
  const chosen = isUnexpected
    ? await vscode.window.showErrorMessage(message, ...labels)
    : await vscode.window.showWarningMessage(message, ...labels);
  const action = actions.find((candidate) => candidate.label === chosen);
  if (action) {
    await vscode.commands.executeCommand(action.command, ...(action.arguments ?? []));
  }
}
