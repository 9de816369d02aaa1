import * as vscode from "vscode";
import { type SettingKey, settings } from "../commands";
import type {
  ApprovalModeName,
  BudgetLimits,
  ConductorInitializationOptions,
  ConductorSettings,
} from "../protocol.generated";
import { ContractHash } from "../protocol.generated";

/** What the server is told about the person's settings and the folder's trust. */
export function readEngineSettings(folder: vscode.WorkspaceFolder | undefined): ConductorSettings {
  const configuration = vscode.workspace.getConfiguration(undefined, folder?.uri);
  return {
    approvalsMode: configuration.get<ApprovalModeName>(settings.approvalsMode, "risky"),
    neverAutoApprove: protectedGlobs(configuration),
    maxParallel: configuration.get<number>(settings.maxParallel, 1),
    model: configuration.get<string>(settings.defaultModel, "demo"),
    trusted: vscode.workspace.isTrusted,
    resumeInterrupted: configuration.get<boolean>(settings.resumeInterrupted, false),
    budget: budget(configuration),
  };
}

/** What a run may spend by default; a limit that is not set is left out. */
function budget(configuration: vscode.WorkspaceConfiguration): BudgetLimits {
  const limit = (key: SettingKey): number | undefined => configuration.get<number | null>(key) ?? undefined;
  const tokens = limit(settings.budgetTokens);
  const money = limit(settings.budgetMoney);
  const calls = limit(settings.budgetCalls);
  const minutes = limit(settings.budgetMinutes);
  return {
    ...(tokens === undefined ? {} : { tokens }),
    ...(money === undefined ? {} : { money }),
    ...(calls === undefined ? {} : { calls }),
    ...(minutes === undefined ? {} : { minutes }),
  };
}

/** The person's own list, or the default one; a workspace can add to it and take nothing away. */
function protectedGlobs(configuration: vscode.WorkspaceConfiguration): readonly string[] {
  const found = configuration.inspect<readonly string[]>(settings.neverAutoApprove);
  return [
    ...new Set([
      ...(found?.globalValue ?? found?.defaultValue ?? []),
      ...(found?.workspaceValue ?? []),
      ...(found?.workspaceFolderValue ?? []),
    ]),
  ];
}

export function initializationOptions(
  folder: vscode.WorkspaceFolder | undefined,
): ConductorInitializationOptions {
  return {
    contractHash: ContractHash,
    trusted: vscode.workspace.isTrusted,
    settings: readEngineSettings(folder),
    nodePath: process.execPath,
  };
}

/** Settings whose change the server is told of; the others are the extension's own. */
const serverSettings = [
  settings.approvalsMode,
  settings.neverAutoApprove,
  settings.maxParallel,
  settings.defaultModel,
  settings.resumeInterrupted,
  settings.budgetTokens,
  settings.budgetMoney,
  settings.budgetCalls,
  settings.budgetMinutes,
] as const;

export function affectsServer(event: vscode.ConfigurationChangeEvent): boolean {
  return serverSettings.some((key) => event.affectsConfiguration(key));
}
