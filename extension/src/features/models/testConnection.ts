import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { ModelsTestRequest, type ModelTestResult, type TestModelParams } from "../../protocol.generated";
import { announce } from "../../shared/announce";
import type { ErrorAction } from "../../shared/errors";
import { withoutLinks } from "../../shared/plainText";
import { defaultModel } from "./modelSettings";
import { failureActions, keyWords, knownProviders } from "./providers";

/** What is to be tried, by the name that a person knows. */
export interface Trial {
  readonly params: TestModelParams;
  readonly name: string;
}

/** The command: of a provider or model by name, else the person says of which. */
export async function testConnection(context: ConductorContext, args: readonly unknown[]): Promise<void> {
  const [named] = args;
  const test = typeof named === "string" && named !== "" ? testOf(named) : await pickTest(context);
  if (test) {
    tellResult(context, await runTest(context, test));
  }
}

function testOf(subject: string): Trial {
  return { params: subject.includes(":") ? { model: subject } : { provider: subject }, name: subject };
}

/** The default model comes first: Enter tests what tickets would use. Undefined: the person left the picker. */
async function pickTest({ engine, workspace }: ConductorContext): Promise<Trial | undefined> {
  const model = defaultModel(workspace);
  const items: readonly (vscode.QuickPickItem & { readonly test: Trial })[] = [
    {
      label: vscode.l10n.t("Default model"),
      description: model,
      iconPath: new vscode.ThemeIcon("star-full"),
      test: { params: { model }, name: model },
    },
    ...(await knownProviders(engine)).map((provider) => ({
      label: provider.label,
      description: keyWords(provider),
      // The editor's own models have no address that means anything to a person.
      ...(/^https?:/.test(provider.address) ? { detail: provider.address } : {}),
      iconPath: new vscode.ThemeIcon(provider.isLocal ? "vm" : "cloud"),
      test: { params: { provider: provider.name }, name: provider.label },
    })),
  ];
  const title = vscode.l10n.t("Test Connection");
  const placeHolder = vscode.l10n.t(
    "What is to be tried? A model is asked for a word, a provider for its models.",
  );
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))?.test;
}

/** Shows what is tried while it is, with a Cancel button. */
export async function runTest(
  { engine }: ConductorContext,
  { params, name }: Trial,
): Promise<ModelTestResult> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: withoutLinks(vscode.l10n.t("Testing {0}", name)),
      cancellable: true,
    },
    (_progress, token) => engine.request(ModelsTestRequest, params, token),
  );
}

/** Says how it went, with the buttons that help. */
export function tellResult(
  context: Pick<ConductorContext, "log">,
  result: ModelTestResult,
  whenWell: readonly ErrorAction[] = [],
): void {
  const { ok, message, remedy } = result;
  if (ok) {
    announce(context, "information", message, whenWell);
  } else {
    announce(context, "warning", message, failureActions(remedy, result));
  }
}
