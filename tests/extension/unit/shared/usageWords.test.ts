import { expect, test } from "vitest";
import { addUsage, usageLines, usageRow } from "../../../../extension/src/shared/usageWords";
import type { UsageFigures } from "../../../../extension/src/protocol.generated";

const plain: UsageFigures = { inputTokens: 1200, outputTokens: 340, cachedInputTokens: 800, calls: 3 };

test("Usage without a price is told without one", () => {
  expect(usageRow({ ...plain, unpricedCalls: 3 })).toBe("1.2k in · 340 out · 3 calls");
  expect(usageLines({ ...plain, unpricedCalls: 3 })).toEqual([
    "1,200 input tokens (800 cached), 340 output tokens, 3 calls",
  ]);
});

test("Cost, cache writes, reasoning, estimates and calls without a price are told where there are any", () => {
  const usage = {
    ...plain,
    cost: 0.0123,
    cacheWriteTokens: 60,
    reasoningTokens: 120,
    estimatedCalls: 1,
    unpricedCalls: 2,
  };
  expect(usageRow(usage)).toBe("~1.2k in · ~340 out · ~$0.0123 · 3 calls");
  expect(usageLines(usage).slice(1)).toEqual([
    "60 tokens written to the cache",
    "120 of the output tokens for reasoning",
    "Cost: $0.0123",
    "Without a known price, so not in the cost: 2 calls",
    "Counted from the texts (~), because no provider told: 1 call",
  ]);
});

test("A sum has a cost as soon as one part has, and none when no part has", () => {
  expect(addUsage({ ...plain, cost: 0.5 }, plain).cost).toBe(0.5);
  expect(addUsage(plain, plain)).not.toHaveProperty("cost");
  expect(addUsage({ ...plain, estimatedCalls: 1 }, { ...plain, estimatedCalls: 2 }).estimatedCalls).toBe(3);
});
