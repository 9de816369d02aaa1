import { expect, test } from "vitest";
import { money } from "../../../../extension/src/shared/money";

test.each([
  [0, "$0.00"],
  [0.000_01, "<$0.0001"],
  [0.0123, "$0.0123"],
  [0.5, "$0.50"],
  [0.125, "$0.125"],
  [12.3, "$12.30"],
  [1_234_567.891, "$1,234,567.89"],
])("%d US dollars are written as %s, alike in every language", (amount, expected) => {
  expect(money(amount)).toBe(expected);
});
