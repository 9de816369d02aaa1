import { Disposable, EventEmitter } from "vscode";
import type { ApprovalInfo } from "../../protocol.generated";
import type { ApprovalDecider, DecideOutcome } from "./approvalDecider";
import type { ApprovalInbox } from "./approvalInbox";
import { firstOf, resolutionText } from "./approvalWords";
import { resolveDraft } from "./draft";
import type { DraftStore } from "./draftStore";
import { fileWords } from "./changedFiles";
import type { DecideMessage, PageEngineState, PageState, ShownApproval } from "./panelMessages";
import type { PageStrings } from "./pageStrings";
import type { StandstillView } from "./standstill";
import { toldReason, type UnsentComments } from "./unsentWords";

export interface SessionSurroundings {
  readonly inbox: ApprovalInbox;
  readonly drafts: DraftStore;
  readonly decider: ApprovalDecider;
  readonly strings: PageStrings;
  engineState(): PageEngineState;
  /** Why nothing goes on although no request waits. */
  standstill(): StandstillView | undefined;
  /** Which files finished work has changed, as far as that is known. */
  filesOf(approval: ApprovalInfo): readonly string[];
  /** What the person has said about lines of work that is to land, and not sent yet. */
  readonly comments: UnsentComments;
}

/** Which request the panel shows, and what becomes of it. Knows nothing of web views, so a panel can come and go. */
export class PanelSession implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly answered = new EventEmitter<string | undefined>();
  private shown: ApprovalInfo | undefined;
  private notice: string | undefined;
  /** An id to show once the list has come, from a page that outlived a reload. */
  private wantedId: string | undefined;
  /** Whose request is asked anew, by the person's own wish. */
  private awaited: Pick<ApprovalInfo, "trackId" | "ticketId"> | undefined;
  private readonly subscription: Disposable;

  /** The page has to be told. */
  readonly onDidChange = this.changed.event;
  /** A decision was made here; carries the id of the request that is on show now, if any. */
  readonly onDidAnswer = this.answered.event;

  constructor(private readonly surroundings: SessionSurroundings) {
    this.subscription = Disposable.from(
      surroundings.inbox.onDidChange(() => this.follow()),
      surroundings.comments.onDidChange(() => this.changed.fire()),
    );
  }

  get shownId(): string | undefined {
    return this.shown?.approvalId;
  }

  /** The request on show, when it can still be answered. */
  get openApproval(): ApprovalInfo | undefined {
    return this.shown && this.surroundings.inbox.get(this.shown.approvalId);
  }

  /** False when it is no longer open. */
  show(approvalId: string): boolean {
    const approval = this.surroundings.inbox.get(approvalId);
    if (!approval) {
      return false;
    }
    this.put(approval);
    return true;
  }

  /** Shows the request a page remembers, as soon as it is known; without one, the oldest. */
  restore(approvalId: string | undefined): void {
    if (this.shown || (approvalId !== undefined && this.show(approvalId))) {
      return;
    }
    this.wantedId = approvalId;
    this.follow();
  }

  /** The prompt or the context document was edited and not sent. */
  get hasEditedPrompt(): boolean {
    const draft = this.shown && this.surroundings.drafts.get(this.shown.approvalId);
    return draft?.prompt !== undefined || draft?.context !== undefined;
  }

  /** The request on show is about to be asked anew: the new one takes its place on the page. */
  expectAnew({ trackId, ticketId }: ApprovalInfo): void {
    this.awaited = { trackId, ticketId };
  }

  /** The request before or after the one on show, around the end. Undefined when there is no other. */
  neighbour(by: 1 | -1): string | undefined {
    const ids = this.surroundings.inbox.approvals.map(({ approvalId }) => approvalId);
    const at = this.shown ? ids.indexOf(this.shown.approvalId) : -1;
    const next = at < 0 ? ids[0] : ids[(at + by + ids.length) % ids.length];
    return next === this.shown?.approvalId ? undefined : next;
  }

  /** Takes an answer of the page. Errors nobody foresaw are thrown, after the page is usable again. */
  async decide(message: DecideMessage): Promise<void> {
    const approval = this.openApproval;
    if (
      approval?.approvalId !== message.approvalId ||
      this.surroundings.decider.isDeciding(message.approvalId)
    ) {
      return;
    }
    const resolved = resolveDraft(approval, message.decision === "approve" ? message.draft : undefined);
    if (resolved.kind === "invalid") {
      this.say(this.surroundings.strings.fixFirst);
      return;
    }
    const { decision, draft } = message;
    const words = decision === "sendBack" ? draft?.words : draft?.reason;
    const told = toldReason(approval, decision, words, this.surroundings.comments);
    const { reason } = told;
    if (decision === "sendBack" && reason === "") {
      this.say(this.surroundings.strings.sayWhatIsWrong);
      return;
    }
    this.notice = undefined;
    const sending = this.surroundings.decider.decide(message.approvalId, {
      decision,
      shownHash: message.shownHash,
      edits: resolved.edits,
      ...(reason === undefined ? {} : { reason }),
      ...(draft?.result === undefined ? {} : { result: draft.result }),
      ...(draft?.words === undefined ? {} : { unsentWords: draft.words }),
      ...(message.rule === undefined ? {} : { rule: message.rule }),
    });
    this.changed.fire();
    try {
      const outcome = await sending;
      if (outcome.kind === "decided") {
        told.sent();
      }
      this.conclude(message, outcome);
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** Everything the page has to know. */
  state(): PageState {
    const { comments, inbox, drafts, decider, strings } = this.surroundings;
    const engine = this.surroundings.engineState();
    const base: PageState = {
      type: "state",
      strings,
      engine,
      ...(inbox.isListed && engine === "ready"
        ? { openIds: inbox.approvals.map(({ approvalId }) => approvalId) }
        : {}),
    };
    if (!this.shown) {
      const standstill = this.surroundings.standstill();
      return { ...base, ...(standstill === undefined ? {} : { standstill }) };
    }
    const { approvalId } = this.shown;
    const draft = drafts.get(approvalId);
    const isDeciding = decider.isDeciding(approvalId);
    const isOpen = inbox.get(approvalId) !== undefined;
    const notice = isOpen || isDeciding ? this.notice : resolutionText(inbox.resolutionOf(approvalId));
    return {
      ...base,
      shown: {
        approval: this.shown,
        status: isDeciding ? "deciding" : isOpen ? "open" : "resolved",
        ...(draft === undefined ? {} : { draft }),
        ...(notice === undefined ? {} : { notice }),
        ...(this.shown.landing
          ? { comments: comments.linesOf(this.shown), ...this.filesOfShown(this.shown) }
          : {}),
      },
    };
  }

  /** Tells the page again, for changes outside the inbox. */
  refresh(): void {
    this.changed.fire();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
    this.answered.dispose();
  }

  private conclude(message: DecideMessage, outcome: DecideOutcome): void {
    switch (outcome.kind) {
      case "decided":
        this.advance(message.approvalId);
        return;
      case "already":
        if (outcome.first.decision === message.decision) {
          this.advance(message.approvalId);
        } else {
          this.say(firstOf(outcome.first));
        }
        return;
      case "gone":
      case "withdrawn":
        this.changed.fire();
        return;
      case "stale":
      case "refused":
        this.say(outcome.message);
        return;
    }
  }

  private filesOfShown(shown: ApprovalInfo): Pick<ShownApproval, "files"> {
    const files = this.surroundings.filesOf(shown);
    return files.length === 0 ? {} : { files: fileWords(files) };
  }

  private advance(answeredId: string): void {
    const { shown } = this;
    if (shown?.approvalId === answeredId) {
      this.put(this.surroundings.inbox.nextAfter(shown));
    }
    this.answered.fire(this.shownId);
  }

  private follow(): void {
    const { inbox, decider } = this.surroundings;
    const { awaited } = this;
    const anew =
      awaited && this.shown && !inbox.get(this.shown.approvalId)
        ? inbox.approvals.find(
            (one) =>
              one.kind === "spawn" && one.trackId === awaited.trackId && one.ticketId === awaited.ticketId,
          )
        : undefined;
    if (anew) {
      this.awaited = undefined;
      this.put(anew);
      return;
    }
    const wanted = this.wantedId === undefined ? undefined : inbox.get(this.wantedId);
    if (wanted) {
      this.put(wanted);
    } else if (!this.shown && (this.wantedId === undefined || inbox.isListed)) {
      this.put(inbox.approvals[0]);
    } else if (this.shown && !decider.isDeciding(this.shown.approvalId)) {
      this.shown = inbox.get(this.shown.approvalId) ?? this.shown;
      this.changed.fire();
    }
  }

  private put(approval: ApprovalInfo | undefined): void {
    this.wantedId = undefined;
    this.shown = approval;
    this.notice = undefined;
    this.changed.fire();
  }

  private say(notice: string): void {
    this.notice = notice;
    this.changed.fire();
  }
}
