import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { step } from "../../../extension/scripts/command.mjs";

let said: string[];

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text).trimEnd()) > 0);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const lasting = (milliseconds: number) => () =>
  new Promise<string>((resolve) => setTimeout(resolve, milliseconds, "made"));

test("A long step says what it does, that it goes on, and how long it took", async () => {
  const done = step("sidecar: compiling", lasting(95_000));
  await vi.advanceTimersByTimeAsync(50_000);
  expect(said).toEqual([
    "sidecar: compiling …",
    "sidecar: still at it after 20 s …",
    "sidecar: still at it after 40 s …",
  ]);
  await vi.advanceTimersByTimeAsync(50_000);
  expect(await done).toBe("made");
  expect(said.slice(-2)).toEqual(["sidecar: still at it after 1 min 20 s …", "sidecar: done in 1 min 35 s"]);
});

test("A step that fails says no more, and its error goes on", async () => {
  await expect(
    step("npm packages: installing", () => Promise.reject(new Error("No network."))),
  ).rejects.toThrow("No network.");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(said).toEqual(["npm packages: installing …"]);
});
