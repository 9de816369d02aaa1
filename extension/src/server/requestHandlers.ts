import * as vscode from "vscode";
import {
  type BaseLanguageClient,
  LSPErrorCodes,
  type NotificationType,
  type RequestType,
  ResponseError,
} from "vscode-languageclient";
import type { RequestHandler } from "../context";
import { isCancellation } from "../shared/errors";

type Target = Pick<BaseLanguageClient, "onRequest" | "sendNotification">;

/**
 * Handlers of what the server asks, by method. A language client is replaced on restart; these stay. The library leaves
 * requests alone whose connection is gone, so that what is under way is cancelled here.
 */
export class RequestHandlers {
  readonly #handlers = new Map<string, RequestHandler<unknown, unknown>>();
  readonly #underWay = new Map<Target, Set<vscode.CancellationTokenSource>>();

  add<P, R, E>(
    type: RequestType<P, R, E>,
    handler: RequestHandler<P, R>,
    client: Target | undefined,
  ): vscode.Disposable {
    // Only messages of this type's method reach it, so its parameter is a P.
    const untyped = handler as RequestHandler<unknown, unknown>;
    this.#handlers.set(type.method, untyped);
    if (client) {
      this.#register(client, type.method);
    }
    return new vscode.Disposable(() => {
      if (this.#handlers.get(type.method) === untyped) {
        this.#handlers.delete(type.method);
      }
    });
  }

  /** Registers everything with a new client. */
  attach(client: Target): void {
    for (const method of this.#handlers.keys()) {
      this.#register(client, method);
    }
  }

  /** Its session is over: nobody waits for the answers any more. */
  release(client: Target): void {
    this.#underWay.get(client)?.forEach((source) => source.cancel());
    this.#underWay.delete(client);
  }

  #register(client: Target, method: string): void {
    client.onRequest(method, (params: unknown, token: vscode.CancellationToken) =>
      this.#answer(client, method, params, token),
    );
  }

  async #answer(
    client: Target,
    method: string,
    params: unknown,
    token: vscode.CancellationToken,
  ): Promise<unknown> {
    const handler = this.#handlers.get(method);
    if (!handler) {
      throw new ResponseError(LSPErrorCodes.RequestFailed, `Nobody answers ${method} any more.`);
    }
    const source = new vscode.CancellationTokenSource();
    const underWay = this.#underWay.get(client) ?? new Set();
    this.#underWay.set(client, underWay.add(source));
    const subscription = token.onCancellationRequested(() => source.cancel());
    if (token.isCancellationRequested) {
      source.cancel();
    }
    try {
      return await handler({
        params,
        token: source.token,
        tell: <N>(type: NotificationType<N>, told: N) => client.sendNotification(type.method, told),
      });
    } catch (error) {
      throw isCancellation(error) ? new ResponseError(LSPErrorCodes.RequestCancelled, "Cancelled.") : error;
    } finally {
      subscription.dispose();
      underWay.delete(source);
      source.dispose();
    }
  }
}
