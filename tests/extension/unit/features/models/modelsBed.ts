import type * as vscode from "vscode";
import type { CommandId } from "../../../../../extension/src/commands";
import type { ConductorContext } from "../../../../../extension/src/context";
import { activateModels } from "../../../../../extension/src/features/models";
import { ServerTrackStore } from "../../../../../extension/src/features/tickets/trackStore";
import {
  ModelsListRequest,
  ModelsTestRequest,
  type ModelTestResult,
  type ProviderInfo,
  SecretsSetRequest,
  type SetSecretParams,
  TrackListRequest,
  TrackOpenRequest,
  type TrackSnapshot,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { FakeSecrets } from "../../fakes/secrets";
import { noRows, snapshot, trackId } from "../../fakes/tracks";
import { reset, state, Uri } from "../../fakes/vscode";

/** Nobody's key; a test that finds it in a log or a message has found a leak. */
export const aKey = "planted-key-1f2e3d";

export function provider(name: string, changes: Partial<ProviderInfo> = {}): ProviderInfo {
  return {
    name,
    label: `Label of ${name}`,
    account: name,
    state: "notAsked",
    takesKey: true,
    needsKey: true,
    keySource: "secret",
    keyVariables: [],
    isLocal: false,
    address: `https://${name}.example/`,
    models: [],
    ...changes,
  };
}

/** The room with its commands, over an engine and a secret storage of the test's. */
export class ModelsBed {
  readonly engine = new FakeEngine();
  readonly secrets = new FakeSecrets();
  readonly logged: string[] = [];
  readonly context: ConductorContext;
  /** What the engine says of its providers, and of each when it is asked. */
  providers: readonly ProviderInfo[] = [provider("gemini"), provider("anthropic")];
  answers = new Map<string, () => ProviderInfo | Promise<ProviderInfo>>();
  result: ModelTestResult = { ok: true, subject: "gemini", message: "It answers.", milliseconds: 12 };

  constructor() {
    reset();
    state.settings.set("conductor.models.default", "gemini:flash");
    const note = (line: unknown): void => void this.logged.push(String(line));
    const log = { error: note, warn: note, info: note } as unknown as vscode.LogOutputChannel;
    const { engine, secrets } = this;
    engine.answer(ModelsListRequest, async ({ provider: name, ask }) => {
      const asked = name === undefined ? undefined : this.answers.get(name);
      return { providers: asked && ask !== false ? [await asked()] : this.providers };
    });
    engine.answer(ModelsTestRequest, () => this.result);
    engine.answer(SecretsSetRequest, ({ provider: account, key }) => ({
      provider: account,
      keySource: key === undefined ? "none" : "secret",
    }));
    this.context = {
      engine,
      log,
      store: new ServerTrackStore(engine, log),
      workspace: {
        isTrusted: true,
        folder: undefined,
        toUri: (path: string) => Uri.file(`/work/${path}`),
      },
      extension: { subscriptions: [], secrets: secrets.storage },
    } as unknown as ConductorContext;
    activateModels(this.context, noRows);
  }

  async load(changes: Partial<TrackSnapshot>): Promise<void> {
    this.engine.answer(TrackListRequest, () => ({
      tracks: [{ trackId, path: trackId, description: "A track", status: "idle" as const, problems: [] }],
    }));
    this.engine.answer(TrackOpenRequest, () => snapshot(changes));
    await this.context.store.refresh();
  }

  run(command: CommandId, ...args: readonly unknown[]): Promise<unknown> {
    return Promise.resolve(state.commands.get(command)?.(...args));
  }

  /** Keys that the engine was told, in order; an account alone where its key was taken away. */
  get told(): readonly string[] {
    return this.engine.requests
      .filter(({ method }) => method === SecretsSetRequest.method)
      .map(({ params }) => Object.values(params as SetSecretParams).join(" "));
  }

  /** Everything that a person or a file got to read. */
  get read(): string {
    const { messages, asked, progress, executed, statusBarMessages, quickPicks } = state;
    const rows = quickPicks.map(({ items }) => items);
    return JSON.stringify([this.logged, messages, asked, progress, executed, statusBarMessages, rows]);
  }
}

/** Lets everything that is under way go on. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
