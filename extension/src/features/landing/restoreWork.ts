import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import { type DiscardedWorkInfo, TreesListRequest, TreesRestoreRequest } from "../../protocol.generated";
import { registerCommand } from "../../shared/commandBoundary";
import { requireTrust } from "../../shared/trust";
import { pickLoaded } from "./pickLoaded";
import { keptDays } from "./workingTrees";

/** Restore Discarded Work: makes a branch of work that was discarded, or taken over by a later attempt. */
export function registerRestoreWork(context: ConductorContext): void {
  registerCommand(context, commands.treesRestore, async () => {
    requireTrust(context.workspace);
    const row = await pickLoaded(
      {
        title: vscode.l10n.t("Restore Discarded Work"),
        placeholder: vscode.l10n.t("Which work is to have a branch again?"),
      },
      () => context.engine.request(TreesListRequest, {}),
      ({ discarded }) => discardedRows(discarded),
    );
    const branch = row?.work && (await askBranch(row.work));
    if (row?.work === undefined || branch === undefined) {
      return;
    }
    const restored = await context.engine.request(TreesRestoreRequest, { ref: row.work.ref, branch });
    await tellRestored(restored.branch, row.work.ticket);
  });
}

/** In a dialog: a notice would be cut to a line, and the next step would be hidden. */
async function tellRestored(branch: string, ticket: string): Promise<void> {
  const copy = vscode.l10n.t("Copy Branch Name");
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t("The branch {0} has the work of {1} again.", branch, ticket),
    { modal: true, detail: vscode.l10n.t("Check it out, or merge it, with git.") },
    copy,
  );
  if (answer === copy) {
    await vscode.env.clipboard.writeText(branch);
  }
}

interface WorkRow extends vscode.QuickPickItem {
  readonly work?: DiscardedWorkInfo;
}

function discardedRows(discarded: readonly DiscardedWorkInfo[]): readonly WorkRow[] {
  return discarded.length === 0
    ? [
        {
          label: vscode.l10n.t("There is no discarded work."),
          detail: vscode.l10n.t(
            "What is discarded, or taken over by a later attempt, is kept for {0} days.",
            keptDays,
          ),
        },
      ]
    : discarded.map((work) => ({
        label: work.title ?? work.ticket,
        description: [
          ...(work.title === undefined ? [] : [work.ticket]),
          work.track,
          work.date,
          ...(work.files ? [fileCount(work.files)] : []),
        ].join(" · "),
        detail: work.subject,
        iconPath: new vscode.ThemeIcon("archive"),
        work,
      }));
}

function fileCount(count: number): string {
  return count === 1 ? vscode.l10n.t("1 file") : vscode.l10n.t("{0} files", count);
}

async function askBranch({ ticket }: DiscardedWorkInfo): Promise<string | undefined> {
  const branch = await vscode.window.showInputBox({
    title: vscode.l10n.t("Restore Discarded Work"),
    prompt: vscode.l10n.t("The name of the new branch"),
    value: `restored/${ticket.replace(/[^\w.-]+/g, "-").replace(/^[.-]+|\.+$/g, "")}`,
    ignoreFocusOut: true,
    validateInput: whyNoBranch,
  });
  return branch?.trim();
}

/** Why git would not take this as a branch's name; undefined when it may. */
export function whyNoBranch(typed: string): string | undefined {
  const name = typed.trim();
  if (name === "") {
    return vscode.l10n.t("Write a name.");
  }
  const isBad =
    /[\s\p{Cc}~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$/u.test(name) ||
    name.split("/").some((part) => part.startsWith(".") || part.endsWith(".lock"));
  return isBad
    ? vscode.l10n.t("git takes no such name for a branch. Use letters, digits, “-”, “_” and “/”.")
    : undefined;
}
