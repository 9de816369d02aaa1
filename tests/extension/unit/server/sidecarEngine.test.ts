import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as vscode from "vscode";
import { TrackListRequest } from "../../../../extension/src/protocol.generated";
import { SidecarEngine } from "../../../../extension/src/server/sidecarEngine";
import { ChosenWorkspaceRoot } from "../../../../extension/src/server/workspaceRoot";
import { reset, state, Uri } from "../fakes/vscode";

type Listener = (change: { readonly newState: number }) => void;

/** One client: the test says when its start succeeds or fails. */
interface Client {
  succeed(): void;
  fail(error: Error): void;
}

const { clients, states } = vi.hoisted(() => ({
  clients: [] as Client[],
  states: { Stopped: 1, Running: 2, Starting: 3 },
}));

// Values of the client made of the protocol, which stands in for it here, has none of.
vi.mock("vscode-languageserver-protocol", async (original) => ({
  ...(await original<object>()),
  State: states,
  CloseAction: {},
  ErrorAction: {},
  RevealOutputChannelOn: {},
}));

vi.mock("../../../../extension/src/server/sidecarClient", () => ({
  SidecarClient: class {
    state = states.Starting;
    readonly #listeners: Listener[] = [];
    readonly #started = new Promise<void>((resolve, reject) => {
      clients.push({
        succeed: () => {
          this.state = states.Running;
          this.#listeners.forEach((listener) => listener({ newState: states.Running }));
          resolve();
        },
        fail: reject,
      });
    });

    start = (): Promise<void> => this.#started;
    stop = (): Promise<void> => Promise.resolve();
    onNotification = (): void => undefined;
    onDidChangeState = (listener: Listener): number => this.#listeners.push(listener);
    sendRequest = (): Promise<unknown> => Promise.resolve({ tracks: [] });
  },
}));

let folder: string;
let engine: SidecarEngine;

beforeEach(() => {
  reset();
  clients.length = 0;
  folder = mkdtempSync(join(tmpdir(), "conductor-engine-"));
  // Any file that exists: the client of this test starts no process.
  vi.stubEnv("CONDUCTOR_SERVER_PATH", process.execPath);
  const log = { error: () => undefined, info: () => undefined } as unknown as vscode.LogOutputChannel;
  const extension = {
    extensionPath: folder,
    globalStorageUri: Uri.file(folder),
  } as unknown as vscode.ExtensionContext;
  const workspace = { uri: Uri.file(folder), name: "work", index: 0 } as unknown as vscode.WorkspaceFolder;
  engine = new SidecarEngine(extension, new ChosenWorkspaceRoot(workspace), log);
});

afterEach(() => {
  engine.dispose();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const client = async (number: number): Promise<Client> => {
  await vi.waitFor(() => expect(clients).toHaveLength(number));
  const last = clients.at(-1);
  return last ?? expect.unreachable();
};

test("Two requests start one engine", async () => {
  const answers = [engine.request(TrackListRequest, {}), engine.request(TrackListRequest, {})];
  (await client(1)).succeed();
  expect(await Promise.all(answers)).toEqual([{ tracks: [] }, { tracks: [] }]);
  expect(clients).toHaveLength(1);
  expect(engine.state).toBe("ready");
});

test("A restart while the engine starts ends in the new one, and the old one's end is no failure", async () => {
  const first = engine.request(TrackListRequest, {});
  const old = await client(1);
  const restarted = engine.restart();
  const next = await client(2);
  old.fail(new Error("The process ended."));
  await expect(first).rejects.toThrow();
  next.succeed();
  await restarted;
  expect(engine.state).toBe("ready");
  expect(await engine.request(TrackListRequest, {})).toEqual({ tracks: [] });
  expect(clients).toHaveLength(2);
  expect(state.messages).toEqual([]);
});

test("An engine that does not start is reported to everyone who asks, until it is restarted", async () => {
  const first = engine.request(TrackListRequest, {});
  (await client(1)).fail(new Error("No permission."));
  await expect(first).rejects.toThrow(/No permission/);
  expect(engine.state).toBe("failed");
  await expect(engine.request(TrackListRequest, {})).rejects.toThrow(/No permission/);
  expect(clients).toHaveLength(1);
  const restarted = engine.restart();
  (await client(2)).succeed();
  await restarted;
  expect(engine.state).toBe("ready");
});
