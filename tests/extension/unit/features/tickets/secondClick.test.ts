import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  doubleClickMilliseconds,
  SecondClick,
} from "../../../../../extension/src/features/tickets/secondClick";

let clicks: SecondClick;

beforeEach(() => {
  vi.useFakeTimers();
  clicks = new SecondClick();
});

afterEach(() => {
  vi.useRealTimers();
});

test("The second click of a double-click on Retry does not cancel what was just retried", () => {
  expect(clicks.isMeant("retry", "T-1")).toBe(true);
  expect(clicks.isMeant("cancel", "T-1")).toBe(false);
  expect(clicks.isMeant("cancel", "T-2")).toBe(true);
});

test("A click that comes later is meant", () => {
  clicks.isMeant("retry", "T-1");
  vi.advanceTimersByTime(doubleClickMilliseconds);
  expect(clicks.isMeant("cancel", "T-1")).toBe(true);
});
