import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as vscode from "vscode";
import { ErrorCodes, ResponseError } from "vscode-languageclient";
import { EngineEnded, presentError } from "../../../../extension/src/shared/errors";
import {
  ContractHash,
  SecretsSetRequest,
  TrackListRequest,
} from "../../../../extension/src/protocol.generated";
import { SidecarEngine } from "../../../../extension/src/server/sidecarEngine";
import { ChosenWorkspaceRoot } from "../../../../extension/src/server/workspaceRoot";
import { asked, type Client, clients, handshake, told } from "../fakes/fakeSidecarClient";
import { changeSetting, grantTrust, reset, state, Uri } from "../fakes/vscode";

// Values of the client made of the protocol, which stands in for it here, has none of.
vi.mock("vscode-languageserver-protocol", async (original) => ({
  ...(await original<object>()),
  State: (await import("../fakes/fakeSidecarClient")).states,
  CloseAction: { DoNotRestart: (await import("../fakes/fakeSidecarClient")).doNotRestart, Restart: 2 },
  ErrorAction: {},
  RevealOutputChannelOn: {},
}));

vi.mock(
  "../../../../extension/src/server/sidecarClient",
  async () => (await import("../fakes/fakeSidecarClient")).sidecarClientModule,
);

let folder: string;
let engine: SidecarEngine;
let logged: string[];

beforeEach(() => {
  reset();
  clients.length = 0;
  asked.length = 0;
  told.length = 0;
  handshake.contractHash = ContractHash;
  folder = mkdtempSync(join(tmpdir(), "conductor-engine-"));
  // Any file that exists: the client of this test starts no process.
  vi.stubEnv("CONDUCTOR_SERVER_PATH", process.execPath);
  logged = [];
  const note = (line: string | Error): void => void logged.push(String(line));
  const log = { error: note, warn: note, info: note, trace: note } as unknown as vscode.LogOutputChannel;
  const extension = {
    extensionPath: folder,
    globalStorageUri: Uri.file(folder),
  } as unknown as vscode.ExtensionContext;
  const workspace = { uri: Uri.file(folder), name: "work", index: 0 } as unknown as vscode.WorkspaceFolder;
  engine = new SidecarEngine(extension, new ChosenWorkspaceRoot(workspace), log);
});

afterEach(async () => {
  vi.useRealTimers();
  await engine.stop();
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

/** An engine that runs, and its client. */
async function running(): Promise<Client> {
  const answer = engine.request(TrackListRequest, {});
  const first = await client(1);
  first.succeed();
  await answer;
  return first;
}

const messages = (): readonly string[] => state.messages.map(({ text }) => text);

test.each([
  ["Pending response rejected since connection got disposed", ErrorCodes.PendingResponseRejected],
  ["Client is not running", ErrorCodes.ConnectionInactive],
  ["write EPIPE", ErrorCodes.MessageWriteError],
])("A connection that ends before the answer is told in words: not %s", async (message, code) => {
  (await running()).answer = () => Promise.reject(new ResponseError(code, message));
  const refusal = await engine.request(TrackListRequest, {}).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(EngineEnded);
  const { message: told, actions } = presentError(refusal);
  expect(told).toContain("ended before it answered");
  expect(told).not.toContain(message);
  expect(actions.map(({ label }) => label)).toEqual(["Restart Engine", "Show Log"]);
});

test("A refusal by the server keeps its own words", async () => {
  (await running()).answer = () => Promise.reject(new ResponseError(4001, "No such track."));
  await expect(engine.request(TrackListRequest, {})).rejects.toThrow("No such track.");
});

test("An engine that ends while it starts is said to have ended, not to have a pending response", async () => {
  const first = engine.request(TrackListRequest, {});
  (await client(1)).fail(new ResponseError(ErrorCodes.PendingResponseRejected, "Pending response rejected"));
  await expect(first).rejects.toThrow(/could not be started: it ended before it was ready/);
});

test("An engine that crashes is started again, and who asks meanwhile gets an answer", async () => {
  let connections = 0;
  engine.onDidConnect(() => (connections += 1));
  (await running()).close();
  expect(engine.state).toBe("starting");
  const answer = engine.request(TrackListRequest, {});
  (await client(2)).succeed();
  expect(await answer).toEqual({ tracks: [] });
  expect(engine.state).toBe("ready");
  expect(connections).toBe(2);
  expect(messages()).toEqual([]);
});

test("An engine whose connection is given up is started again too", async () => {
  (await running()).giveUp();
  (await client(2)).succeed();
  await vi.waitFor(() => expect(engine.state).toBe("ready"));
});

test.skipIf(process.platform === "win32")(
  "An engine that crashes five times stays down, and says why in its own last words",
  async () => {
    const program = join(folder, "engine");
    writeFileSync(program, "#!/bin/sh\necho 'Out of memory.' >&2\ncat >/dev/null\n", { mode: 0o755 });
    vi.stubEnv("CONDUCTOR_SERVER_PATH", program);
    void engine.request(TrackListRequest, {});
    for (let life = 1; life <= 5; life++) {
      const current = await client(life);
      await current.spawn();
      await vi.waitFor(() => expect(logged.filter((line) => line === "Out of memory.")).toHaveLength(life));
      current.succeed();
      await vi.waitFor(() => expect(engine.state).toBe("ready"));
      current.close();
    }
    await vi.waitFor(() => expect(engine.state).toBe("failed"));
    expect(clients).toHaveLength(5);
    expect(messages()).toEqual([
      "The Conductor engine stopped 5 times in 3 minutes and was not started again. Out of memory.",
    ]);
    expect(state.messages[0]?.actions).toEqual(["Show Log", "Restart Engine"]);
    await expect(engine.request(TrackListRequest, {})).rejects.toThrow(/5 times/);
  },
);

test("A restart after a crash that hangs is given up after ten seconds, and says so", async () => {
  const first = await running();
  vi.useFakeTimers();
  first.close();
  expect(engine.state).toBe("starting");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(engine.state).toBe("failed");
  expect(messages()).toEqual([
    "The Conductor engine could not be started: it did not answer within 10 seconds.",
  ]);
});

test("A restart after a crash that cannot be spawned says so", async () => {
  (await running()).close();
  (await client(2)).fail(new Error("spawn ENOENT"));
  await vi.waitFor(() => expect(engine.state).toBe("failed"));
  expect(messages()).toEqual(["The Conductor engine could not be started: spawn ENOENT"]);
});

test("An engine that goes in the middle of its start has failed to start, and is not started over and over", async () => {
  const answer = engine.request(TrackListRequest, {});
  (await client(1)).close();
  await expect(answer).rejects.toThrow(/could not be started/);
  expect(engine.state).toBe("failed");
  expect(clients).toHaveLength(1);
});

test("An engine that was stopped is not taken for one that crashed", async () => {
  const first = await running();
  await engine.stop();
  first.close();
  expect(engine.state).toBe("stopped");
  expect(clients).toHaveLength(1);
});

const lastTold = (): unknown => told.at(-1)?.settings.conductor;

test("Trust that is given and a setting that is changed while the engine starts reach it when it is there", async () => {
  state.isTrusted = false;
  const answer = engine.request(TrackListRequest, {});
  const first = await client(1);
  grantTrust();
  changeSetting("conductor.run.maxParallel", 4);
  expect(told).toEqual([]);
  first.succeed();
  await answer;
  expect(lastTold()).toMatchObject({ trusted: true, maxParallel: 4 });
});

test("A setting that is changed while the engine is started again after a crash reaches the new one", async () => {
  (await running()).close();
  changeSetting("conductor.run.maxParallel", 5);
  (await client(2)).succeed();
  await vi.waitFor(() => expect(lastTold()).toMatchObject({ maxParallel: 5 }));
});

test.each([undefined, "another"])(
  "An engine of another version (%s) is used, and its person is told once what to do",
  async (contractHash) => {
    handshake.contractHash = contractHash;
    vi.unstubAllEnvs();
    state.settings.set("conductor.engine.path", process.execPath);
    (await running()).close();
    (await client(2)).succeed();
    await vi.waitFor(() => expect(engine.state).toBe("ready"));
    expect(state.messages).toEqual([
      {
        kind: "warning",
        text: expect.stringContaining(`at ${process.execPath} was built for another version`) as string,
        actions: ["Open Settings"],
      },
    ]);
    expect(messages()[0]).toContain("Clear the setting conductor.engine.path");
  },
);

test("An engine of the extension's own version is not remarked on", async () => {
  await running();
  expect(messages()).toEqual([]);
});

test("What a session begins with reaches each server before anybody's request", async () => {
  engine.beforeRequests(async (send) => {
    await send(SecretsSetRequest, { provider: "gemini" });
  });
  (await running()).close();
  const answer = engine.request(TrackListRequest, {});
  (await client(2)).succeed();
  await answer;
  const once = [SecretsSetRequest.method, TrackListRequest.method];
  expect(asked).toEqual([...once, ...once]);
});

test("What a session begins with may fail: it is logged, and the engine is there all the same", async () => {
  engine.beforeRequests(() => Promise.reject(new Error("No keyring.")));
  await running();
  expect(engine.state).toBe("ready");
  expect(logged.join()).toContain("No keyring.");
  expect(messages()).toEqual([]);
});

test("What a session begins with is waited for ten seconds at most", async () => {
  engine.beforeRequests(() => new Promise(() => undefined));
  const answer = engine.request(TrackListRequest, {});
  const first = await client(1);
  vi.useFakeTimers();
  first.succeed();
  await vi.advanceTimersByTimeAsync(9_000);
  expect(engine.state).toBe("starting");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await answer).toEqual({ tracks: [] });
});

test("What is asked while a session begins waits for it, also when the engine crashes meanwhile", async () => {
  let go: () => void = () => undefined;
  const gates = [new Promise<void>((resolve) => (go = resolve)), Promise.resolve()];
  engine.beforeRequests(() => gates.shift() ?? Promise.resolve());
  const answers = [engine.request(TrackListRequest, {})];
  const first = await client(1);
  first.succeed();
  await vi.waitFor(() => expect(gates).toHaveLength(1));
  answers.push(engine.request(TrackListRequest, {}));
  expect(asked).toEqual([]);
  first.close();
  go();
  (await client(2)).succeed();
  await Promise.all(answers);
  expect(asked).toEqual([TrackListRequest.method, TrackListRequest.method]);
});

test("The trace of messages goes to the log without what is secret", async () => {
  const session = await running();
  session.trace("Sending request 'conductor/track/list - (1)'.");
  session.trace(`Sending request '${SecretsSetRequest.method} - (2)'.\nParams: {"key":"planted-key"}`);
  expect(logged).toContain("Sending request 'conductor/track/list - (1)'.");
  expect(logged.join()).toContain(SecretsSetRequest.method);
  expect(logged.join()).not.toContain("planted-key");
});
