import type { DecisionName } from "../../../protocol.generated";
import type { HostMessage, PageState, PressMessage, ShownApproval } from "../panelMessages";
import { PressGuard } from "../pressGuard";
import { actions, type Submit } from "./actions";
import type { Decision } from "./decision";
import { doubtActions } from "./doubtActions";
import { doubtForm } from "./doubtForm";
import { Editing } from "./editing";
import { element, setVisible } from "./elements";
import { FocusKeeper } from "./focusKeeper";
import { requestHeader } from "./header";
import type { Host } from "./host";
import { emptyPage, engineNotice, resolution } from "./placeholders";
import { landingActions } from "./landingActions";
import { landingForm } from "./landingForm";
import { QueueBar } from "./queueBar";
import { spawnForm } from "./spawnForm";
import { toolForm } from "./toolForm";

/** A request on show. It is built once; what the panel says later updates it in place, so that typing is never disturbed. */
interface Request {
  readonly key: string;
  readonly editing: Editing;
  readonly decision: Decision;
  /** What of the form follows what the panel says. */
  readonly update?: (shown: ShownApproval) => void;
}

/** The page: one request at a time, or why there is none. */
export class Page {
  private readonly bar = new QueueBar((by) => this.move(by));
  private readonly banner = element("div", { class: "banner", attributes: { role: "status" } });
  private readonly body = element("main", {});
  private readonly foot = element("footer", {});
  private readonly live = element("p", { class: "spoken", attributes: { "aria-live": "polite" } });
  private readonly guard: PressGuard;
  private readonly focus: FocusKeeper;
  private state: PageState | undefined;
  private request: Request | undefined;

  constructor(
    root: HTMLElement,
    private readonly host: Host,
    now: () => number,
  ) {
    this.guard = new PressGuard(now);
    this.focus = new FocusKeeper(root);
    root.append(this.banner, this.bar.root, this.body, this.foot, this.live);
    document.addEventListener("keydown", (event) => this.followKey(event));
  }

  receive(message: HostMessage): void {
    switch (message.type) {
      case "state":
        this.show(message);
        return;
      case "press":
        if (message.approvalId === this.state?.shown?.approval.approvalId) {
          this.press(message);
        }
        return;
      case "focus":
        if (message.target !== "form" && this.request) {
          this.request.decision.ask(message.target);
        } else {
          this.focusHeading();
        }
        return;
    }
  }

  private show(state: PageState): void {
    const before = this.state?.shown?.approval.approvalId;
    this.focus.through(
      () => this.draw(state),
      () => this.shelter(state),
    );
    if (before !== undefined && before !== state.shown?.approval.approvalId && document.hasFocus()) {
      this.focusHeading();
    }
  }

  private draw(state: PageState): void {
    this.state = state;
    this.live.replaceChildren();
    const { shown, strings } = state;
    if (state.openIds) {
      this.host.keepOnly(state.openIds);
    }
    this.host.showing(shown?.approval.approvalId);
    this.bar.update(state.openIds ?? [], shown?.approval.approvalId, strings);
    this.showEngine(state);
    if (!shown) {
      this.request = undefined;
      this.showEmpty(state);
    } else {
      this.showRequest(shown, state);
    }
  }

  /** Where the keyboard goes when what had it is no more; nowhere yet while that is only out of use for a moment. */
  private shelter({ engine, shown }: PageState): HTMLElement | null {
    if (shown?.status === "resolved") {
      return this.foot.querySelector<HTMLElement>(".notice");
    }
    return shown?.status === "deciding" || engine !== "ready" ? null : this.heading;
  }

  private showRequest(shown: ShownApproval, state: PageState): void {
    const { approval } = shown;
    const key = `${approval.approvalId} ${approval.shownHash}`;
    if (this.request?.key !== key) {
      this.build(shown, state, key);
    }
    this.request?.update?.(shown);
    const isResolved = shown.status === "resolved";
    this.body.toggleAttribute("inert", shown.status !== "open");
    this.body.classList.toggle("over", isResolved);
    if (isResolved) {
      const next = (state.openIds ?? []).length > 0 ? (): void => this.move(1) : undefined;
      this.foot.replaceChildren(resolution(shown.notice ?? "", state.strings, next));
    } else if (this.request) {
      if (this.foot.firstChild !== this.request.decision.root) {
        this.foot.replaceChildren(this.request.decision.root);
      }
      this.request.decision.update(shown, state.engine === "ready");
      this.guard.appeared(approval.approvalId);
    }
    setVisible(this.foot, true);
  }

  private build(shown: ShownApproval, state: PageState, key: string): void {
    const { approval } = shown;
    const { approvalId, doubt, landing, spawn, tool } = approval;
    // The panel was told every keystroke; the page's own memory is for a panel that could not keep it.
    const draft = shown.draft ?? this.host.draftOf(approvalId) ?? {};
    const editing = new Editing(approval, state.strings, draft, (changed) =>
      this.host.saveDraft(approvalId, changed),
    );
    const openDiff = (): void => this.host.send({ type: "openDiff", approvalId });
    const form = spawn
      ? spawnForm(editing, spawn, (path, choice) =>
          this.host.send({ type: "showAs", approvalId, path, choice }),
        )
      : tool
        ? doubt
          ? doubtForm(editing, tool, doubt, openDiff)
          : toolForm(editing, tool, openDiff)
        : [];
    const work = landing && landingForm(state.strings, landing, openDiff);
    this.body.replaceChildren(requestHeader(approval, state.strings), ...form, ...(work?.nodes ?? []));
    const submit: Submit = (decision, rule) => this.submit(decision, rule);
    const resolveByHand = (): void => this.host.send({ type: "resolveByHand", approvalId });
    const decision = landing
      ? landingActions(editing, landing, { submit, resolveByHand })
      : doubt
        ? doubtActions(editing, doubt, submit)
        : actions(editing, submit);
    this.request = { key, editing, decision, ...(work ? { update: (now) => work.update(now) } : {}) };
    window.scrollTo(0, 0);
  }

  /**
   * The commands say yes or no; of a call in doubt yes is what is known speaks for, and no is that it failed. While a text is being
   * written, the key for yes gives the answer that the text goes with; a question is answered by no key.
   */
  private press({ decision, from, rule }: PressMessage): void {
    const { approval } = this.state?.shown ?? {};
    const row = from === "key" ? this.request?.decision.openRow : undefined;
    if (row && !row.submit) {
      this.say(this.state?.strings.answerQuestion ?? "");
      return;
    }
    if (row?.submit && decision === "approve") {
      row.submit();
      return;
    }
    if (!approval?.doubt) {
      this.submit(decision, rule);
      return;
    }
    const meant = decision === "approve" ? approval.doubt.suggestedDecision : "treatAsFailed";
    if (meant === undefined) {
      this.say(this.state?.strings.chooseOne ?? "");
    } else {
      this.submit(meant);
    }
  }

  private submit(decision: DecisionName, rule?: "ticket"): void {
    const { request, state } = this;
    const shown = state?.shown;
    if (!request || !state || shown?.status !== "open") {
      this.say((shown?.status === "deciding" ? state?.strings.deciding : state?.strings.notOpen) ?? "");
      return;
    }
    const { approvalId, shownHash } = shown.approval;
    if (state.engine !== "ready") {
      this.say(state.strings.engineDown);
      return;
    }
    if (decision === "sendBack" && !this.hasWords(request, shown)) {
      this.say(state.strings.sayWhatIsWrong);
      request.decision.openRow?.first.focus();
      return;
    }
    if (!this.guard.press(approvalId)) {
      this.say(state.strings.justAppeared);
      return;
    }
    if (decision === "approve" && request.editing.resolved.kind === "invalid") {
      this.say(state.strings.fixFirst);
      this.focusProblem();
      return;
    }
    const { draft } = request.editing;
    this.host.send({
      type: "decide",
      approvalId,
      decision,
      shownHash,
      ...(Object.keys(draft).length === 0 ? {} : { draft }),
      ...(rule === undefined ? {} : { rule }),
    });
  }

  /** What is wrong with work that goes back, said in words or about lines. */
  private hasWords({ editing }: Request, { comments = [] }: ShownApproval): boolean {
    return (editing.draft.words ?? "").trim() !== "" || comments.length > 0;
  }

  private move(by: 1 | -1): void {
    const approvalId = this.state?.shown?.approval.approvalId;
    if (approvalId !== undefined) {
      this.host.send({ type: "move", approvalId, by });
    }
  }

  private showEngine({ engine, strings }: PageState): void {
    setVisible(this.banner, engine !== "ready");
    const restart = (): void => this.host.send({ type: "restartEngine" });
    this.banner.replaceChildren(...(engine === "ready" ? [] : engineNotice(engine, strings, restart)));
  }

  private showEmpty(state: PageState): void {
    this.body.removeAttribute("inert");
    this.body.classList.remove("over");
    this.foot.replaceChildren();
    setVisible(this.foot, false);
    // Without a list from the engine nobody knows whether something waits.
    const isKnown = state.openIds !== undefined;
    this.body.replaceChildren(
      ...(isKnown ? [emptyPage(state, (help) => this.host.send({ type: "help", help }))] : []),
    );
  }

  private followKey(event: KeyboardEvent): void {
    if (event.isComposing) {
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      // The editor gets the key too, and its binding answers. No browser may take it for a line break or for a press of what has the focus.
      event.preventDefault();
    } else if (event.key === "Escape" && this.request?.decision.close() !== true) {
      this.host.send({ type: "leave" });
    }
  }

  private get heading(): HTMLElement | null {
    return this.body.querySelector<HTMLElement>("h1");
  }

  private focusHeading(): void {
    this.heading?.focus({ preventScroll: true });
  }

  private focusProblem(): void {
    const invalid = this.body.querySelector<HTMLElement>('[aria-invalid="true"]');
    (invalid ?? this.body.querySelector<HTMLElement>('[data-argument=""]'))?.focus();
  }

  /** Said aloud and shown in a corner for a while; the same words are said again when they are due again. */
  private say(text: string): void {
    this.live.replaceChildren(element("span", {}, text));
  }
}
