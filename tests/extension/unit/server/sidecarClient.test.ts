import { expect, test, vi } from "vitest";
import { SidecarClient } from "../../../../extension/src/server/sidecarClient";

const told = vi.hoisted(() => [] as unknown[][]);

// The library's client shows what it is told to "force", beside our own message.
vi.mock("vscode-languageserver-protocol", () => ({
  BaseLanguageClient: class {
    error(...args: readonly unknown[]): void {
      told.push([...args]);
    }
  },
}));

test("What the client of the library finds wrong goes to the log, never into a notification of its own", () => {
  const client: { error(message: string, data: unknown, showNotification?: unknown): void } =
    new SidecarClient(() => Promise.reject(new Error("none")), {});
  client.error("Conductor client: couldn't create connection to server.", "ENOENT", "force");
  expect(told).toEqual([["Conductor client: couldn't create connection to server.", "ENOENT", false]]);
});
