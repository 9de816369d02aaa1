import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Throttle } from "../../../../extension/src/shared/throttle";

let runs: number;
let throttle: Throttle;

beforeEach(() => {
  vi.useFakeTimers();
  runs = 0;
  throttle = new Throttle(250, () => (runs += 1));
});

afterEach(() => {
  vi.useRealTimers();
});

test("The first request runs at once", () => {
  throttle.ask();
  expect(runs).toBe(1);
});

test("Many requests within an interval are one more run at its end", () => {
  for (let count = 0; count < 100; count++) {
    throttle.ask();
  }
  vi.advanceTimersByTime(250);
  expect(runs).toBe(2);
});

test("A steady stream of requests runs once per interval", () => {
  for (let time = 0; time < 1000; time += 10) {
    throttle.ask();
    vi.advanceTimersByTime(10);
  }
  expect(runs).toBe(5);
});

test("Nothing runs after it is disposed", () => {
  throttle.ask();
  throttle.ask();
  throttle.dispose();
  vi.advanceTimersByTime(1000);
  expect(runs).toBe(1);
});
