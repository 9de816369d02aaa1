import type { DecisionName } from "../../../protocol.generated";
import type { ShownApproval } from "../panelMessages";
import type { Editing } from "./editing";
import { button, element, hint, icon, setVisible } from "./elements";

export interface ActionHandlers {
  submit(decision: DecisionName, rule?: "ticket"): void;
}

/** The decision at the foot of the page. A reason and the confirmation of an abort are asked in place. */
export class Actions {
  readonly root: HTMLElement;
  private readonly buttons: readonly HTMLButtonElement[];
  private readonly reasonRow: HTMLElement;
  private readonly abortRow: HTMLElement;
  private readonly main: HTMLElement;
  private readonly reason: HTMLTextAreaElement;
  private readonly notice = element("p", { class: "notice", attributes: { role: "alert" } });

  constructor(
    private readonly editing: Editing,
    handlers: ActionHandlers,
  ) {
    const { approval, strings } = editing;
    const approve = this.approveButton(handlers);
    const remembers = approval.tool !== undefined && !approval.tool.isProtected;
    const forTicket = button(strings.approveForTicket, () => handlers.submit("approve", "ticket"), {
      title: strings.approveForTicketHint,
    });
    const rejectMore = button(strings.rejectMore, () => this.askReason());
    const abortMore = button(strings.abortMore, () => this.show(this.abortRow), { class: "quiet" });
    const reject = button(strings.reject, () => handlers.submit("reject"), {
      class: "primary",
      title: `${strings.reject} (${shortcut("Alt+Enter")})`,
    });
    const abort = button(strings.abort, () => handlers.submit("abort"), { class: "danger" });
    const keep = button(strings.keepRunning, () => this.back(abortMore));
    const cancel = button(strings.cancel, () => this.back(rejectMore));
    const offers = (decision: DecisionName): boolean => approval.choices.includes(decision);

    this.reason = this.reasonField();
    this.main = element(
      "div",
      { class: "buttons" },
      ...(offers("approve") ? [approve, ...(remembers ? [forTicket] : [])] : []),
      ...(offers("reject") ? [rejectMore] : []),
      element("span", { class: "spacer" }),
      ...(offers("abort") ? [abortMore] : []),
    );
    this.reasonRow = element(
      "div",
      { class: "ask" },
      element("label", { attributes: { for: "reason" } }, strings.reason),
      this.reason,
      hint(strings.reasonHint),
      element("div", { class: "buttons" }, reject, cancel),
    );
    this.abortRow = element(
      "div",
      { class: "ask" },
      element("p", { class: "question" }, icon("warning"), strings.abortQuestion),
      element("div", { class: "buttons" }, abort, keep),
    );
    this.buttons = [approve, forTicket, rejectMore, abortMore, reject, abort];
    this.root = element("div", {}, this.notice, this.main, this.reasonRow, this.abortRow);
    this.show(this.main);
    editing.follow(() => {
      // Approve stays in the tab order while it cannot be used, so that pressing it can say why.
      const isInvalid = editing.resolved.kind === "invalid";
      [approve, forTicket].forEach((one) => one.setAttribute("aria-disabled", String(isInvalid)));
    });
  }

  /** Follows what the panel says about the request. */
  update(shown: ShownApproval, canDecide: boolean): void {
    const isOpen = shown.status === "open";
    this.buttons.forEach((one) => (one.disabled = !isOpen || !canDecide));
    const { strings } = this.editing;
    const text = shown.status === "deciding" ? strings.deciding : (shown.notice ?? "");
    if (this.notice.textContent !== text) {
      this.notice.textContent = text;
    }
    setVisible(this.notice, text !== "");
  }

  askReason(): void {
    this.show(this.reasonRow);
    this.reason.focus();
  }

  /** Closes what is open; false when nothing was. */
  close(): boolean {
    const isOpen = this.main.hidden !== false;
    this.show(this.main);
    return isOpen;
  }

  private back(to: HTMLButtonElement): void {
    this.show(this.main);
    to.focus();
  }

  private show(row: HTMLElement): void {
    [this.main, this.reasonRow, this.abortRow].forEach((one) => setVisible(one, one === row));
    if (row === this.abortRow) {
      // The harmless answer has the focus.
      row.querySelector<HTMLButtonElement>("button.secondary")?.focus();
    }
  }

  private approveButton(handlers: ActionHandlers): HTMLButtonElement {
    const { editing } = this;
    const { strings } = editing;
    const approve = button(strings.approve, () => handlers.submit("approve"), { class: "primary" });
    const label = approve.querySelector(".label");
    editing.follow(() => {
      const { resolved } = editing;
      const text = resolved.kind === "invalid" || resolved.isEdited ? strings.approveEdited : strings.approve;
      approve.title = `${text} (${shortcut("Enter")})`;
      if (label && label.textContent !== text) {
        label.textContent = text;
      }
    });
    return approve;
  }

  private reasonField(): HTMLTextAreaElement {
    const { editing } = this;
    const area = element("textarea", {
      class: "text",
      attributes: { id: "reason", rows: "2" },
      on: { input: () => editing.change({ reason: area.value === "" ? undefined : area.value }) },
    });
    area.value = editing.draft.reason ?? "";
    return area;
  }
}

function shortcut(key: string): string {
  return navigator.userAgent.includes("Mac") ? `⌘ ${key}` : `Ctrl+${key}`;
}
