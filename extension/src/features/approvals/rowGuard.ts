import { PressGuard } from "./pressGuard";

/**
 * Keeps a key or a click that was meant for one row of the Approvals view from answering the row that takes its place: the next one is
 * selected for the person after an answer, and moves under the pointer when the rows above it go.
 */
export class RowGuard {
  private readonly keys: PressGuard;
  private readonly clicks: PressGuard;
  private selected: string | undefined;
  private gone: string | undefined;

  constructor(now: () => number) {
    this.keys = new PressGuard(now);
    this.clicks = new PressGuard(now);
  }

  /** The row was selected for the person, who has not chosen it. */
  selects(approvalId: string): void {
    this.selected = approvalId;
    this.keys.appeared(approvalId);
  }

  /** The row is gone, whoever answered it. */
  went(approvalId: string): void {
    this.gone = approvalId;
    this.clicks.appeared(approvalId);
  }

  /** True when a key that is about this row counts. */
  takesKey(approvalId: string): boolean {
    return approvalId !== this.selected || this.keys.press(approvalId);
  }

  /** True when a click on any row counts. */
  takesClick(): boolean {
    return this.gone === undefined || this.clicks.press(this.gone);
  }
}
