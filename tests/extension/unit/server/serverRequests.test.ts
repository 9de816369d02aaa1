import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as vscode from "vscode";
import { LSPErrorCodes } from "vscode-languageclient";
import { EditorModelListRequest, TrackListRequest } from "../../../../extension/src/protocol.generated";
import { SidecarEngine } from "../../../../extension/src/server/sidecarEngine";
import { ChosenWorkspaceRoot } from "../../../../extension/src/server/workspaceRoot";
import { CancellationError, CancellationTokenSource, reset, state, Uri } from "../fakes/vscode";

type Answer = (params: unknown, token: unknown) => Promise<unknown>;

/** A session with a server: the test asks what the server would ask, and says when the session is lost. */
interface Session {
  readonly answers: Map<string, Answer>;
  lose(): void;
}

const { sessions } = vi.hoisted(() => ({ sessions: [] as Session[] }));

vi.mock("../../../../extension/src/server/sidecarSession", () => ({
  SidecarSession: class {
    readonly #answers = new Map<string, Answer>();
    readonly isRunning = true;
    readonly speaksOurContract = true;
    readonly lastWords = "";
    readonly client = {
      onNotification: (): void => undefined,
      onRequest: (method: string, answer: Answer): void => void this.#answers.set(method, answer),
      sendNotification: (): Promise<void> => Promise.resolve(),
      sendRequest: (): Promise<unknown> => Promise.resolve({ tracks: [] }),
    };

    constructor(_options: unknown, onLost: () => void) {
      sessions.push({ answers: this.#answers, lose: onLost });
    }

    start = (): Promise<void> => Promise.resolve();
    end = (): Promise<void> => Promise.resolve();
  },
}));

let engine: SidecarEngine;

beforeEach(async () => {
  reset();
  sessions.length = 0;
  // Any file that exists: the session of this test starts no process.
  vi.stubEnv("CONDUCTOR_SERVER_PATH", process.execPath);
  const nothing = (): void => undefined;
  const log = { error: nothing, warn: nothing, info: nothing } as unknown as vscode.LogOutputChannel;
  const extension = { globalStorageUri: Uri.file("/storage") } as unknown as vscode.ExtensionContext;
  const folder = { uri: Uri.file("/work"), name: "work", index: 0 } as unknown as vscode.WorkspaceFolder;
  engine = new SidecarEngine(extension, new ChosenWorkspaceRoot(folder), log);
  await engine.request(TrackListRequest, {});
});

afterEach(async () => {
  await engine.stop();
  engine.dispose();
  vi.unstubAllEnvs();
});

/** The latest server asks. */
const ask = (source = new CancellationTokenSource()): Promise<unknown> =>
  sessions.at(-1)?.answers.get(EditorModelListRequest.method)?.({}, source.token) ?? expect.unreachable();

/** A handler that only ends when it is cancelled. */
const answersNever = (): vscode.Disposable =>
  engine.onRequest(
    EditorModelListRequest,
    ({ token }) =>
      new Promise((_resolve, reject) => token.onCancellationRequested(() => reject(new CancellationError()))),
  );

test("What the server asks is answered in every session, also by a handler that came while it ran", async () => {
  engine.onRequest(EditorModelListRequest, () => Promise.resolve({ models: [] }));
  expect(await ask()).toEqual({ models: [] });
  sessions[0]?.lose();
  await vi.waitFor(() => expect(sessions).toHaveLength(2));
  expect(await ask()).toEqual({ models: [] });
});

test.each([
  ["its session is lost", (): void => sessions[0]?.lose()],
  ["the engine is stopped", (): void => void engine.stop()],
])("What is being answered is cancelled when %s", async (_when, end) => {
  answersNever();
  const answer = ask();
  end();
  await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
});

test("What the server takes back is cancelled, and told as that and nothing else", async () => {
  answersNever();
  const source = new CancellationTokenSource();
  const answer = ask(source);
  source.cancel();
  await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  expect(state.messages).toEqual([]);
});

test("A handler that was given back answers nothing more", async () => {
  answersNever().dispose();
  await expect(ask()).rejects.toMatchObject({ code: LSPErrorCodes.RequestFailed });
});
