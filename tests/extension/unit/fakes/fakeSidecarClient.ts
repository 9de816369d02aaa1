// Stands in for the library's client: the test says when it starts, answers and ends.
import { expect } from "vitest";

type Listener = (change: { readonly newState: number }) => void;

/** One client: the test says when its start succeeds or fails, and when its connection ends. */
export interface Client {
  /** Starts the process that it would speak to. */
  spawn(): Promise<unknown>;
  succeed(): void;
  fail(error: Error): void;
  /** The connection is gone, as after the death of the process. */
  close(): void;
  /** The library gives the connection up after too many errors. */
  giveUp(): void;
  /** What it answers to everything, once it runs. */
  answer: (method: string) => Promise<unknown>;
  /** The library writes a line of the trace of messages. */
  trace(text: string): void;
}

interface Options {
  readonly errorHandler: { closed(): { readonly action: number } };
  readonly traceOutputChannel: { trace(text: string): void };
}

/** Settings as they are told to the server. */
export interface Told {
  readonly settings: { readonly conductor: { readonly trusted: boolean; readonly maxParallel: number } };
}

export const clients: Client[] = [];
/** Methods of the requests that reached a server, in order. */
export const asked: string[] = [];
export const told: Told[] = [];
export const handshake = { contractHash: undefined as string | undefined };
export const states = { Stopped: 1, Running: 2, Starting: 3, StartFailed: 4 };
export const doNotRestart = 1;

/** What the module of the client exports. */
export const sidecarClientModule = {
  SidecarClient: class {
    state = states.Starting;
    readonly initializeResult = { ...handshake };
    readonly #listeners: Listener[] = [];
    readonly #client: Client;
    readonly #started: Promise<void>;

    constructor(spawn: () => Promise<unknown>, { errorHandler, traceOutputChannel }: Options) {
      let begin: () => void = () => undefined;
      let refuse: (error: Error) => void = () => undefined;
      this.#started = new Promise((resolve, reject) => {
        begin = resolve;
        refuse = reject;
      });
      const become = (newState: number): void => {
        this.state = newState;
        this.#listeners.forEach((listener) => listener({ newState }));
      };
      this.#client = {
        answer: () => Promise.resolve({ tracks: [] }),
        spawn,
        succeed: () => {
          become(states.Running);
          begin();
        },
        fail: (error) => {
          become(states.StartFailed);
          refuse(error);
        },
        close: () => {
          expect(errorHandler.closed().action).toBe(doNotRestart);
          become(this.state === states.Starting ? states.StartFailed : states.Stopped);
          refuse(new Error("The connection was closed."));
        },
        giveUp: () => become(states.Stopped),
        trace: (text) => traceOutputChannel.trace(text),
      };
      clients.push(this.#client);
    }

    start = (): Promise<void> => this.#started;
    stop = (): Promise<void> => Promise.resolve();
    onNotification = (): void => undefined;
    onRequest = (): void => undefined;
    onDidChangeState = (listener: Listener): number => this.#listeners.push(listener);
    sendRequest = (method: string): Promise<unknown> => {
      asked.push(method);
      return this.#client.answer(method);
    };
    sendNotification = (_method: string, params: Told): Promise<void> =>
      Promise.resolve(void told.push(params));
  },
};
