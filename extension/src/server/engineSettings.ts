import * as vscode from "vscode";
import { type SettingKey, settings } from "../commands";
import type {
  ApprovalModeName,
  BudgetLimits,
  ConductorInitializationOptions,
  ConductorSettings,
  LandingPolicyName,
  ModelEndpoint,
  ThinkingName,
} from "../protocol.generated";
import { ContractHash } from "../protocol.generated";

/** What the server is told about the person's settings and the folder's trust. */
export function readEngineSettings(folder: vscode.WorkspaceFolder | undefined): ConductorSettings {
  const configuration = vscode.workspace.getConfiguration(undefined, folder?.uri);
  return {
    approvalsMode: oneOf(configuration.get<unknown>(settings.approvalsMode), approvalModes, "risky"),
    neverAutoApprove: protectedGlobs(configuration),
    maxParallel: wholeNumber(configuration.get<unknown>(settings.maxParallel)) ?? 3,
    unscopedTicketsAlone: configuration.get<unknown>(settings.unscopedTicketsAlone) === true,
    ...isolation(configuration.get<unknown>(settings.isolation)),
    landing: oneOf(configuration.get<unknown>(settings.landing), landingPolicies, "ask"),
    model: text(configuration.get<unknown>(settings.defaultModel)) ?? "gemini:gemini-2.5-flash-lite",
    qaModel: text(configuration.get<unknown>(settings.qaModel)) ?? "",
    thinking: oneOf(configuration.get<unknown>(settings.modelThinking), thinkingNames, "default"),
    endpoints: endpoints(configuration.get<unknown>(settings.modelEndpoints)),
    addresses: addresses(configuration.get<unknown>(settings.modelAddresses)),
    priceFile: text(configuration.get<unknown>(settings.modelPriceFile)) ?? "",
    idleSeconds: wholeNumber(configuration.get<unknown>(settings.modelIdleSeconds)) ?? 180,
    trusted: vscode.workspace.isTrusted,
    resumeInterrupted: configuration.get<unknown>(settings.resumeInterrupted) === true,
    budget: budget(configuration),
  };
}

// The editor shows a value that its schema refuses, and hands it on all the same; one of them must not keep the others from the server.
const approvalModes: readonly ApprovalModeName[] = ["always", "risky", "never"];
const landingPolicies: readonly LandingPolicyName[] = ["ask", "auto"];
const thinkingNames: readonly ThinkingName[] = ["default", "off", "low", "medium", "high"];

function oneOf<T extends string>(written: unknown, known: readonly T[], otherwise: T): T {
  return known.find((name) => name === written) ?? otherwise;
}

/** Without one, the engine looks whether the folder is in a git repository that can be used. */
function isolation(written: unknown): Pick<ConductorSettings, "isolation"> {
  return written === "worktree" || written === "folder" ? { isolation: written } : {};
}

function text(written: unknown): string | undefined {
  return typeof written === "string" ? written : undefined;
}

/** A part of one more counts as one more. */
function wholeNumber(written: unknown): number | undefined {
  return positive(written) === undefined ? undefined : Math.ceil(written as number);
}

function positive(written: unknown): number | undefined {
  return typeof written === "number" && Number.isFinite(written) && written > 0 ? written : undefined;
}

/** What a run may spend by default; a limit that is not set is left out. A workspace can lower the person's own limits, and raise none. */
function budget(configuration: vscode.WorkspaceConfiguration): BudgetLimits {
  const limit = (key: SettingKey): number | undefined => {
    const found = configuration.inspect<unknown>(key);
    const limits = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue].flatMap(
      (written) => positive(written) ?? [],
    );
    return limits.length === 0 ? undefined : Math.min(...limits);
  };
  const tokens = wholeNumber(limit(settings.budgetTokens));
  const money = limit(settings.budgetMoney);
  const calls = wholeNumber(limit(settings.budgetCalls));
  const minutes = wholeNumber(limit(settings.budgetMinutes));
  return {
    ...(tokens === undefined ? {} : { tokens }),
    ...(money === undefined ? {} : { money }),
    ...(calls === undefined ? {} : { calls }),
    ...(minutes === undefined ? {} : { minutes }),
  };
}

/** As far as they are written as they should be: one bad entry must not keep the others, or other settings, from the server. */
function endpoints(written: unknown): Readonly<Record<string, ModelEndpoint>> {
  return Object.fromEntries(
    entriesOf(written).flatMap(([name, endpoint]): [string, ModelEndpoint][] => {
      const { address, api } = Object.fromEntries(entriesOf(endpoint));
      return typeof address === "string"
        ? [[name, { address, api: api === "responses" ? api : "chat" }]]
        : [];
    }),
  );
}

function addresses(written: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesOf(written).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
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
    editorModels: true,
  };
}

/** Settings whose change the server is told of; the others are the extension's own. */
const serverSettings = [
  settings.approvalsMode,
  settings.neverAutoApprove,
  settings.maxParallel,
  settings.unscopedTicketsAlone,
  settings.isolation,
  settings.landing,
  settings.defaultModel,
  settings.qaModel,
  settings.modelThinking,
  settings.modelEndpoints,
  settings.modelAddresses,
  settings.modelPriceFile,
  settings.modelIdleSeconds,
  settings.resumeInterrupted,
  settings.budgetTokens,
  settings.budgetMoney,
  settings.budgetCalls,
  settings.budgetMinutes,
] as const;

export function affectsServer(event: vscode.ConfigurationChangeEvent): boolean {
  return serverSettings.some((key) => event.affectsConfiguration(key));
}
