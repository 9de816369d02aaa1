import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import {
  type KeySourceName,
  SecretsSetRequest,
  type SecretState,
  type SetSecretParams,
} from "../../protocol.generated";
import { guard } from "../../shared/commandBoundary";

/** The version stands in the name, so that another way to keep keys can tell old ones apart. */
const prefix = "conductor.key.v1.";

/**
 * The keys of providers: kept in the editor's secret storage, told to every session of the engine before anything else is,
 * and again when one changes, in whichever window. A key is read when it is sent and held nowhere else. Single-threaded.
 */
export class KeyRing implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  readonly #told = new vscode.EventEmitter<void>();
  /** Changed while the engine started, when it may have been told the old one already. */
  readonly #late = new Set<string>();
  /** Sends go one after the other, each with what is stored at its turn: the latest change is the last one told. */
  #last: Promise<unknown> = Promise.resolve();

  /** The engine has been told of a key that was set or taken away. */
  readonly onDidTell = this.#told.event;

  constructor(private readonly context: Pick<ConductorContext, "engine" | "extension" | "log">) {
    const { engine, extension, log } = context;
    this.#secrets = extension.secrets;
    const quiet = { isQuiet: true };
    this.#subscriptions = [
      this.#told,
      engine.beforeRequests(async (send) => {
        for (const account of await this.accounts()) {
          // One that cannot be read keeps none of the others.
          await guard(
            { log },
            "keys",
            () => this.#tell(account, (secret) => send(SecretsSetRequest, secret)),
            quiet,
          );
        }
      }),
      engine.onDidConnect(() => {
        const late = [...this.#late];
        this.#late.clear();
        late.forEach((account) => void guard({ log }, "keys", () => this.#pass(account), quiet));
      }),
      this.#secrets.onDidChange(({ key }) => {
        if (key.startsWith(prefix)) {
          void guard({ log }, "keys", () => this.#pass(key.slice(prefix.length)), quiet);
        }
      }),
    ];
  }

  dispose(): void {
    this.#subscriptions.forEach((subscription) => void subscription.dispose());
  }

  /** Whose keys are stored, by name. */
  async accounts(): Promise<readonly string[]> {
    const names = await this.#secrets.keys();
    return names
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length))
      .sort();
  }

  /** Stores a key; the engine has it when the promise resolves, if it runs. */
  async set(account: string, key: string): Promise<void> {
    await this.#secrets.store(prefix + account, key);
    await this.#pass(account);
  }

  /** Resolves with where the engine takes the key from now; undefined when it does not run. */
  async remove(account: string): Promise<KeySourceName | undefined> {
    await this.#secrets.delete(prefix + account);
    return this.#pass(account);
  }

  /** Tells a running engine, and starts none: one that starts later asks for all of them. */
  async #pass(account: string): Promise<KeySourceName | undefined> {
    const { engine } = this.context;
    if (engine.state === "starting") {
      this.#late.add(account);
    }
    // Looked at again at its turn: a session that has just begun to start waits for what it is told itself.
    return engine.state === "ready"
      ? this.#tell(account, async (secret) => {
          const told = engine.state === "ready" ? await engine.request(SecretsSetRequest, secret) : undefined;
          this.#told.fire();
          return told;
        })
      : undefined;
  }

  #tell(
    account: string,
    send: (secret: SetSecretParams) => Promise<SecretState | undefined>,
  ): Promise<KeySourceName | undefined> {
    const told = this.#last.then(async () => {
      const key = await this.#secrets.get(prefix + account);
      return (await send({ provider: account, ...(key === undefined ? {} : { key }) }))?.keySource;
    });
    this.#last = told.catch(() => undefined);
    return told;
  }
}
