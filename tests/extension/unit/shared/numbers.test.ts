import { expect, test } from "vitest";
import { callCount, shortCount } from "../../../../extension/src/shared/numbers";

test.each([
  [0, "0"],
  [999, "999"],
  [1000, "1k"],
  [1250, "1.3k"],
  [9940, "9.9k"],
  [9960, "10k"],
  [81_400, "81k"],
  [999_499, "999k"],
  [999_500, "1M"],
  [1_540_000, "1.5M"],
])("A count of %d is shown as %s", (count, shown) => {
  expect(shortCount(count)).toBe(shown);
});

test("A single call is not spoken of as several", () => {
  expect([0, 1, 2].map(callCount)).toEqual(["0 calls", "1 call", "2 calls"]);
});
