/** A click that comes sooner after another one on the same row was meant as a double-click. */
export const doubleClickMilliseconds = 500;

/**
 * A row's buttons change with its state, so the second click of a double-click meets another one: what was just retried
 * would be cancelled. Each ticket takes one command at a time.
 */
export class SecondClick {
  readonly #last = new Map<string, { readonly command: string; readonly at: number }>();

  /** False for a click that follows another command on the same row too soon; that click is to do nothing. */
  isMeant(command: string, row: string): boolean {
    const now = Date.now();
    const last = this.#last.get(row);
    if (last && last.command !== command && now - last.at < doubleClickMilliseconds) {
      return false;
    }
    this.#last.set(row, { command, at: now });
    return true;
  }
}
