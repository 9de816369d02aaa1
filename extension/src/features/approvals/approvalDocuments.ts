import * as vscode from "vscode";
import { schemes } from "../../commands";
import type { ApprovalInfo } from "../../protocol.generated";
import type { ProposedChange } from "./proposedChange";

/** Shows a proposed change in the editor's own diff, from read-only documents of a scheme of their own. */
export class ApprovalDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly owned: vscode.Disposable;

  readonly onDidChange = this.changed.event;

  constructor() {
    this.owned = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(schemes.approval, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  /** @param standing The file to compare with; without one it is the text that the change says it replaces. */
  async openDiff(
    approval: ApprovalInfo,
    change: ProposedChange,
    viewColumn: vscode.ViewColumn,
    standing?: vscode.Uri,
  ): Promise<void> {
    const before = standing ?? this.put(approval, change.path, "before", change.before ?? "");
    const after = this.put(approval, change.path, "after", change.after);
    const title = vscode.l10n.t("{0} (proposed by {1})", change.path, approval.ticketId);
    await vscode.commands.executeCommand("vscode.diff", before, after, title, { preview: true, viewColumn });
  }

  dispose(): void {
    this.owned.dispose();
  }

  private put(approval: ApprovalInfo, path: string, side: "before" | "after", text: string): vscode.Uri {
    const uri = vscode.Uri.from({
      scheme: schemes.approval,
      path: `/${path}`,
      query: `${side}=${approval.approvalId}`,
    });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    return uri;
  }
}
