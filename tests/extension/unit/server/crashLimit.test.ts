import { expect, test } from "vitest";
import { CrashLimit } from "../../../../extension/src/server/crashLimit";

const minute = 60_000;

function crashAt(...times: number[]): boolean[] {
  let now = 0;
  const limit = new CrashLimit(() => now);
  return times.map((time) => {
    now = time;
    return limit.mayRestart();
  });
}

test("Five crashes within three minutes are too many", () => {
  expect(crashAt(0, 1, 2, 3, 4)).toEqual([true, true, true, true, false]);
});

test("Crashes that are long ago do not count", () => {
  expect(crashAt(0, minute, 2 * minute, 3 * minute, 4 * minute, 5 * minute)).toEqual(Array(6).fill(true));
});
