import * as vscode from "vscode";
import type { UsageFigures } from "../protocol.generated";
import { money } from "./money";
import { callCount, fullCount, shortCount, shortTokens } from "./numbers";

/** What calls cost, for a row; undefined where no call had a price. Estimated figures are marked. */
export function shortCost({ cost, estimatedCalls = 0 }: UsageFigures): string | undefined {
  return cost === undefined ? undefined : `${estimatedCalls > 0 ? "~" : ""}${money(cost)}`;
}

/** Tokens, and cost where there is one, in few words. Estimated figures are marked. */
export function shortUsage(usage: UsageFigures): readonly string[] {
  const { inputTokens, outputTokens, estimatedCalls = 0 } = usage;
  const tokens = `${estimatedCalls > 0 ? "~" : ""}${shortTokens(inputTokens + outputTokens)}`;
  const cost = shortCost(usage);
  return cost === undefined ? [tokens] : [tokens, cost];
}

/** Input, output, cost and calls in a row: of a narrow one the end is cut. */
export function usageRow(usage: UsageFigures): string {
  const { inputTokens, outputTokens, calls } = usage;
  const mark = (usage.estimatedCalls ?? 0) > 0 ? "~" : "";
  const cost = shortCost(usage);
  return [
    vscode.l10n.t("{0} in", mark + shortCount(inputTokens)),
    vscode.l10n.t("{0} out", mark + shortCount(outputTokens)),
    ...(cost === undefined ? [] : [cost]),
    callCount(calls),
  ].join(" · ");
}

/** Every figure in words, one sentence or list a line. */
export function usageLines(usage: UsageFigures): readonly string[] {
  const { inputTokens, cachedInputTokens, outputTokens, calls, reasoningTokens = 0, cost } = usage;
  const { cacheWriteTokens = 0, estimatedCalls = 0, unpricedCalls = 0 } = usage;
  return [
    vscode.l10n.t(
      "{0} input tokens ({1} cached), {2} output tokens, {3}",
      fullCount(inputTokens),
      fullCount(cachedInputTokens),
      fullCount(outputTokens),
      callCount(calls),
    ),
    ...(cacheWriteTokens > 0
      ? [vscode.l10n.t("{0} tokens written to the cache", fullCount(cacheWriteTokens))]
      : []),
    ...(reasoningTokens > 0
      ? [vscode.l10n.t("{0} of the output tokens for reasoning", fullCount(reasoningTokens))]
      : []),
    ...(cost === undefined ? [] : [vscode.l10n.t("Cost: {0}", money(cost))]),
    ...(cost !== undefined && unpricedCalls > 0
      ? [vscode.l10n.t("Without a known price, so not in the cost: {0}", callCount(unpricedCalls))]
      : []),
    ...(estimatedCalls > 0
      ? [
          vscode.l10n.t(
            "Counted from the texts (~), because no provider told: {0}",
            callCount(estimatedCalls),
          ),
        ]
      : []),
  ];
}

/** Adds two sums; what neither knows stays unknown. */
export function addUsage(a: UsageFigures, b: UsageFigures): UsageFigures {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    calls: a.calls + b.calls,
    cacheWriteTokens: (a.cacheWriteTokens ?? 0) + (b.cacheWriteTokens ?? 0),
    estimatedCalls: (a.estimatedCalls ?? 0) + (b.estimatedCalls ?? 0),
    unpricedCalls: (a.unpricedCalls ?? 0) + (b.unpricedCalls ?? 0),
    ...optional("reasoningTokens", a.reasoningTokens, b.reasoningTokens),
    ...optional("cost", a.cost, b.cost),
  };
}

function optional<K extends string>(key: K, a?: number, b?: number): Partial<Record<K, number>> {
  return a === undefined && b === undefined
    ? {}
    : ({ [key]: (a ?? 0) + (b ?? 0) } as Partial<Record<K, number>>);
}
