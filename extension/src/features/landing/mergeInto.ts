import * as vscode from "vscode";
import { commands, views } from "../../commands";
import type { ConductorContext } from "../../context";
import { type IntegrationInfo, LandingMergeIntoRequest, type TrackSnapshot } from "../../protocol.generated";
import { announce } from "../../shared/announce";
import { registerCommand } from "../../shared/commandBoundary";
import { UserError } from "../../shared/errors";
import { withoutLinks } from "../../shared/plainText";
import { inView } from "../../shared/progress";
import { requireTrust } from "../../shared/trust";
import { pickTrack } from "../tickets/pickers";
import { type RowSelection, selectedTrack, trackFrom } from "../tickets/ticketArguments";
import { trackLabel } from "../tickets/ticketItems";
import { checkedOutBranch } from "./checkedOutBranch";

/** A message names this many files, and counts the rest. */
const mostNamed = 12;

/** Merge into Your Branch: what has landed comes into the branch that the person has checked out. Nothing does it by itself. */
export function registerMergeInto(context: ConductorContext, rows: RowSelection): void {
  const { engine, store, workspace } = context;
  const hasUnmerged = (trackId: string | undefined): boolean =>
    trackId !== undefined && store.snapshot(trackId)?.integration?.hasUnmerged === true;

  registerCommand(context, commands.trackMergeInto, async (...args) => {
    requireTrust(workspace);
    const selected = selectedTrack(rows);
    const trackId =
      trackFrom(args) ??
      (hasUnmerged(selected) ? selected : undefined) ??
      (
        await pickTrack(context, {
          title: vscode.l10n.t("Merge into Your Branch"),
          placeHolder: vscode.l10n.t("Which track?"),
          whenNone: vscode.l10n.t("No track has landed work that is not merged into your branch yet."),
          fits: (track) => hasUnmerged(track.trackId),
        })
      )?.trackId;
    const snapshot = trackId === undefined ? undefined : store.snapshot(trackId);
    if (!snapshot) {
      return;
    }
    const { integration } = snapshot;
    if (integration?.hasUnmerged !== true) {
      throw new UserError(
        vscode.l10n.t("All that has landed of “{0}” is merged already.", trackLabel(snapshot)),
      );
    }
    requireSaved(context);
    const checkedOut = await checkedOutBranch(workspace.toUri(""));
    if (checkedOut === integration.name) {
      throw new UserError(
        vscode.l10n.t(
          "You have {0} itself checked out. Check out the branch that is to have its work, then try again.",
          integration.name,
        ),
        // Which branch it is was said by the editor's own git, so its command is there.
        [{ label: vscode.l10n.t("Check Out…"), command: "git.checkout" }],
      );
    }
    const onto = checkedOut ?? integration.onto ?? (await askBranch(integration.name));
    if (onto === undefined || !(await confirm(snapshot, integration, onto))) {
      return;
    }
    const { conflicts } = await inView(views.tickets, () =>
      engine.request(LandingMergeIntoRequest, { trackId: snapshot.trackId, onto }),
    );
    if (conflicts.length > 0) {
      await tellConflicts(integration.name, onto, conflicts);
      return;
    }
    announce(
      context,
      "information",
      vscode.l10n.t("{0} has the work of “{1}” now.", onto, trackLabel(snapshot)),
      [],
    );
  });
}

/** Where no branch was checked out when the run began, the person says which one is now. */
async function askBranch(integration: string): Promise<string | undefined> {
  const branch = await vscode.window.showInputBox({
    title: vscode.l10n.t("Merge into Your Branch"),
    prompt: withoutLinks(
      vscode.l10n.t(
        "The name of the branch that you have checked out. It is to have the work of {0}.",
        integration,
      ),
    ),
    ignoreFocusOut: true,
    validateInput: (value) =>
      value.trim() === "" ? vscode.l10n.t("Write the name of a branch, or check one out first.") : undefined,
  });
  return branch?.trim();
}

async function confirm(
  snapshot: TrackSnapshot,
  { name, onto: begunOn }: IntegrationInfo,
  onto: string,
): Promise<boolean> {
  const merge = vscode.l10n.t("Merge into {0}", onto);
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Merge the work of “{0}” into {1}?", trackLabel(snapshot), onto),
    {
      modal: true,
      detail: [
        ...(begunOn === undefined || begunOn === onto
          ? []
          : [vscode.l10n.t("The run began on {0}, and you have {1} checked out now.", begunOn, onto)]),
        vscode.l10n.t(
          "{0} is merged into {1}, and its files are then in your folder. If both have changed the same, nothing is merged and you are told.",
          name,
          onto,
        ),
      ].join(" "),
    },
    merge,
  );
  return answer === merge;
}

/** In a dialog: a notice would be cut to a line, and files and next step would be hidden. */
async function tellConflicts(name: string, onto: string, conflicts: readonly string[]): Promise<void> {
  const command = `git merge ${name}`;
  const copy = vscode.l10n.t("Copy Command");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("{0} was not merged, and nothing has changed.", name),
    {
      modal: true,
      detail: [
        vscode.l10n.t("{0} has changed the same in:", onto),
        list(conflicts, "\n"),
        "",
        vscode.l10n.t("Merge it yourself ({0}) and resolve what is in conflict.", command),
      ].join("\n"),
    },
    copy,
  );
  if (answer === copy) {
    await vscode.env.clipboard.writeText(command);
  }
}

/** An editor that is not saved would write over what the merge brings. */
function requireSaved({ workspace }: ConductorContext): void {
  const open = vscode.workspace.textDocuments
    .filter(({ isDirty, uri }) => isDirty && uri.scheme === "file")
    .flatMap(({ uri }) => workspace.toPath(uri) ?? [])
    .filter((path) => !path.startsWith(".conductor/worktrees/"));
  if (open.length > 0) {
    throw new UserError(
      vscode.l10n.t(
        "Nothing was merged, because there are unsaved changes in {0}. Save them or revert the file, then try again.",
        list(open, ", "),
      ),
      [{ label: vscode.l10n.t("Save All"), command: "workbench.action.files.saveAll" }],
    );
  }
}

function list(paths: readonly string[], separator: string): string {
  const named = paths.slice(0, mostNamed);
  const more = paths.length - named.length;
  return [...named, ...(more > 0 ? [vscode.l10n.t("and {0} more", more)] : [])].join(separator);
}
