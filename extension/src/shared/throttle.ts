/**
 * Runs work at once, then at most once per interval while it is asked for: many changes become few refreshes.
 * Single-threaded.
 */
export class Throttle {
  #timer: NodeJS.Timeout | undefined;
  #isAsked = false;

  constructor(
    private readonly intervalMilliseconds: number,
    private readonly work: () => void,
  ) {}

  ask(): void {
    if (this.#timer) {
      this.#isAsked = true;
      return;
    }
    this.work();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isAsked) {
        this.#isAsked = false;
        this.ask();
      }
    }, this.intervalMilliseconds);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isAsked = false;
  }
}
