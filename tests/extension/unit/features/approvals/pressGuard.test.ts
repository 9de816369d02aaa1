import { beforeEach, expect, test } from "vitest";
import { PressGuard, quietMilliseconds } from "../../../../../extension/src/features/approvals/pressGuard";

let time: number;
let guard: PressGuard;

beforeEach(() => {
  time = 1000;
  guard = new PressGuard(() => time);
  guard.appeared("a");
});

function pressAfter(milliseconds: number, approvalId = "a"): boolean {
  time += milliseconds;
  return guard.press(approvalId);
}

test("A press on a request that has just appeared does not count", () => {
  expect(pressAfter(quietMilliseconds - 1)).toBe(false);
});

test("A press on a request that has been there for a while counts", () => {
  expect(pressAfter(quietMilliseconds)).toBe(true);
});

test("The second press of a double click does not answer the next request", () => {
  expect(pressAfter(quietMilliseconds)).toBe(true);
  guard.appeared("b");
  expect(pressAfter(200, "b")).toBe(false);
});

test("A key that is held down answers one request only", () => {
  expect(pressAfter(quietMilliseconds)).toBe(true);
  guard.appeared("b");
  const repeats = Array.from({ length: 100 }, () => pressAfter(30, "b"));
  expect(repeats).not.toContain(true);
});

test("Saying again that the same request is there does not start over", () => {
  time += quietMilliseconds;
  guard.appeared("a");
  expect(guard.press("a")).toBe(true);
});
