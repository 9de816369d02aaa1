import type * as vscode from "vscode";
import { EventEmitter } from "./vscodeTypes";

/** The editor's secret storage; a test sets what another window stores with `change`. */
export class FakeSecrets {
  readonly #stored = new Map<string, string>();
  readonly #changed = new EventEmitter<{ readonly key: string }>();

  readonly onDidChange = this.#changed.event;

  keys = (): Promise<string[]> => Promise.resolve([...this.#stored.keys()]);
  get = (key: string): Promise<string | undefined> => Promise.resolve(this.#stored.get(key));

  store = (key: string, value: string): Promise<void> => {
    this.#stored.set(key, value);
    this.#changed.fire({ key });
    return Promise.resolve();
  };

  delete = (key: string): Promise<void> => {
    this.#stored.delete(key);
    this.#changed.fire({ key });
    return Promise.resolve();
  };

  get storage(): vscode.SecretStorage {
    return this;
  }
}
