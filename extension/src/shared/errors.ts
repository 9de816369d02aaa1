import * as vscode from "vscode";
import { commands } from "../commands";
import { ErrorCodes } from "../protocol.generated";

/** A button beside a message. */
export interface ErrorAction {
  readonly label: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** An expected refusal: its message is for a person and says what to do next. */
export class UserError extends Error {
  constructor(
    message: string,
    readonly actions: readonly ErrorAction[] = [],
  ) {
    super(message);
    this.name = "UserError";
  }
}

/** The engine ended while it was asked something: whether that was done is not known. */
export class EngineEnded extends UserError {
  constructor() {
    super(
      vscode.l10n.t(
        "The Conductor engine ended before it answered, so what you asked for may not have been done. Look again when it is back; if it does not come back by itself, restart it.",
      ),
      [restartEngine(), showLog()],
    );
    this.name = "EngineEnded";
  }
}

/** What a person is told about an error. */
export interface PresentedError {
  readonly message: string;
  readonly actions: readonly ErrorAction[];
  /** True: nobody foresaw it, so its stack belongs in the log. */
  readonly isUnexpected: boolean;
}

const requestCancelled = -32800;

/** A person's own cancel, which is never an error. */
export function isCancellation(error: unknown): boolean {
  return error instanceof vscode.CancellationError || codeOf(error) === requestCancelled;
}

/** The JSON-RPC error code of a refusal by the server; undefined for any other error. */
export function codeOf(error: unknown): number | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : undefined;
}

export function presentError(error: unknown): PresentedError {
  if (error instanceof UserError) {
    return { message: error.message, actions: error.actions, isUnexpected: false };
  }
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  if (code === ErrorCodes.notTrusted) {
    return { message, actions: [manageTrust()], isUnexpected: false };
  }
  if (code === ErrorCodes.noKey) {
    return {
      message,
      actions: [setKey(accountIn(error)), ...(hasDemo(error) ? [useDemo()] : [])],
      isUnexpected: false,
    };
  }
  if (code === ErrorCodes.unknownModel) {
    return { message, actions: [chooseModel()], isUnexpected: false };
  }
  if (code !== undefined && Object.values<number>(ErrorCodes).includes(code)) {
    return { message, actions: [], isUnexpected: false };
  }
  return { message, actions: [showLog()], isUnexpected: true };
}

/** Whose key a refusal by the server is about. */
export function accountIn(error: unknown): string | undefined {
  const { provider } = dataOf(error);
  return typeof provider === "string" ? provider : undefined;
}

/** The demo could take the place of a model that cannot be used. */
function hasDemo(error: unknown): boolean {
  return dataOf(error)["hasDemo"] === true;
}

function dataOf(error: unknown): Readonly<Record<string, unknown>> {
  const data: unknown = error instanceof Error && "data" in error ? error.data : undefined;
  return typeof data === "object" && data !== null ? { ...data } : {};
}

/** Without an account, its command asks whose key it is. */
export function setKey(account: string | undefined): ErrorAction {
  return {
    label: vscode.l10n.t("Set API Key…"),
    command: commands.modelsSetKey,
    ...(account === undefined ? {} : { arguments: [account] }),
  };
}

export function chooseModel(): ErrorAction {
  return { label: vscode.l10n.t("Choose Model…"), command: commands.modelsChoose };
}

function useDemo(): ErrorAction {
  return { label: vscode.l10n.t("Use the Demo Model"), command: commands.modelsUseDemo };
}

export function manageTrust(): ErrorAction {
  return { label: vscode.l10n.t("Manage Workspace Trust"), command: "workbench.trust.manage" };
}

export function showLog(): ErrorAction {
  return { label: vscode.l10n.t("Show Log"), command: commands.engineShowLog };
}

export function restartEngine(): ErrorAction {
  return { label: vscode.l10n.t("Restart Engine"), command: commands.engineRestart };
}
