import type { TicketNode } from "./ticketNodes";

const tickMilliseconds = 5000;

/** Has the rows drawn again of workers that wait until some moment, every few seconds while somebody looks. */
export class WaitClock {
  readonly #waiting = new Set<TicketNode>();
  #timer: NodeJS.Timeout | undefined;
  #isVisible = true;

  constructor(
    private readonly isWaiting: (node: TicketNode) => boolean,
    private readonly tick: (nodes: Iterable<TicketNode>) => void,
  ) {}

  /** These tickets may wait now, or no longer. */
  look(nodes: Iterable<TicketNode>): void {
    for (const node of nodes) {
      if (this.isWaiting(node)) {
        this.#waiting.add(node);
      } else {
        this.#waiting.delete(node);
      }
    }
    this.#run();
  }

  /** These are all tickets that there are. */
  lookAtAll(nodes: Iterable<TicketNode>): void {
    this.#waiting.clear();
    this.look(nodes);
  }

  /** What went by while nobody looked shows at once. */
  show(isVisible: boolean): void {
    const appears = isVisible && !this.#isVisible;
    this.#isVisible = isVisible;
    this.#run();
    if (appears && this.#waiting.size > 0) {
      this.tick(this.#waiting);
    }
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#waiting.clear();
  }

  #run(): void {
    const isNeeded = this.#isVisible && this.#waiting.size > 0;
    if (isNeeded && this.#timer === undefined) {
      this.#timer = setInterval(() => this.tick(this.#waiting), tickMilliseconds);
    } else if (!isNeeded) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }
}
