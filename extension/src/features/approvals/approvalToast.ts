import type { Disposable } from "vscode";

/** What the toast needs from its surroundings. */
export interface ToastSurroundings {
  /** How many requests are open now. */
  count(): number;
  /** True: the person sees the requests already, or wants no toasts. */
  isQuiet(): boolean;
  /** Shows one message and, when the person asks for it, the requests. */
  announce(count: number): void;
}

/** How long a burst is given to become whole. */
export const burstMilliseconds = 300;

/** Decides when a person is told that something waits: once per burst, and again only after the queue was empty. */
export class ApprovalToast implements Disposable {
  private isArmed = true;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isDisposed = false;

  constructor(private readonly surroundings: ToastSurroundings) {}

  /** Call after every change of the queue. What comes when the room is gone is for nobody. */
  update(hasNew: boolean): void {
    if (this.surroundings.count() === 0) {
      this.isArmed = true;
      this.stop();
    } else if (hasNew && !this.isDisposed && this.isArmed && this.timer === undefined) {
      this.timer = setTimeout(() => this.fire(), burstMilliseconds);
    }
  }

  dispose(): void {
    this.isDisposed = true;
    this.stop();
  }

  private fire(): void {
    this.timer = undefined;
    this.isArmed = false;
    if (!this.surroundings.isQuiet()) {
      this.surroundings.announce(this.surroundings.count());
    }
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
