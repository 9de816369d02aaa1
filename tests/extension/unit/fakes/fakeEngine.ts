import type { NotificationType, RequestType } from "vscode-languageclient";
import type { Engine, EngineState } from "../../../../extension/src/context";
import { Disposable, EventEmitter } from "./vscodeTypes";

type Answer = (params: unknown) => unknown;

/** An engine whose answers a test gives by method, and whose notifications a test sends. */
export class FakeEngine implements Engine {
  readonly #answers = new Map<string, Answer>();
  readonly #handlers = new Map<string, EventEmitter<unknown>>();
  readonly #stateChanged = new EventEmitter<EngineState>();
  readonly #beginnings = new Set<(send: Engine["request"]) => Promise<void>>();
  readonly #connected = new EventEmitter<void>();
  readonly requests: { readonly method: string; readonly params: unknown; readonly token?: unknown }[] = [];
  state: EngineState = "ready";

  readonly onDidChangeState = this.#stateChanged.event as Engine["onDidChangeState"];
  readonly onDidConnect = this.#connected.event as Engine["onDidConnect"];

  answer<P, R, E>(type: RequestType<P, R, E>, answer: (params: P) => R | Promise<R>): void {
    this.#answers.set(type.method, answer as Answer);
  }

  request<P, R, E>(type: RequestType<P, R, E>, params: P, token?: unknown): Promise<R> {
    this.requests.push({ method: type.method, params, ...(token === undefined ? {} : { token }) });
    const answer = this.#answers.get(type.method);
    return answer
      ? Promise.resolve().then(() => answer(params) as R)
      : Promise.reject(new Error(`No answer for ${type.method}.`));
  }

  onNotification<P>(type: NotificationType<P>, handler: (params: P) => void): Disposable {
    const emitter = this.#handlers.get(type.method) ?? new EventEmitter<unknown>();
    this.#handlers.set(type.method, emitter);
    return emitter.event((params) => handler(params as P));
  }

  notify<P>(type: NotificationType<P>, params: P): void {
    this.#handlers.get(type.method)?.fire(params);
  }

  beforeRequests(work: (send: Engine["request"]) => Promise<void>): Disposable {
    this.#beginnings.add(work);
    return new Disposable(() => this.#beginnings.delete(work));
  }

  /** A session of the server begins: what comes before all requests is sent, then it is there for everyone. */
  async begin(): Promise<void> {
    this.state = "starting";
    for (const work of this.#beginnings) {
      await work((type, params, token) => this.request(type, params, token));
    }
    this.state = "ready";
    this.connect();
  }

  connect(): void {
    this.#connected.fire();
  }

  restart(): Promise<void> {
    return Promise.resolve();
  }

  count<P, R, E>(type: RequestType<P, R, E>): number {
    return this.requests.filter(({ method }) => method === type.method).length;
  }
}
