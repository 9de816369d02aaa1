import * as vscode from "vscode";
import { commands, settings } from "../../commands";
import type { Engine } from "../../context";
import { ModelsListRequest, type ProviderInfo, type RemedyName } from "../../protocol.generated";
import { chooseModel, type ErrorAction, setKey, showLog } from "../../shared/errors";

/** The providers as they are set up; none of them is asked anything. */
export async function knownProviders(engine: Engine): Promise<readonly ProviderInfo[]> {
  return (await engine.request(ModelsListRequest, { ask: false })).providers;
}

/** Where a provider's key comes from, in words; empty where there is nothing to say of keys. Whether a server asks for one shows when it is called. */
export function keyWords({ keySource, needsKey, takesKey }: ProviderInfo): string {
  switch (keySource) {
    case "secret":
      return vscode.l10n.t("key set");
    case "environment":
      return vscode.l10n.t("key from the environment");
    case "none":
    default: // A source of a newer engine.
      return needsKey ? vscode.l10n.t("no key") : takesKey ? vscode.l10n.t("no key set") : "";
  }
}

/** Whom a failure is about. */
export interface Tried {
  /** Whose key was used; undefined when no provider is known. */
  readonly account?: string;
  /** A model's id, or a provider's name. */
  readonly subject: string;
}

/** A button for what can be done about a failure; undefined when no button helps. */
export function remedyAction(
  remedy: RemedyName | undefined,
  { account, subject }: Tried,
): ErrorAction | undefined {
  switch (remedy) {
    case "setKey":
      return setKey(account);
    case "chooseModel":
      return chooseModel();
    case "openSettings":
      return {
        label: vscode.l10n.t("Open Settings"),
        command: "workbench.action.openSettings",
        arguments: [settings.modelAddresses.replace(/\.\w+$/, "")],
      };
    case "startProvider":
      return {
        label: vscode.l10n.t("Try Again"),
        command: commands.modelsTest,
        arguments: [subject],
      };
    case undefined:
    default: // A remedy of a newer engine.
      return undefined;
  }
}

/** The buttons of a failure: what helps first, then the log, then another model. */
export function failureActions(remedy: RemedyName | undefined, tried: Tried): readonly ErrorAction[] {
  const first = remedyAction(remedy, tried);
  const actions = [...(first ? [first] : []), showLog(), chooseModel()];
  return actions.filter(
    ({ command }, place) => actions.findIndex((other) => other.command === command) === place,
  );
}
