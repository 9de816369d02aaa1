/** How long a request must have been on show before it can be answered. */
export const quietMilliseconds = 400;

/**
 * Keeps a keystroke or click that was meant for one request from answering the next. A press is let through only when the
 * request has been on show, and nothing was pressed, for the quiet time; so a key that is held down answers one request.
 */
export class PressGuard {
  private shownId: string | undefined;
  private quietSince = -Infinity;

  constructor(private readonly now: () => number) {}

  /** A request came under the person's hands. Saying it again of the same one changes nothing. */
  appeared(approvalId: string): void {
    if (approvalId !== this.shownId) {
      this.shownId = approvalId;
      this.quietSince = this.now();
    }
  }

  /** True when this press counts. */
  press(approvalId: string): boolean {
    this.appeared(approvalId);
    const time = this.now();
    const counts = time - this.quietSince >= quietMilliseconds;
    this.quietSince = time;
    return counts;
  }
}
