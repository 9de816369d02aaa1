import * as vscode from "vscode";
import type { BaseLanguageClient, NotificationType } from "vscode-languageclient";

type Handler = (params: unknown) => void;
type Target = Pick<BaseLanguageClient, "onNotification">;

/** Handlers by method. A language client keeps one handler per method and is replaced on restart; these are many and stay. */
export class NotificationHandlers {
  readonly #handlers = new Map<string, Set<Handler>>();

  add<P>(
    type: NotificationType<P>,
    handler: (params: P) => void,
    client: Target | undefined,
  ): vscode.Disposable {
    let handlers = this.#handlers.get(type.method);
    if (!handlers) {
      handlers = new Set();
      this.#handlers.set(type.method, handlers);
      if (client) {
        this.#register(client, type.method, handlers);
      }
    }
    // Only messages of this type's method reach it, so its parameter is a P.
    const untyped = handler as Handler;
    handlers.add(untyped);
    return new vscode.Disposable(() => handlers.delete(untyped));
  }

  /** Registers everything with a new client. */
  attach(client: Target): void {
    for (const [method, handlers] of this.#handlers) {
      this.#register(client, method, handlers);
    }
  }

  #register(client: Target, method: string, handlers: ReadonlySet<Handler>): void {
    client.onNotification(method, (params: unknown) => {
      for (const handler of [...handlers]) {
        handler(params);
      }
    });
  }
}
