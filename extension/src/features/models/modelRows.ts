import * as vscode from "vscode";
import type { ModelInfo, ProviderInfo } from "../../protocol.generated";
import type { ErrorAction } from "../../shared/errors";
import { shortCount } from "../../shared/numbers";
import { demoModel } from "./modelSettings";
import { remedyAction } from "./providers";

/** A row of the picker: a model, something that gets models to appear, a remark, or a heading. */
export interface ModelRow extends vscode.QuickPickItem {
  readonly modelId?: string;
  readonly action?: ErrorAction;
  /** The row about the model that is set now. */
  readonly isCurrent?: boolean;
}

/** What the picker is about. */
export interface ModelChoice {
  /** Marked; undefined when none is set. */
  readonly current: string | undefined;
  /** Rows before all others, as for using no model of one's own. */
  readonly first: readonly ModelRow[];
}

/** All rows: a section for each provider, in the order given, and what is typed when no model is called that. */
export function modelRows(
  providers: readonly ProviderInfo[],
  { current, first }: ModelChoice,
  typed: string,
): readonly ModelRow[] {
  const sections = [
    ...[...providers]
      .sort((left, right) => usefulness(left) - usefulness(right))
      .flatMap((provider) => providerSection(provider, current)),
    heading(vscode.l10n.t("Without a provider")),
    modelRow(
      { id: demoModel, label: vscode.l10n.t("Demo (offline)") },
      current,
      vscode.l10n.t("plays the sample"),
    ),
  ];
  const ids = new Set(sections.map(({ modelId }) => modelId));
  const unlisted =
    current === undefined || ids.has(current)
      ? []
      : [heading(vscode.l10n.t("Set now")), modelRow({ id: current, label: current }, current)];
  return [...typedRow(typed.trim(), ids), ...first, ...unlisted, ...sections];
}

/** Providers whose models can be picked stand before those that list none, and these before those that need something first. */
function usefulness({ state, models }: ProviderInfo): number {
  switch (state) {
    case "ok":
      return models.length > 0 ? 0 : 2;
    case "notAsked":
      return 1;
    default:
      return 3;
  }
}

/** Whether what was typed can be a model's id. */
export function isModelId(typed: string): boolean {
  return typed === demoModel || /^[a-z][\w.-]*:\S/i.test(typed);
}

/** The row that Enter is to take while this is typed: the one called just that, else the first that has it, else what is typed. */
export function rowMeant(rows: readonly ModelRow[], typed: string): ModelRow | undefined {
  const isTyped = ({ modelId }: ModelRow): boolean => modelId === typed;
  const listed = rows.filter(({ modelId, alwaysShow }) => modelId !== undefined && alwaysShow !== true);
  const words = typed.toLowerCase();
  return (
    listed.find(isTyped) ??
    listed.find(({ label, description = "", detail = "" }) =>
      [label, description, detail].some((text) => text.toLowerCase().includes(words)),
    ) ??
    rows.find(isTyped)
  );
}

/** An id that no list has may be right all the same: lists of providers are not complete. */
function typedRow(typed: string, known: ReadonlySet<string | undefined>): readonly ModelRow[] {
  return isModelId(typed) && !known.has(typed)
    ? [
        {
          label: vscode.l10n.t("Use “{0}”", typed),
          description: vscode.l10n.t("as typed"),
          iconPath: new vscode.ThemeIcon("edit"),
          alwaysShow: true,
          modelId: typed,
        },
      ]
    : [];
}

function providerSection(provider: ProviderInfo, current: string | undefined): readonly ModelRow[] {
  const { label, state, message, models } = provider;
  const name = heading(label);
  switch (state) {
    case "ok":
      return models.length > 0
        ? [name, ...models.map((model) => modelRow(model, current))]
        : [
            name,
            remark(
              "info",
              vscode.l10n.t("{0} lists no models", label),
              message ?? vscode.l10n.t("An id can be typed: {0}", `${provider.name}:…`),
            ),
          ];
    case "notAsked":
      return [name, remark("loading~spin", vscode.l10n.t("Asking {0}…", label))];
    case "noKey":
    case "failed":
    case "off":
    default: // A state of a newer engine.
      return [name, troubleRow(provider)];
  }
}

/** Leads to what helps. It names its provider, because headings are out of sight while somebody types. */
function troubleRow(provider: ProviderInfo): ModelRow {
  const { name, label, account, state, remedy } = provider;
  const action = remedyAction(remedy, { account, subject: name });
  const icon = state === "noKey" ? "key" : state === "off" ? "debug-disconnect" : "warning";
  const text = action?.label ?? vscode.l10n.t("{0} cannot be used now", label);
  const row = remark(icon, text, troubleWords(provider));
  return action ? { ...row, description: label, action } : row;
}

/** What a row's one line has room for; a provider's own words where there are no shorter ones. */
function troubleWords({ state, address, message = "" }: ProviderInfo): string {
  switch (state) {
    case "noKey":
      return vscode.l10n.t("It needs a key.");
    case "off":
      return vscode.l10n.t("It does not run at {0}.", address);
    default:
      return message;
  }
}

function modelRow(model: ModelInfo, current: string | undefined, note = facts(model)): ModelRow {
  const isCurrent = model.id === current;
  return {
    label: model.label,
    description: isCurrent ? vscode.l10n.t("{0} · set now", model.id) : model.id,
    ...(note === "" ? {} : { detail: note }),
    iconPath: new vscode.ThemeIcon(isCurrent ? "check" : "blank"),
    modelId: model.id,
    ...(isCurrent ? { isCurrent } : {}),
  };
}

/** Size and price, as far as they are known. */
function facts({ contextWindow, maximumOutput, inputPrice, outputPrice }: ModelInfo): string {
  return [
    contextWindow === undefined ? "" : vscode.l10n.t("{0} context", shortCount(contextWindow)),
    maximumOutput === undefined ? "" : vscode.l10n.t("{0} output", shortCount(maximumOutput)),
    inputPrice === undefined || outputPrice === undefined
      ? ""
      : inputPrice === 0 && outputPrice === 0
        ? vscode.l10n.t("free")
        : vscode.l10n.t("${0} in, ${1} out per million tokens", dollars(inputPrice), dollars(outputPrice)),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

function dollars(price: number): string {
  return price.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 4 });
}

function heading(label: string): ModelRow {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** Does nothing when it is chosen; it stays in sight while the person types. */
function remark(icon: string, label: string, detail = ""): ModelRow {
  return {
    label,
    ...(detail === "" ? {} : { detail }),
    iconPath: new vscode.ThemeIcon(icon),
    alwaysShow: true,
  };
}
