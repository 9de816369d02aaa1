const limit = 5;
const windowMilliseconds = 3 * 60 * 1000;

/** Counts deaths of the server: five within three minutes are too many to start it again. */
export class CrashLimit {
  #crashes: number[] = [];

  constructor(private readonly now: () => number = Date.now) {}

  /** Notes a death. False: do not start the server again. */
  mayRestart(): boolean {
    const now = this.now();
    this.#crashes = [...this.#crashes.filter((time) => now - time <= windowMilliseconds), now];
    return this.#crashes.length < limit;
  }

  get crashes(): number {
    return this.#crashes.length;
  }
}
