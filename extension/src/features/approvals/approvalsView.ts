import * as vscode from "vscode";
import { commands, views } from "../../commands";
import type { TrackStore } from "../../context";
import type { ApprovalInfo } from "../../protocol.generated";
import type { ApprovalInbox } from "./approvalInbox";
import { iconOf, spokenRow, summaryOf, ticketOf, tooltipOf, waitingCount } from "./approvalWords";
import { commentCount, type ReviewComments } from "../landing/reviewComments";
import { changedFilesOf, fileCount, fileWords } from "./changedFiles";
import { isModified } from "./draft";
import type { DraftStore } from "./draftStore";

/** The list of open approvals. Its elements are approval ids, so that a row keeps its identity whatever it says. */
export class ApprovalsView implements vscode.TreeDataProvider<string>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<string | undefined>();
  private readonly view: vscode.TreeView<string>;
  private readonly owned: vscode.Disposable;
  private readonly edited = new Set<string>();

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly inbox: ApprovalInbox,
    private readonly drafts: DraftStore,
    private readonly comments: Pick<ReviewComments, "of" | "onDidChange">,
    private readonly store: Pick<TrackStore, "ticket">,
  ) {
    this.view = vscode.window.createTreeView(views.approvals, {
      treeDataProvider: this,
      canSelectMany: true,
    });
    this.owned = vscode.Disposable.from(
      this.view,
      this.changed,
      inbox.onDidChange(({ added, removed }) => {
        this.showCount();
        if (added.length > 0 || removed.length > 0) {
          removed.forEach((approvalId) => this.edited.delete(approvalId));
          this.changed.fire(undefined);
        }
      }),
      drafts.onDidChange((approvalId) => this.noteEdit(approvalId)),
      comments.onDidChange(({ trackId, ticketId }) => {
        const about = inbox.approvals.find(
          (one) => one.landing && one.trackId === trackId && one.ticketId === ticketId,
        );
        if (about) {
          this.changed.fire(about.approvalId);
        }
      }),
    );
    this.showCount();
  }

  get visible(): boolean {
    return this.view.visible;
  }

  get onDidChangeVisibility(): vscode.Event<vscode.TreeViewVisibilityChangeEvent> {
    return this.view.onDidChangeVisibility;
  }

  /** Ids of the selected rows that are still open. */
  get selection(): readonly string[] {
    return this.view.selection.filter((approvalId) => this.inbox.get(approvalId) !== undefined);
  }

  /** A line above the rows; undefined takes it away. */
  set message(text: string | undefined) {
    // The editor takes the line away for an empty text as for none, and lays the view out again whenever it is told one.
    if ((this.view.message ?? "") !== (text ?? "")) {
      this.view.message = text ?? "";
    }
  }

  /** Draws rows again that say something else now. */
  refresh(approvals: readonly ApprovalInfo[]): void {
    approvals.forEach(({ approvalId }) => this.changed.fire(approvalId));
  }

  /** Moves the selection on without opening anything. */
  async select(approvalId: string): Promise<void> {
    if (this.view.visible) {
      await this.view.reveal(approvalId, { select: true, focus: true });
    }
  }

  getChildren(approvalId?: string): string[] {
    return approvalId === undefined ? this.inbox.approvals.map((approval) => approval.approvalId) : [];
  }

  getParent(): undefined {
    return undefined;
  }

  getTreeItem(approvalId: string): vscode.TreeItem {
    const approval = this.inbox.get(approvalId);
    if (!approval) {
      // It was answered between the list and the row.
      return new vscode.TreeItem("");
    }
    const isEdited = isModified(approval, this.drafts.get(approvalId));
    const item = new vscode.TreeItem(ticketOf(approval));
    item.id = approvalId;
    const said = approval.landing ? this.comments.of(approval).length : 0;
    const files = changedFilesOf(this.store, approval);
    item.description = isEdited
      ? vscode.l10n.t("edited · {0}", summaryOf(approval))
      : [
          ...(said > 0 ? [commentCount(said)] : []),
          ...(files.length > 0 ? [fileCount(files)] : []),
          summaryOf(approval),
        ].join(" · ");
    item.iconPath = iconOf(approval);
    item.tooltip = [tooltipOf(approval), ...(files.length > 0 ? [fileWords(files)] : [])].join("\n");
    item.accessibilityInformation = {
      label: [
        spokenRow(approval, isEdited),
        ...(files.length > 0 ? [fileCount(files)] : []),
        ...(said > 0 ? [commentCount(said)] : []),
      ].join(", "),
    };
    item.contextValue = contextValue(kindsOf(approval), {
      protected: approval.tool?.isProtected === true,
      edited: isEdited,
    });
    item.command = {
      command: commands.approvalOpen,
      title: vscode.l10n.t("Review"),
      arguments: [approvalId],
    };
    return item;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private showCount(): void {
    const count = this.inbox.approvals.length;
    if ((this.view.badge?.value ?? 0) !== count) {
      this.view.badge = count === 0 ? undefined : { value: count, tooltip: waitingCount(count) };
    }
  }

  /** A row says whether it is edited, not what was typed: it changes with the first edit and the last, not between. */
  private noteEdit(approvalId: string): void {
    const approval = this.inbox.get(approvalId);
    const isEdited = approval !== undefined && isModified(approval, this.drafts.get(approvalId));
    if (isEdited === this.edited.has(approvalId)) {
      return;
    }
    if (isEdited) {
      this.edited.add(approvalId);
    } else {
      this.edited.delete(approvalId);
    }
    this.changed.fire(approvalId);
  }
}

function contextValue(kinds: readonly string[], flags: Readonly<Record<string, boolean>>): string {
  const set = Object.keys(flags).filter((flag) => flags[flag] === true);
  return ["approval", ...kinds, ...set].join(" ");
}

/** A call in doubt, and a conflict, are settled in the panel alone: their rows offer neither Approve nor Reject. */
function kindsOf({ doubt, landing, tool }: ApprovalInfo): readonly string[] {
  if (doubt) {
    return ["doubt"];
  }
  if (landing) {
    return landing.problem?.kind === "conflict" ? ["landing", "conflict"] : ["pending", "landing"];
  }
  return ["pending", ...(tool ? ["tool", tool.risk] : ["spawn"])];
}
