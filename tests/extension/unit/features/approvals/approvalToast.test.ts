import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  ApprovalToast,
  burstMilliseconds,
} from "../../../../../extension/src/features/approvals/approvalToast";

let count: number;
let isQuiet: boolean;
let announced: number[];
let toast: ApprovalToast;

beforeEach(() => {
  vi.useFakeTimers();
  count = 0;
  isQuiet = false;
  announced = [];
  toast = new ApprovalToast({
    count: () => count,
    isQuiet: () => isQuiet,
    announce: (waiting) => announced.push(waiting),
  });
});

afterEach(() => {
  toast.dispose();
  vi.useRealTimers();
});

function arrive(waiting: number): void {
  count = waiting;
  toast.update(true);
}

function resolve(waiting: number): void {
  count = waiting;
  toast.update(false);
}

const pass = (milliseconds = burstMilliseconds): unknown => vi.advanceTimersByTime(milliseconds);

describe("One toast", () => {
  test("speaks of a whole burst", () => {
    arrive(1);
    pass(burstMilliseconds / 2);
    arrive(2);
    arrive(3);
    pass();
    expect(announced).toEqual([3]);
  });

  test("is not for what comes when the room is gone", () => {
    toast.dispose();
    arrive(1);
    pass();
    expect(announced).toEqual([]);
  });

  test("is enough until the queue is empty", () => {
    arrive(1);
    pass();
    arrive(2);
    resolve(1);
    arrive(2);
    pass();
    expect(announced).toEqual([1]);
  });

  test("comes again after the queue was empty", () => {
    arrive(1);
    pass();
    resolve(0);
    arrive(2);
    pass();
    expect(announced).toEqual([1, 2]);
  });

  test("does not come when everything is answered before it is due", () => {
    arrive(1);
    resolve(0);
    pass();
    expect(announced).toEqual([]);
  });

  test("does not come while the person sees the requests, nor for the same ones later", () => {
    isQuiet = true;
    arrive(1);
    pass();
    isQuiet = false;
    arrive(2);
    pass();
    expect(announced).toEqual([]);
  });

  test("does not come for a list that brings nothing new", () => {
    resolve(2);
    pass();
    expect(announced).toEqual([]);
  });

  test("does not come after the extension ended", () => {
    arrive(1);
    toast.dispose();
    pass();
    expect(announced).toEqual([]);
  });
});
