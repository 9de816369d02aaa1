import * as vscode from "vscode";
import type { EditorModelPart, EditorModelResult } from "../../../protocol.generated";
import { fromPart } from "./modelMessages";

/**
 * Passes an answer on as it comes, in order: what comes while a piece is being sent goes with the next one. A token that
 * fires ends it at once, whatever the model does.
 * @param send Sends one piece; its sequence counts from 0.
 */
export async function passOn(
  stream: AsyncIterable<unknown>,
  send: (sequence: number, parts: readonly EditorModelPart[]) => Promise<void>,
  token: vscode.CancellationToken,
): Promise<EditorModelResult> {
  const pieces = new Pieces(send);
  const parts = stream[Symbol.asyncIterator]();
  let asksForTools = false;
  try {
    for (;;) {
      const next = await orCancelled(parts.next(), token);
      if (next.done === true) {
        break;
      }
      const part = fromPart(next.value);
      if (part) {
        asksForTools ||= part.toolCall !== undefined;
        pieces.add(part);
      }
    }
    return { finish: asksForTools ? "toolCalls" : "stop", pieces: await pieces.end() };
  } finally {
    pieces.stop();
    if (token.isCancellationRequested) {
      // Nobody waits for a model that does not listen.
      void Promise.resolve(parts.return?.()).catch(() => undefined);
    }
  }
}

/** The promise's own end, or a cancel that comes before it. */
export async function orCancelled<T>(work: Thenable<T>, token: vscode.CancellationToken): Promise<T> {
  let subscription: vscode.Disposable | undefined;
  const cancelled = new Promise<never>((_resolve, reject) => {
    const cancel = (): void => reject(new vscode.CancellationError());
    if (token.isCancellationRequested) {
      cancel();
    } else {
      subscription = token.onCancellationRequested(cancel);
    }
  });
  try {
    return await Promise.race([cancelled, work]);
  } finally {
    subscription?.dispose();
  }
}

/** Parts that wait to be sent, and the one piece that is being sent. */
class Pieces {
  #waiting: EditorModelPart[] = [];
  #sent = 0;
  #isSending = false;
  #sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly send: (sequence: number, parts: readonly EditorModelPart[]) => Promise<void>,
  ) {}

  add(part: EditorModelPart): void {
    const last = this.#waiting.at(-1);
    if (last?.text !== undefined && part.text !== undefined) {
      this.#waiting[this.#waiting.length - 1] = { text: last.text + part.text };
    } else {
      this.#waiting.push(part);
    }
    if (!this.#isSending) {
      this.#isSending = true;
      this.#sending = this.#sendAll();
      // Told to whoever waits for the end.
      this.#sending.catch(() => undefined);
    }
  }

  /** How many there were, when all are sent. Rejects when one could not be. */
  async end(): Promise<number> {
    await this.#sending;
    return this.#sent;
  }

  /** What waits is not sent any more. */
  stop(): void {
    this.#waiting = [];
  }

  /** After a failure nothing more is sent: a piece is missing. */
  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const parts = this.#waiting;
      this.#waiting = [];
      await this.send(this.#sent++, parts);
    }
    this.#isSending = false;
  }
}
