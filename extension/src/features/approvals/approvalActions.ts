import { commands, l10n, window } from "vscode";
import { commands as ids } from "../../commands";
import { UserError } from "../../shared/errors";
import { withoutLinks } from "../../shared/plainText";
import type { ApprovalInfo, DecideResult, DecisionName } from "../../protocol.generated";
import type { Answer, ApprovalDecider } from "./approvalDecider";
import type { ApprovalInbox } from "./approvalInbox";
import {
  isPlain,
  requireAnswerable,
  requireLandings,
  requirePlain,
  requireRememberable,
  requireSome,
} from "./answerChecks";
import type { ApprovalPanel } from "./approvalPanel";
import type { ApprovalsView } from "./approvalsView";
import { firstOf, ticketOf } from "./approvalWords";
import { chooseBatch, inLandingOrder } from "./batchApproval";
import { currentArguments, type Draft, resolveDraft } from "./draft";
import type { DraftStore } from "./draftStore";
import type { PressMessage } from "./panelMessages";
import type { PanelSession } from "./panelSession";
import { proposedChange } from "./proposedChange";
import { askReason, askWords } from "./rejectionReason";
import type { ReplacedFile } from "./replacedFile";
import { RowGuard } from "./rowGuard";
import { toldReason, type UnsentComments } from "./unsentWords";

/** How long the status bar says why a click was dropped. */
const strayMilliseconds = 4_000;

export interface ApprovalParts {
  readonly inbox: ApprovalInbox;
  readonly drafts: DraftStore;
  readonly decider: ApprovalDecider;
  readonly session: PanelSession;
  readonly panel: ApprovalPanel;
  readonly view: ApprovalsView;
  readonly replaced: ReplacedFile;
  readonly comments: UnsentComments;
}

/** What a command was asked on. */
export interface Target {
  /** Approval ids of rows; empty for a key or a title bar. */
  readonly rows: readonly string[];
  readonly isTitleBar: boolean;
}

/** What the commands do. Without a row they act on the panel when the person is in it, else on the selected row. */
export class ApprovalActions {
  private readonly guard = new RowGuard(() => performance.now());

  constructor(private readonly parts: ApprovalParts) {}

  /** Called when rows have left the view, so that the ones below have moved up. */
  rowsWent(approvalIds: readonly string[]): void {
    approvalIds.forEach((approvalId) => this.guard.went(approvalId));
  }

  /** Opens the panel on a request without taking the focus from where the person is. */
  async open(approvalId: string | undefined): Promise<void> {
    if (approvalId === undefined) {
      await this.next();
    } else {
      await this.show(approvalId, false);
    }
  }

  /** Brings the person to the panel: to the request it shows, or on to the next one when they are there already. */
  async next(): Promise<void> {
    const { inbox, panel, session } = this.parts;
    if (!inbox.isListed) {
      await inbox.refresh();
    }
    const current = panel.isOpen ? session.openApproval?.approvalId : undefined;
    const target =
      current === undefined
        ? inbox.approvals[0]?.approvalId
        : panel.isActive
          ? (session.neighbour(1) ?? current)
          : current;
    if (target === undefined) {
      void window.showInformationMessage(l10n.t("No approval is waiting."));
      return;
    }
    await this.show(target, true);
  }

  async approve(target: Target, how: "once" | "ticket" | "land" = "once"): Promise<void> {
    const { rows } = target;
    const rule = how === "ticket" ? how : undefined;
    if (this.isPanel(target)) {
      const approval = requireAnswerable(this.parts.session.openApproval, "approve", target);
      if (how === "land") {
        requireLandings([approval]);
      }
      if (rule === "ticket") {
        requireRememberable(approval);
      }
      this.press(target, { decision: "approve", ...(rule === undefined ? {} : { rule }) });
      return;
    }
    if (this.isStray(target)) {
      return;
    }
    const approvals = this.opened(rows);
    requireSome(approvals);
    if (how === "land") {
      requireLandings(approvals);
    }
    if (approvals.length > 1) {
      await this.approveBatch(approvals);
      return;
    }
    for (const approval of this.guarded(rows, approvals)) {
      await this.requirePlain(approval);
      if (rule === "ticket") {
        requireRememberable(approval);
      }
      await this.approveOne(approval, rule);
    }
  }

  async approveSelected(rows: readonly string[]): Promise<void> {
    const { inbox, view } = this.parts;
    const chosen = rows.length > 0 ? rows : view.selection;
    await this.approveBatch(chosen.length > 1 ? this.opened(chosen) : inbox.approvals);
  }

  async reject(target: Target, options: { readonly askReason: boolean }): Promise<void> {
    const { drafts, panel } = this.parts;
    const { rows } = target;
    if (this.isPanel(target)) {
      requireAnswerable(this.parts.session.openApproval, "reject", target);
      if (options.askReason) {
        panel.ask("reason");
      } else {
        this.press(target, { decision: "reject" });
      }
      return;
    }
    if (this.isStray(target)) {
      return;
    }
    const opened = this.opened(rows);
    requireSome(opened);
    const approvals = this.guarded(rows, opened);
    const [first] = approvals;
    if (!first) {
      return;
    }
    const typed = drafts.get(first.approvalId)?.reason;
    await this.requirePlain(first);
    const reason = options.askReason ? await askReason(approvals, typed) : (typed ?? "");
    if (reason === undefined) {
      return;
    }
    for (const approval of approvals) {
      await this.requirePlain(approval);
      this.keep(approval, { reason });
      const told = toldReason(approval, "reject", reason, this.parts.comments);
      const answer = { decision: "reject", shownHash: approval.shownHash } as const;
      await this.send(
        approval,
        { ...answer, ...(told.reason === undefined ? {} : { reason: told.reason }) },
        told.sent,
      );
    }
  }

  /** Sends finished work back to its worker, with the words that are asked for and the comments on its lines. */
  async sendBack(target: Target): Promise<void> {
    const { comments, drafts, panel, session } = this.parts;
    if (this.isPanel(target)) {
      requireAnswerable(session.openApproval, "sendBack", target);
      panel.ask("words");
      return;
    }
    if (this.isStray(target)) {
      return;
    }
    const opened = this.opened(target.rows);
    requireSome(opened);
    const [approval, ...others] = opened;
    if (!approval || others.length > 0) {
      throw new UserError(l10n.t("Work is sent back one ticket at a time. Select one row."));
    }
    await this.requirePlain(approval);
    if (!approval.choices.includes("sendBack")) {
      throw new UserError(
        l10n.t("Only finished work can be sent back. Select the row of work that is to land."),
      );
    }
    const words = await askWords(
      approval,
      drafts.get(approval.approvalId)?.words,
      comments.of(approval).length,
    );
    if (words === undefined) {
      return;
    }
    this.keep(approval, { words });
    const { reason = "", sent } = toldReason(approval, "sendBack", words, comments);
    if (reason === "") {
      throw new UserError(
        l10n.t(
          "Nothing was sent back. Say what is wrong, or comment on lines of the work: its worker is told nothing else.",
        ),
      );
    }
    await this.send(approval, { decision: "sendBack", shownHash: approval.shownHash, reason }, sent);
  }

  async openDiff(target: Target): Promise<void> {
    const { drafts, replaced, session } = this.parts;
    const approval = this.isPanel(target) ? session.openApproval : this.opened(target.rows)[0];
    if (!approval) {
      throw new UserError(l10n.t("Select an approval that changes a file first."));
    }
    if (approval.landing) {
      const { trackId, ticketId } = approval;
      await commands.executeCommand(ids.ticketReviewChanges, { trackId, ticketId });
      return;
    }
    const change = proposedChange(approval, currentArguments(approval, drafts.get(approval.approvalId)));
    if (!change) {
      throw new UserError(l10n.t("This approval changes no file, so there is nothing to compare."));
    }
    await replaced.openDiff(approval, change);
  }

  private press({ isTitleBar }: Target, answer: Pick<PressMessage, "decision" | "rule">): void {
    this.parts.panel.press({ ...answer, from: isTitleBar ? "titleBar" : "key" });
  }

  private async approveOne(approval: ApprovalInfo, rule?: "ticket"): Promise<void> {
    const draft = this.parts.drafts.get(approval.approvalId);
    const resolved = resolveDraft(approval, draft);
    if (resolved.kind === "invalid") {
      await this.show(approval.approvalId, true);
      throw new UserError(
        l10n.t("Your edits of this approval do not fit the tool. Correct them in the panel."),
      );
    }
    await this.send(approval, {
      decision: "approve",
      shownHash: approval.shownHash,
      edits: resolved.edits,
      ...(rule === undefined ? {} : { rule }),
    });
  }

  private async approveBatch(approvals: readonly ApprovalInfo[]): Promise<void> {
    const approvable = approvals.filter(
      (approval) => approval.choices.includes("approve") && isPlain(approval),
    );
    if (approvable.length === 0 && approvals[0]) {
      await this.requirePlain(approvals[0]);
    }
    const chosen = await chooseBatch(approvable);
    for (const approval of await this.inTurn(chosen)) {
      await this.approveOne(approval);
    }
  }

  /** A run lands what it is told first, so it is told in its own order: of work that meets, the later has the conflict. */
  private async inTurn(approvals: readonly ApprovalInfo[]): Promise<readonly ApprovalInfo[]> {
    const { inbox } = this.parts;
    if (approvals.filter(({ landing }) => landing).length < 2) {
      return approvals;
    }
    // The turn of each is another one when the track has changed since its gate opened.
    await inbox.refresh();
    return inLandingOrder(approvals, ({ approvalId }) => inbox.get(approvalId)?.landing?.turn);
  }

  /** Of a call in doubt, and of a conflict, the panel shows what is known, and asks what is to become of it. */
  private async requirePlain(approval: ApprovalInfo): Promise<void> {
    if (!isPlain(approval)) {
      await this.show(approval.approvalId, true);
      requirePlain(approval);
    }
  }

  /** What was typed into a box is there again where the answer is not taken; with the request it goes. */
  private keep({ approvalId }: ApprovalInfo, typed: Pick<Draft, "reason"> | Pick<Draft, "words">): void {
    const { drafts } = this.parts;
    if (Object.values(typed).some((text) => text.trim() !== "")) {
      drafts.set(approvalId, { ...drafts.get(approvalId), ...typed });
    }
  }

  private async send(approval: ApprovalInfo, answer: Answer, sent?: () => void): Promise<void> {
    const { decider, drafts, inbox, view } = this.parts;
    const unsentWords = drafts.get(approval.approvalId)?.words;
    const outcome = await decider.decide(approval.approvalId, {
      ...answer,
      ...(unsentWords === undefined ? {} : { unsentWords }),
    });
    switch (outcome.kind) {
      case "decided":
        sent?.();
        break;
      case "gone":
        break;
      case "withdrawn":
        return;
      case "already":
        reportOther(approval, answer.decision, outcome.first);
        break;
      case "stale":
      case "refused":
        throw new UserError(`${ticketOf(approval)}: ${outcome.message}`);
    }
    const next = inbox.nextAfter(approval)?.approvalId;
    if (next !== undefined && !this.parts.panel.isFocused) {
      this.guard.selects(next);
      await view.select(next);
    }
  }

  private async show(approvalId: string, focus: boolean): Promise<void> {
    const { inbox, panel, session } = this.parts;
    if (!session.show(approvalId)) {
      await inbox.refresh();
      if (!session.show(approvalId)) {
        throw new UserError(
          l10n.t("This approval is no longer open. The Approvals view shows what waits now."),
        );
      }
    }
    panel.reveal(focus);
  }

  /** A key is for the panel only while the keyboard is in it; its title bar is for it wherever the keyboard is. */
  private isPanel({ rows, isTitleBar }: Target): boolean {
    const { panel } = this.parts;
    return rows.length === 0 && (isTitleBar ? panel.isVisible : panel.isFocused);
  }

  /** The open requests of these rows; for a key, of the view's selection, or the only one that a person sees there. */
  private opened(rows: readonly string[]): readonly ApprovalInfo[] {
    const { inbox } = this.parts;
    const ids = rows.length > 0 ? rows : this.selected();
    return ids.map((id) => inbox.get(id)).filter((approval) => approval !== undefined);
  }

  private selected(): readonly string[] {
    const { inbox, view } = this.parts;
    if (!view.visible) {
      return [];
    }
    const only = inbox.approvals.length === 1 ? inbox.approvals.map(({ approvalId }) => approvalId) : [];
    return view.selection.length > 0 ? view.selection : only;
  }

  /** True for a click that came so soon after a row went that it was meant for that one, as the second of a double click is. */
  private isStray({ rows }: Target): boolean {
    if (rows.length === 0 || this.guard.takesClick()) {
      return false;
    }
    window.setStatusBarMessage(
      l10n.t("The rows have just moved, so nothing was answered. Press again."),
      strayMilliseconds,
    );
    return true;
  }

  /** Drops a keystroke that came too soon after its row was selected for the person. */
  private guarded(rows: readonly string[], approvals: readonly ApprovalInfo[]): readonly ApprovalInfo[] {
    return approvals.filter(({ approvalId }) => rows.length > 0 || this.guard.takesKey(approvalId));
  }
}

function reportOther(approval: ApprovalInfo, wanted: DecisionName, first: DecideResult): void {
  if (wanted !== first.decision) {
    void window.showInformationMessage(`${withoutLinks(ticketOf(approval))}: ${firstOf(first)}`);
  }
}
