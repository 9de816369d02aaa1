import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as vscode from "vscode";
import { ErrorCodes, ResponseError } from "vscode-languageclient";
import { EngineEnded, presentError } from "../../../../extension/src/shared/errors";
import { TrackListRequest } from "../../../../extension/src/protocol.generated";
import { SidecarEngine } from "../../../../extension/src/server/sidecarEngine";
import { ChosenWorkspaceRoot } from "../../../../extension/src/server/workspaceRoot";
import { reset, state, Uri } from "../fakes/vscode";

type Listener = (change: { readonly newState: number }) => void;

/** One client: the test says when its start succeeds or fails. */
interface Client {
  succeed(): void;
  fail(error: Error): void;
  /** It comes into this state by itself. */
  become(state: number): void;
  /** What it answers to everything, once it runs. */
  answer: () => Promise<unknown>;
}

const { clients, states } = vi.hoisted(() => ({
  clients: [] as Client[],
  states: { Stopped: 1, Running: 2, Starting: 3, StartFailed: 4 },
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
    readonly #client: Client;
    readonly #started: Promise<void>;

    constructor() {
      const become = (newState: number): void => {
        this.state = newState;
        this.#listeners.forEach((listener) => listener({ newState }));
      };
      const answer = (): Promise<unknown> => Promise.resolve({ tracks: [] });
      this.#client = { succeed: () => undefined, fail: () => undefined, become, answer };
      this.#started = new Promise<void>((resolve, reject) => {
        this.#client.succeed = () => {
          become(states.Running);
          resolve();
        };
        this.#client.fail = reject;
      });
      clients.push(this.#client);
    }

    start = (): Promise<void> => this.#started;
    stop = (): Promise<void> => Promise.resolve();
    onNotification = (): void => undefined;
    onDidChangeState = (listener: Listener): number => this.#listeners.push(listener);
    sendRequest = (): Promise<unknown> => this.#client.answer();
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

test.each([
  ["Pending response rejected since connection got disposed", ErrorCodes.PendingResponseRejected],
  ["Client is not running", ErrorCodes.ConnectionInactive],
  ["write EPIPE", ErrorCodes.MessageWriteError],
])("A connection that ends before the answer is told in words: not %s", async (message, code) => {
  const first = engine.request(TrackListRequest, {});
  const running = await client(1);
  running.succeed();
  await first;
  running.answer = () => Promise.reject(new ResponseError(code, message));
  const refusal = await engine.request(TrackListRequest, {}).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(EngineEnded);
  const { message: told, actions } = presentError(refusal);
  expect(told).toContain("ended before it answered");
  expect(told).not.toContain(message);
  expect(actions.map(({ label }) => label)).toEqual(["Restart Engine", "Show Log"]);
});

test("A refusal by the server keeps its own words", async () => {
  const first = engine.request(TrackListRequest, {});
  const running = await client(1);
  running.succeed();
  await first;
  running.answer = () => Promise.reject(new ResponseError(4001, "No such track."));
  await expect(engine.request(TrackListRequest, {})).rejects.toThrow("No such track.");
});

test("An engine that ends while it starts is said to have ended, not to have a pending response", async () => {
  const first = engine.request(TrackListRequest, {});
  (await client(1)).fail(new ResponseError(ErrorCodes.PendingResponseRejected, "Pending response rejected"));
  await expect(first).rejects.toThrow(/could not be started: it ended before it was ready/);
});

test("An engine that cannot be started again after a crash says so once, with the way out", async () => {
  const first = engine.request(TrackListRequest, {});
  const running = await client(1);
  running.succeed();
  await first;
  running.become(states.Starting);
  expect(engine.state).toBe("starting");
  running.answer = () => Promise.reject(new Error("spawn ENOENT"));
  const waiting = engine.request(TrackListRequest, {});
  running.become(states.StartFailed);
  await expect(waiting).rejects.toThrow(/could not be started again/);
  expect(engine.state).toBe("failed");
  expect(state.messages).toMatchObject([{ kind: "error", actions: ["Show Log", "Restart Engine"] }]);
  expect(state.messages[0]?.text).toContain("could not be started again");
});
