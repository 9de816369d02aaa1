import type { AskedText, ShownApproval } from "../panelMessages";
import type { PageStrings } from "../pageStrings";
import { button, element, hint, icon, setVisible } from "./elements";
import { shortcut } from "./shortcut";

/** Asks something in the place of the buttons, before an answer is given. */
export interface AskRow {
  readonly root: HTMLElement;
  /** Has the focus when the row opens: the text to fill in, or the harmless answer of a question. */
  readonly first: HTMLElement;
  /** Gives the answer that the row is about; none for a question that only a click may answer. */
  submit?(): void;
}

/** The text that goes with an answer, such as the reason of a rejection. */
export interface TextQuestion {
  readonly area: HTMLTextAreaElement;
  readonly label: string;
  readonly hint: string;
  /** What the button says that gives the answer. */
  readonly confirm: string;
  submit(): void;
}

/**
 * The foot of a request: the buttons that answer it, and the rows that ask something in their place, one at a time. Which buttons and
 * rows there are is said by whoever builds it.
 */
export class Decision {
  readonly root = element("div", {});
  private readonly notice = element("p", { class: "notice", attributes: { role: "alert" } });
  private readonly main = element("div", { class: "buttons" });
  private readonly rows: AskRow[] = [];
  private readonly waysBack = new Set<HTMLButtonElement>();
  private readonly texts = new Map<AskedText, AskRow>();
  private shownRow: AskRow | undefined;
  private opener: HTMLElement | undefined;

  constructor(private readonly strings: PageStrings) {
    this.root.append(this.notice, this.main);
    setVisible(this.notice, false);
  }

  /** Adds to what is there while no row is open. */
  offer(...nodes: readonly Node[]): void {
    this.main.append(...nodes);
  }

  /** A button that opens a row; closing the row leads back to it. */
  opens(row: AskRow, label: string, options: { readonly class?: string } = {}): HTMLButtonElement {
    const opener = button(label, () => this.open(row, opener), options);
    return opener;
  }

  askText(question: TextQuestion): AskRow {
    const { area } = question;
    const submit = (): void => question.submit();
    const confirm = button(question.confirm, submit, {
      class: "primary",
      title: `${question.confirm} (${shortcut("Enter")})`,
    });
    return this.add(
      { first: area, submit },
      element("label", { attributes: { for: area.id } }, question.label),
      area,
      hint(question.hint),
      element("div", { class: "buttons" }, confirm, this.wayBack(this.strings.cancel)),
    );
  }

  /** The confirmation that ending a run takes. */
  askAbort(submit: () => void): AskRow {
    const { abort, abortQuestion, keepRunning } = this.strings;
    const keep = this.wayBack(keepRunning);
    return this.add(
      { first: keep },
      element("p", { class: "question" }, icon("warning"), abortQuestion),
      element("div", { class: "buttons" }, button(abort, submit, { class: "danger" }), keep),
    );
  }

  /** Says which row the panel means when it asks for a text. */
  takes(text: AskedText, row: AskRow): void {
    this.texts.set(text, row);
  }

  ask(text: AskedText): void {
    const row = this.texts.get(text);
    if (row) {
      this.open(row, undefined);
    }
  }

  /** Follows what the panel says about the request. */
  update(shown: ShownApproval, canDecide: boolean): void {
    const isOpen = shown.status === "open";
    for (const one of this.root.querySelectorAll("button")) {
      one.disabled = !this.waysBack.has(one) && (!isOpen || !canDecide);
    }
    const text = shown.status === "deciding" ? this.strings.deciding : (shown.notice ?? "");
    if (this.notice.textContent !== text) {
      this.notice.textContent = text;
    }
    setVisible(this.notice, text !== "");
  }

  /** The row that is open in the place of the buttons. */
  get openRow(): AskRow | undefined {
    return this.shownRow;
  }

  /** Closes the row that is open; false when none was. */
  close(): boolean {
    const wasOpen = this.shownRow !== undefined;
    this.show(undefined);
    this.opener?.focus();
    this.opener = undefined;
    return wasOpen;
  }

  private open(row: AskRow, opener: HTMLElement | undefined): void {
    this.opener = opener;
    this.show(row);
    row.first.focus();
  }

  private show(shown: AskRow | undefined): void {
    this.shownRow = shown;
    setVisible(this.main, shown === undefined);
    this.rows.forEach((row) => setVisible(row.root, row === shown));
  }

  private add(behaviour: Omit<AskRow, "root">, ...parts: readonly Node[]): AskRow {
    const row = { ...behaviour, root: element("div", { class: "ask" }, ...parts) };
    setVisible(row.root, false);
    this.rows.push(row);
    this.root.append(row.root);
    return row;
  }

  private wayBack(label: string): HTMLButtonElement {
    const created = button(label, () => this.close());
    this.waysBack.add(created);
    return created;
  }
}
