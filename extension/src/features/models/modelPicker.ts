import * as vscode from "vscode";
import type { ConductorContext, Engine } from "../../context";
import { ModelsListRequest, type ProviderInfo } from "../../protocol.generated";
import { codeOf, isCancellation, presentError } from "../../shared/errors";
import { guard } from "../../shared/commandBoundary";
import { isModelId, type ModelChoice, type ModelRow, modelRows, rowMeant } from "./modelRows";
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
  let shownFor = "";
  const show = (): void => {
    const [active] = picker.activeItems;
    const typed = picker.value.trim();
    const rows = modelRows(providers, question, typed);
    // Rows that come in must not take the one away that the person is at; at first that is the model that is set.
    const isAt = (row: ModelRow): boolean =>
      active?.modelId === undefined ? typed === "" && row.isCurrent === true : row.modelId === active.modelId;
    const place =
      (typed === shownFor ? rows.find(isAt) : undefined) ??
      (typed === "" ? undefined : rowMeant(rows, typed));
    shownFor = typed;
    picker.items = rows;
    // Without a place the editor takes the first row that fits.
    if (place) {
      picker.activeItems = [place];
    }
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
        const typed = picker.value.trim();
        if (row?.modelId !== undefined || row?.action !== undefined) {
          resolve(row);
        } else if (isModelId(typed)) {
          // Enter may come before the row of what was typed.
          resolve({ label: typed, modelId: typed });
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
