/**
 * Keeps the keyboard in the page when the page takes away what has it: while an answer is under way nothing can be used, and a request
 * that is asked again is built anew. Without it a person would stand at the top of the document, and a screen reader nowhere.
 */
export class FocusKeeper {
  private lost: HTMLElement | undefined;

  constructor(private readonly root: HTMLElement) {}

  /** Makes a change of the page; `fallback` gives what is to have the focus when nothing of it can be given back. */
  through(change: () => void, fallback: () => HTMLElement | null): void {
    const before = this.focused();
    change();
    if (before && !canHaveFocus(before)) {
      this.lost = before;
    }
    if (!this.lost || !document.hasFocus()) {
      return;
    }
    const now = this.focused();
    if (now && canHaveFocus(now)) {
      // The person has gone on by themselves, or the page has given it to something.
      this.lost = undefined;
      return;
    }
    const target = canHaveFocus(this.lost) ? this.lost : fallback();
    if (target) {
      this.lost = undefined;
      target.focus({ preventScroll: true });
    }
  }

  private focused(): HTMLElement | undefined {
    const { activeElement } = document;
    return activeElement instanceof HTMLElement && this.root.contains(activeElement)
      ? activeElement
      : undefined;
  }
}

function canHaveFocus(element: HTMLElement): boolean {
  return (
    element.isConnected && !element.matches(":disabled") && element.closest("[inert], [hidden]") === null
  );
}
