import { format, type PageStrings } from "../pageStrings";
import { element, iconButton, setVisible } from "./elements";

/** Where the request stands in the queue, and the way to its neighbours. Its buttons are made once, so that they keep the focus. */
export class QueueBar {
  readonly root = element("nav", { class: "queue" });
  private readonly position = element("span", { class: "position" });

  constructor(private readonly move: (by: 1 | -1) => void) {
    setVisible(this.root, false);
  }

  /** Not in sight for a queue of one. */
  update(openIds: readonly string[], approvalId: string | undefined, strings: PageStrings): void {
    if (this.root.childElementCount === 0) {
      this.root.setAttribute("aria-label", strings.queue);
      this.root.append(
        iconButton("chevron-left", strings.previous, () => this.move(-1)),
        this.position,
        iconButton("chevron-right", strings.next, () => this.move(1)),
      );
    }
    const at = approvalId === undefined ? -1 : openIds.indexOf(approvalId);
    const text = format(strings.position, at + 1, openIds.length);
    if (this.position.textContent !== text) {
      this.position.textContent = text;
    }
    setVisible(this.root, at >= 0 && openIds.length > 1);
  }
}
