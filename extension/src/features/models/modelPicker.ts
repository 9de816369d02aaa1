import * as vscode from "vscode";
import type { ConductorContext, Engine } from "../../context";
import { ModelsListRequest, type ProviderInfo } from "../../protocol.generated";
import { codeOf, isCancellation, presentError } from "../../shared/errors";
import { guard } from "../../shared/commandBoundary";
import { type ModelChoice, type ModelRow, modelRows } from "./modelRows";
import { knownProviders } from "./providers";

export interface ModelQuestion extends ModelChoice {
  readonly title: string;
  readonly placeholder: string;
}

/**
 * Lets a person pick a model from what can really be used: every provider is asked, and its models appear as it answers.
 * A row that is no model leads to what helps; an id can be typed. Undefined: the person left the picker, or went for help.
 */
export async function pickModel(
  context: ConductorContext,
  question: ModelQuestion,
): Promise<ModelRow | undefined> {
  const { engine, log } = context;
  const picker = vscode.window.createQuickPick<ModelRow>();
  const asking = new vscode.CancellationTokenSource();
  let providers: readonly ProviderInfo[] = [];
  const show = (): void => {
    const [active] = picker.activeItems;
    const rows = modelRows(providers, question, picker.value);
    picker.items = rows;
    // Rows that come in must not take the one away that the person is at; at first that is the model that is set.
    const place = rows.find((row) =>
      active?.modelId === undefined ? row.isCurrent : row.modelId === active.modelId,
    );
    picker.activeItems = place && picker.value === "" ? [place] : picker.activeItems;
  };
  picker.title = question.title;
  picker.placeholder = question.placeholder;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.keepScrollPosition = true;
  picker.busy = true;
  try {
    return await new Promise<ModelRow | undefined>((resolve, reject) => {
      picker.onDidChangeValue(show);
      picker.onDidHide(() => resolve(undefined));
      picker.onDidAccept(() => {
        const [row] = picker.selectedItems;
        if (row?.modelId !== undefined || row?.action !== undefined) {
          resolve(row);
        }
      });
      picker.show();
      const asked = askAll(engine, asking.token, (known) => {
        providers = known;
        show();
      });
      void asked.then(
        () => (picker.busy = false),
        (error: unknown) => (isCancellation(error) ? resolve(undefined) : reject(error as Error)),
      );
      void guard({ log }, "models", () => asked, { isQuiet: true });
    });
  } finally {
    asking.cancel();
    asking.dispose();
    picker.dispose();
  }
}

/** Asks all at once and tells what is known after each answer; one that cannot be asked is said to have failed. */
async function askAll(
  engine: Engine,
  token: vscode.CancellationToken,
  tell: (providers: readonly ProviderInfo[]) => void,
): Promise<void> {
  let known = await knownProviders(engine);
  const replace = (provider: ProviderInfo): void => {
    known = known.map((other) => (other.name === provider.name ? provider : other));
    if (!token.isCancellationRequested) {
      tell(known);
    }
  };
  if (token.isCancellationRequested) {
    return;
  }
  tell(known);
  await Promise.all(
    known
      .filter(({ state }) => state === "notAsked")
      .map(async (provider) => {
        try {
          const { providers } = await engine.request(ModelsListRequest, { provider: provider.name }, token);
          providers.forEach(replace);
        } catch (error) {
          if (codeOf(error) === undefined) {
            throw error;
          }
          // It may be gone from the settings by now; the others are there to choose from.
          replace({ ...provider, state: "failed", message: presentError(error).message });
        }
      }),
  );
}
