import { expect, test } from "vitest";
import { budgetBar, budgetLines, budgetUse } from "../../../../extension/src/shared/budgetWords";
import { budget } from "../fakes/tracks";

test("A budget's use is the share of its nearest limit, rounded down", () => {
  expect(budgetUse(budget({ fraction: 0.999 }))).toBe("budget 99 % of 10k tok");
});

test("A budget that a run is paused for is used up only where all of it is spent", () => {
  const paused = budget({ isReached: true });
  expect(budgetUse({ ...paused, spent: { ...paused.spent, tokens: 10_000 } })).toBe(
    "budget of 10k tok used up",
  );
  expect(budgetUse(paused)).toBe("budget of 10k tok does not last for the next call");
});

test("Each limit has a line, with what is kept back for calls under way", () => {
  const limits = { tokens: 10_000, money: 0.5, calls: 20, minutes: 90 };
  expect(budgetLines(budget({ limits }))).toEqual([
    "4.2k of 10k tok, 400 tok kept back for calls under way",
    "$0.0123 of $0.50",
    "3 of 20 calls",
    "2.5 of 90 min",
  ]);
});

test.each([
  [0, "░░░░░░░░░░"],
  [0.01, "█░░░░░░░░░"],
  [0.42, "████░░░░░░"],
  [0.99, "█████████░"],
  [1, "██████████"],
  [1.7, "██████████"],
])("The bar of %d is %s", (fraction, bar) => {
  expect(budgetBar(fraction)).toBe(bar);
});
