import type { ApprovalInfo } from "../../../../../extension/src/protocol.generated";
import { localizedStrings } from "../../../../../extension/src/features/approvals/localizedStrings";
import type { PageState, ShownApproval } from "../../../../../extension/src/features/approvals/panelMessages";
import { quietMilliseconds } from "../../../../../extension/src/features/approvals/pressGuard";
import { Host } from "../../../../../extension/src/features/approvals/webview/host";
import { Page } from "../../../../../extension/src/features/approvals/webview/page";

type Message = Readonly<Record<string, unknown>>;

export const strings = localizedStrings();

/** The panel's page in a document of its own, with what it sends and what a person does in it. */
export class PageBed {
  readonly sent: Message[] = [];
  readonly page: Page;
  #time = 0;

  constructor() {
    document.body.replaceChildren();
    const root = document.createElement("div");
    document.body.append(root);
    const host = new Host({
      postMessage: (message) => this.sent.push(message as Message),
      getState: () => undefined,
      setState: () => undefined,
    });
    this.page = new Page(root, host, () => this.#time);
  }

  /** Shows a request, long enough for it to be answered. */
  show(approval: ApprovalInfo, changes: Partial<ShownApproval> = {}, state: Partial<PageState> = {}): void {
    this.page.receive({
      type: "state",
      strings,
      engine: "ready",
      openIds: [approval.approvalId],
      shown: { approval, status: "open", ...changes },
      ...state,
    });
    this.#time += quietMilliseconds;
  }

  /** Clicks the visible button of this label. */
  press(label: string): void {
    const found = this.buttons().find((one) => one.textContent === label);
    if (!found) {
      throw new Error(`No button says ${label}.`);
    }
    found.click();
  }

  /** Types into the text that has the focus. */
  type(text: string): void {
    const area = document.activeElement as HTMLTextAreaElement;
    area.value = text;
    area.dispatchEvent(new Event("input"));
  }

  /** Presses a key where the focus is; false when the page keeps the browser from acting on it. */
  key(key: string, modifiers: KeyboardEventInit = {}): boolean {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...modifiers });
    return (document.activeElement ?? document).dispatchEvent(event);
  }

  /** Whether there is a visible button of this label. */
  buttonsSay(label: string): boolean {
    return this.buttons().some((one) => one.textContent === label);
  }

  /** Visible buttons at the foot, by label. */
  labels(): string[] {
    return this.buttons("footer button").map((one) => one.textContent);
  }

  enabled(): string[] {
    return this.buttons("footer button")
      .filter((one) => !one.disabled)
      .map((one) => one.textContent);
  }

  decisions(): Message[] {
    return this.sent.filter((message) => message["type"] === "decide");
  }

  private buttons(selector = "button"): HTMLButtonElement[] {
    return [...document.querySelectorAll<HTMLButtonElement>(selector)].filter(
      (one) => one.closest("[hidden]") === null,
    );
  }
}
