import type { Memento } from "vscode";

/** The editor's memory of a workspace, which outlives a window. */
export class FakeMemento implements Memento {
  constructor(readonly kept = new Map<string, unknown>()) {}

  keys(): readonly string[] {
    return [...this.kept.keys()];
  }

  get<T>(key: string, fallback?: T): T {
    return (this.kept.get(key) ?? fallback) as T;
  }

  update(key: string, value: unknown): Promise<void> {
    this.kept.set(key, value);
    return Promise.resolve();
  }
}
