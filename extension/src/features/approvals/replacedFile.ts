import * as vscode from "vscode";
import type { TrackStore, WorkspaceRoot } from "../../context";
import type { ApprovalInfo } from "../../protocol.generated";
import { isFile } from "../../shared/files";
import { withoutLinks } from "../../shared/plainText";
import { ticketFile } from "../tickets/ticketUris";
import type { Answer } from "./approvalDecider";
import type { ApprovalDocuments } from "./approvalDocuments";
import { ticketOf } from "./approvalWords";
import type { LastEditor } from "./lastEditor";
import { canCompare, type ProposedChange, proposedChange } from "./proposedChange";

export interface ReplacedFileParts {
  readonly documents: Pick<ApprovalDocuments, "openDiff">;
  readonly lastEditor: Pick<LastEditor, "viewColumn">;
  readonly workspace: Pick<WorkspaceRoot, "toUri">;
  readonly store: Pick<TrackStore, "ticket">;
}

/** Asks a person before an edit of theirs replaces a file that the approval did not show. */
export class ReplacedFile {
  constructor(private readonly parts: ReplacedFileParts) {}

  /** False when the person thinks better of it, or looks at the difference first. */
  async maySend(
    approval: ApprovalInfo,
    { decision, edits }: Pick<Answer, "decision" | "edits">,
  ): Promise<boolean> {
    const change =
      decision !== "approve" || edits?.arguments === undefined
        ? undefined
        : proposedChange(approval, edits.arguments);
    if (!change || canCompare(change) || !(await this.find(approval, change))) {
      return true;
    }
    const replace = vscode.l10n.t("Replace");
    const compare = vscode.l10n.t("Show Difference");
    const chosen = await vscode.window.showWarningMessage(
      withoutLinks(vscode.l10n.t("Replace {0}?", change.path)),
      {
        modal: true,
        detail: vscode.l10n.t(
          "This file exists. As you have edited the call of {0}, its whole content is replaced, which the approval did not show.",
          ticketOf(approval),
        ),
      },
      replace,
      compare,
    );
    if (chosen === compare) {
      await this.openDiff(approval, change);
    }
    return chosen === replace;
  }

  /** Compares with what the approval shows, or else with the file as it is now; with nothing where there is none. */
  async openDiff(approval: ApprovalInfo, change: ProposedChange): Promise<void> {
    const { documents, lastEditor } = this.parts;
    const standing = canCompare(change) ? undefined : await this.find(approval, change);
    await documents.openDiff(approval, change, lastEditor.viewColumn, standing);
  }

  /** The file that stands at a change's path now, in the ticket's own tree where it has one. */
  private async find(
    { ticketId, trackId }: ApprovalInfo,
    { path }: ProposedChange,
  ): Promise<vscode.Uri | undefined> {
    const { store, workspace } = this.parts;
    const isAbsolute = /^([a-z]:)?[\\/]/i.test(path);
    const uri = isAbsolute
      ? vscode.Uri.file(path)
      : ticketFile(workspace, path.replaceAll("\\", "/"), store.ticket(trackId, ticketId)?.tree);
    return (await isFile(uri)) ? uri : undefined;
  }
}
