import * as vscode from "vscode";
import { contextKeys, settings } from "../../commands";
import type { ConductorContext } from "../../context";
import { guard } from "../../shared/commandBoundary";
import type { KeyRing } from "./keyRing";
import { defaultModel, providerOf } from "./modelSettings";
import { knownProviders } from "./providers";

/** Tells welcome texts whether the default model lacks a key. Asks a running engine only, and starts none. */
export class KeyNeed implements vscode.Disposable {
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #told: boolean | undefined;

  constructor(
    private readonly context: ConductorContext,
    keys: KeyRing,
  ) {
    this.#subscriptions = [
      context.engine.onDidConnect(() => this.#look()),
      keys.onDidTell(() => this.#look()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.defaultModel)) {
          this.#look();
        }
      }),
    ];
    this.#tell(false);
  }

  dispose(): void {
    this.#subscriptions.forEach((subscription) => void subscription.dispose());
    void vscode.commands.executeCommand("setContext", contextKeys.needsKey, undefined);
  }

  /** A failure leaves what was known. */
  #look(): void {
    const { engine, log, workspace } = this.context;
    void guard(
      { log },
      "models",
      async () => {
        if (engine.state === "ready") {
          const name = providerOf(defaultModel(workspace));
          const provider = (await knownProviders(engine)).find((known) => known.name === name);
          this.#tell(provider?.state === "noKey");
        }
      },
      { isQuiet: true },
    );
  }

  #tell(needsKey: boolean): void {
    if (this.#told !== needsKey) {
      this.#told = needsKey;
      void vscode.commands.executeCommand("setContext", contextKeys.needsKey, needsKey);
    }
  }
}
