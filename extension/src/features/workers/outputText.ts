import type { WorkerOutput } from "../../protocol.generated";

/** Text of one ticket's worker: the journal's, then what came since. */
export class OutputText {
  #text = "";
  #streams = new Set<string>();
  #isLoading = false;
  #isStale = true;

  get text(): string {
    return this.#text;
  }

  /** True: the journal's text has to be asked for. */
  get needsLoading(): boolean {
    return this.#isStale && !this.#isLoading;
  }

  beginLoading(): void {
    this.#isLoading = true;
    this.#isStale = false;
  }

  /** The journal's text. Pieces that came while it was on its way are in it, or make it stale again. */
  load(text: string): void {
    this.#isLoading = false;
    this.#text = text;
  }

  loadingFailed(): void {
    this.#isLoading = false;
    this.#isStale = true;
  }

  /** A live piece. A new stream and the end of one make the journal's text the better one. */
  append({ streamId, text, status }: WorkerOutput): void {
    const isKnown = this.#streams.has(streamId);
    this.#streams.add(streamId);
    if (!isKnown || status === "done" || this.#isLoading) {
      this.#isStale = true;
    } else {
      this.#text += text;
    }
  }
}
