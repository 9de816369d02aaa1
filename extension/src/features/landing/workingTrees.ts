import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import {
  type TreeInfo,
  type TreeList,
  TreesDiscardRequest,
  TreesListRequest,
  type TreeStateName,
} from "../../protocol.generated";
import { announce } from "../../shared/announce";
import { registerCommand } from "../../shared/commandBoundary";
import { fileSize } from "../../shared/fileSize";
import { requireTrust } from "../../shared/trust";
import { trackLabel } from "../tickets/ticketItems";
import { pickLoaded } from "./pickLoaded";

/** How long discarded work is kept. */
export const keptDays = 30;

/** Working Trees: which there are on disk, whose and how large, and what can be done with each. */
export function registerWorkingTrees(context: ConductorContext): void {
  registerCommand(context, commands.treesShow, async () => {
    const row = await pickLoaded(
      {
        title: vscode.l10n.t("Working Trees"),
        placeholder: vscode.l10n.t("Choose a tree to open or discard it"),
      },
      () => context.engine.request(TreesListRequest, {}),
      (list) => treeRows(context, list),
    );
    if (row?.tree) {
      await act(context, row.tree);
    } else if (row?.command !== undefined) {
      await vscode.commands.executeCommand(row.command);
    }
  });
}

interface TreeRow extends vscode.QuickPickItem {
  readonly tree?: TreeInfo;
  /** Leads elsewhere. */
  readonly command?: string;
}

function treeRows(context: ConductorContext, { discarded, trees }: TreeList): readonly TreeRow[] {
  const rows = trees.map((tree): TreeRow => ({
    label: labelOf(tree),
    description: [trackOf(context, tree), stateWord(context, tree), fileSize(tree.bytes)].join(" · "),
    detail: tree.branch === undefined ? tree.folder : `${tree.branch} · ${tree.folder}`,
    iconPath: new vscode.ThemeIcon(icons[tree.state]),
    tree,
  }));
  return [
    ...(rows.length > 0
      ? rows
      : [
          {
            label: vscode.l10n.t("No ticket has a working tree now."),
            detail: vscode.l10n.t(
              "A tree comes with a ticket that begins, and goes when its work has landed.",
            ),
          },
        ]),
    ...(discarded.length === 0
      ? []
      : [
          { label: "", kind: vscode.QuickPickItemKind.Separator },
          {
            label: vscode.l10n.t("Restore Discarded Work…"),
            description: String(discarded.length),
            iconPath: new vscode.ThemeIcon("history"),
            command: commands.treesRestore,
          },
        ]),
  ];
}

const icons: Readonly<Record<TreeStateName, string>> = {
  inUse: "sync",
  unlanded: "archive",
  landed: "pass-filled",
  landings: "git-merge",
  missing: "warning",
};

function stateWord(context: ConductorContext, tree: TreeInfo): string {
  switch (tree.state) {
    case "inUse":
      return wordOfUse(context, tree);
    case "unlanded":
      return vscode.l10n.t("not landed");
    case "landed":
      return vscode.l10n.t("nothing to land");
    case "landings":
      return vscode.l10n.t("where work is merged and proven");
    case "missing":
      return vscode.l10n.t("its folder is gone");
  }
}

/** A tree whose work is done has nobody at work in it: it waits for a person. */
function wordOfUse({ store }: ConductorContext, { ticketId, trackId }: TreeInfo): string {
  switch (ticketId === undefined ? undefined : store.ticket(trackId, ticketId)?.state) {
    case "awaitingLanding":
      return vscode.l10n.t("waits to land");
    case "conflict":
      return vscode.l10n.t("in conflict");
    case "landing":
      return vscode.l10n.t("landing");
    default:
      return vscode.l10n.t("in use");
  }
}

function labelOf({ ticketId, attempt }: TreeInfo): string {
  if (ticketId === undefined) {
    return vscode.l10n.t("Landings");
  }
  return attempt > 1 ? vscode.l10n.t("{0}, attempt {1}", ticketId, attempt) : ticketId;
}

function trackOf({ store }: ConductorContext, { trackId }: TreeInfo): string {
  const track = store.tracks.find((candidate) => candidate.trackId === trackId);
  return track ? trackLabel(track) : trackId;
}

/** A tree that a worker has, and that of landings, is not a person's to discard. */
async function act(context: ConductorContext, tree: TreeInfo): Promise<void> {
  const isThere = tree.state !== "missing";
  const mayGo = tree.ticketId !== undefined && tree.state !== "inUse";
  const items = [
    ...(isThere ? [{ label: vscode.l10n.t("Open in New Window"), do: () => openTree(tree) }] : []),
    ...(tree.branch === undefined
      ? []
      : [
          {
            label: vscode.l10n.t("Copy Branch Name"),
            do: () => vscode.env.clipboard.writeText(tree.branch ?? ""),
          },
        ]),
    ...(mayGo ? [{ label: vscode.l10n.t("Discard…"), do: () => discard(context, tree) }] : []),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: labelOf(tree),
    placeHolder: mayGo || tree.ticketId === undefined ? tree.folder : wayToDiscard(context, tree),
  });
  await chosen?.do();
}

/** What comes before it can be discarded, in the words of its row. */
function wayToDiscard({ store }: ConductorContext, { ticketId = "", trackId }: TreeInfo): string {
  switch (store.ticket(trackId, ticketId)?.state) {
    case "awaitingLanding":
      return vscode.l10n.t(
        "Its work waits to land. To discard it, first reject it at its gate, or cancel its ticket.",
      );
    case "conflict":
      return vscode.l10n.t(
        "Its work is in conflict. To discard it, first reject it at its gate, or cancel its ticket.",
      );
    case "landing":
      return vscode.l10n.t("Its work is landing. To discard it instead, first cancel its ticket.");
    default:
      return vscode.l10n.t("It is in use. To discard it, first cancel its ticket.");
  }
}

async function openTree({ folder }: TreeInfo): Promise<void> {
  await vscode.commands.executeCommand("vscode.openFolder", vscode.Uri.file(folder), {
    forceNewWindow: true,
  });
}

async function discard(
  context: ConductorContext,
  { trackId, ticketId, attempt, state }: TreeInfo,
): Promise<void> {
  if (ticketId === undefined) {
    return;
  }
  requireTrust(context.workspace);
  const yes = vscode.l10n.t("Discard");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Discard the working tree of {0}?", ticketId),
    {
      modal: true,
      detail:
        state === "landed"
          ? vscode.l10n.t("All that is in it has landed. Its folder is removed.")
          : vscode.l10n.t(
              "Its folder is removed. What has not landed is kept for {0} days: Restore Discarded Work… makes a branch of it again.",
              keptDays,
            ),
    },
    yes,
  );
  if (answer !== yes) {
    return;
  }
  const { ref } = await context.engine.request(TreesDiscardRequest, { trackId, ticketId, attempt });
  announce(
    context,
    "information",
    ref === undefined
      ? vscode.l10n.t("The working tree of {0} is gone. It held nothing that had not landed.", ticketId)
      : vscode.l10n.t("The working tree of {0} is gone. Its work is kept for {1} days.", ticketId, keptDays),
    ref === undefined ? [] : [{ label: vscode.l10n.t("Restore…"), command: commands.treesRestore }],
  );
}
