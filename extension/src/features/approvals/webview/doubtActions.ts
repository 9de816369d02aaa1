import type { DecisionName, DoubtInfo } from "../../../protocol.generated";
import type { ShownApproval } from "../panelMessages";
import type { Editing } from "./editing";
import { button, element, hint, icon, setVisible } from "./elements";

/** What became of a call in doubt, at the foot of the page. The result, the reason and the confirmation of an abort are asked in place. */
export class DoubtActions {
  readonly root: HTMLElement;
  private readonly main: HTMLElement;
  private readonly doneRow: HTMLElement;
  private readonly failedRow: HTMLElement;
  private readonly abortRow: HTMLElement;
  private readonly notice = element("p", { class: "notice", attributes: { role: "alert" } });

  constructor(
    private readonly editing: Editing,
    doubt: DoubtInfo,
    submit: (decision: DecisionName) => void,
  ) {
    const { strings } = editing;
    const look = (decision: DecisionName): { readonly class: string } => ({
      class: doubt.suggestedDecision === decision ? "primary" : "secondary",
    });
    const again = button(strings.runAgain, () => submit("runAgain"), {
      ...look("runAgain"),
      title: strings.runAgainHint,
    });
    const doneMore = button(strings.treatAsDoneMore, () => this.show(this.doneRow), look("treatAsDone"));
    const failedMore = button(strings.treatAsFailedMore, () => this.askReason(), look("treatAsFailed"));
    const abortMore = button(strings.abortMore, () => this.show(this.abortRow), { class: "quiet" });
    this.main = element(
      "div",
      { class: "buttons" },
      again,
      doneMore,
      failedMore,
      element("span", { class: "spacer" }),
      abortMore,
    );
    this.doneRow = this.ask(
      this.field("result", doubt.suggestedResult),
      { label: strings.result, hint: strings.resultHint },
      button(strings.treatAsDone, () => submit("treatAsDone"), { class: "primary" }),
      doneMore,
    );
    this.failedRow = this.ask(
      this.field("reason", ""),
      { label: strings.reason, hint: strings.reasonHint },
      button(strings.treatAsFailed, () => submit("treatAsFailed"), { class: "primary" }),
      failedMore,
    );
    this.abortRow = element(
      "div",
      { class: "ask" },
      element("p", { class: "question" }, icon("warning"), strings.abortQuestion),
      element(
        "div",
        { class: "buttons" },
        button(strings.abort, () => submit("abort"), { class: "danger" }),
        button(strings.keepRunning, () => this.back(abortMore)),
      ),
    );
    this.root = element("div", {}, this.notice, this.main, this.doneRow, this.failedRow, this.abortRow);
    this.show(this.main);
  }

  /** Follows what the panel says about the request. */
  update(shown: ShownApproval, canDecide: boolean): void {
    const isOpen = shown.status === "open";
    this.root.querySelectorAll("button").forEach((one) => (one.disabled = !isOpen || !canDecide));
    const text = shown.status === "deciding" ? this.editing.strings.deciding : (shown.notice ?? "");
    if (this.notice.textContent !== text) {
      this.notice.textContent = text;
    }
    setVisible(this.notice, text !== "");
  }

  askReason(): void {
    this.show(this.failedRow);
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
    [this.main, this.doneRow, this.failedRow, this.abortRow].forEach((one) => setVisible(one, one === row));
    if (row !== this.main) {
      // In a question without a text the harmless answer has the focus.
      (row.querySelector("textarea") ?? row.querySelector<HTMLElement>("button.secondary"))?.focus();
    }
  }

  private ask(
    area: HTMLTextAreaElement,
    words: { readonly label: string; readonly hint: string },
    confirm: HTMLButtonElement,
    opener: HTMLButtonElement,
  ): HTMLElement {
    return element(
      "div",
      { class: "ask" },
      element("label", { attributes: { for: area.id } }, words.label),
      area,
      hint(words.hint),
      element(
        "div",
        { class: "buttons" },
        confirm,
        button(this.editing.strings.cancel, () => this.back(opener)),
      ),
    );
  }

  private field(member: "reason" | "result", proposed: string): HTMLTextAreaElement {
    const { editing } = this;
    const area = element("textarea", {
      class: "text",
      attributes: { id: member, rows: "2" },
      on: {
        input: () =>
          editing.change({ [member]: area.value === "" || area.value === proposed ? undefined : area.value }),
      },
    });
    area.value = editing.draft[member] ?? proposed;
    return area;
  }
}
