import type { WorkerLog, WorkerOutput } from "../../protocol.generated";

/**
 * Text of one ticket's worker: what the server had when it was asked, then the pieces that follow it. A piece is shown
 * once and in its place; while its place is not known it waits, and the server is asked again.
 */
export class OutputText {
  #text = "";
  /** The stream that goes on at the end of the text, and the sequence of its next piece. */
  #stream: { readonly id: string; next: number } | undefined;
  /** Pieces that have no place yet, in the order they came. */
  #waiting: WorkerOutput[] = [];
  /** How many of those had come when the server was asked: its answer has them in any case. */
  #answered = 0;
  #isLoading = false;
  #isStale = true;

  get text(): string {
    return this.#text;
  }

  /** True: the text has to be asked for. */
  get needsLoading(): boolean {
    return this.#isStale && !this.#isLoading;
  }

  /** The server is about to be asked. */
  beginLoading(): void {
    this.#isLoading = true;
    this.#isStale = false;
    this.#answered = this.#waiting.length;
  }

  /** The server's answer. */
  load({ text, streamId, next }: WorkerLog): void {
    this.#text = text;
    this.#stream = streamId === undefined ? undefined : { id: streamId, next };
    this.#place(this.#waiting.slice(this.#answered));
  }

  /** The server has not answered; what it streams is shown as far as it fits. */
  loadingFailed(): void {
    this.#isStale = true;
    this.#place(this.#waiting);
  }

  /** Another engine numbers its streams anew: what comes next must not be taken for a piece of the old one's. */
  forgetStream(): void {
    this.#stream = undefined;
    this.#waiting = [];
    this.#answered = 0;
    this.#isStale = true;
  }

  /** A live piece. One that the text has already is dropped; after a gap, or of a stream that is not known, it waits. */
  append(piece: WorkerOutput): void {
    const stream = this.#stream;
    if (this.#isLoading || stream?.id !== piece.streamId || piece.sequence > stream.next) {
      this.#waiting.push(piece);
      this.#isStale ||= !this.#isLoading;
    } else if (piece.sequence === stream.next) {
      this.#text += piece.text;
      stream.next += 1;
    }
  }

  #place(pieces: readonly WorkerOutput[]): void {
    this.#isLoading = false;
    this.#waiting = [];
    pieces.forEach((piece) => this.append(piece));
  }
}
