import * as vscode from "vscode";
import { commands, views } from "../../commands";
import type { ConductorContext } from "../../context";
import type { ConflictFileInfo } from "../../protocol.generated";
import { announce } from "../../shared/announce";
import { guard, registerCommand } from "../../shared/commandBoundary";
import { type ErrorAction, UserError } from "../../shared/errors";
import { inView } from "../../shared/progress";
import { requireTrust } from "../../shared/trust";
import { chooseTicket } from "../tickets/pickers";
import type { RowSelection, TicketRef } from "../tickets/ticketArguments";
import { ticketWord } from "../tickets/ticketStates";
import { ConflictMarks } from "./conflictMarks";
import { type WorkSide, workUri } from "./workDocuments";
import type { WorkReviews } from "./workReviews";

/** The editor's own merge editor; it is no public command, so it may be missing. */
const mergeEditor = "_open.mergeEditor";

/** A message names this many files, and counts the rest. */
const mostNamed = 5;

/** More files are not opened without a question. */
const mostOpened = 10;

/** Resolve by Hand: what has landed is merged into the ticket's tree, and each file in conflict opens in the editor's merge editor. */
export function registerResolveByHand(
  context: ConductorContext,
  works: WorkReviews,
  rows: RowSelection,
): void {
  const marks = new ConflictMarks((ref) => {
    // A person who has landed it, or sent it back, in the meantime is told of that.
    void guard(context, "resolved conflicts", () => confirm(ref), { isQuiet: true });
  });
  context.extension.subscriptions.push(marks);
  registerCommand(context, commands.landingResolveByHand, async (...args) => {
    requireTrust(context.workspace);
    const ref = await chooseTicket(context, rows, args, {
      title: vscode.l10n.t("Resolve by Hand"),
      placeHolder: vscode.l10n.t("Which ticket?"),
      whenNone: vscode.l10n.t(
        "No ticket is in conflict with what has landed, so there is nothing to resolve.",
      ),
      fits: (ticket) => ticket.state === "conflict",
    });
    if (!ref) {
      return;
    }
    requireConflict(context, ref);
    const found = await inView(views.tickets, () => ask(ref));
    const { others, root, texts } = found;
    works.refresh(texts.flatMap((file) => sidesOf(ref, file)));
    const isOpen = await mayOpen(texts);
    for (const file of isOpen ? texts : []) {
      await open(ref, file, vscode.Uri.joinPath(root, file.path));
    }
    tell(context, ref, { texts, others, root, isOpen });
  });

  /** Merges, or tells of the merge that stands there, and follows what waits in it. */
  async function ask(ref: TicketRef): Promise<Omit<Found, "isOpen">> {
    const { files, folder } = await works.bringIn(ref);
    const root = vscode.Uri.file(folder);
    const texts = files.filter(({ ours, theirs }) => ours !== undefined && theirs !== undefined);
    marks.follow(
      ref,
      texts.map(({ base, ours = "", path, theirs = "" }) => ({
        uri: vscode.Uri.joinPath(root, path),
        before: base,
        sides: [ours, theirs],
      })),
    );
    return { texts, others: files.filter((file) => !texts.includes(file)), root };
  }

  /** What lands is the engine's to say: a file may wait that no editor holds, and one may be saved back. */
  async function confirm(ref: TicketRef): Promise<void> {
    // Asking merges what has landed since: only into what a person resolves, not into what is reviewed or worked on by now.
    if (context.store.ticket(ref.trackId, ref.ticketId)?.state !== "conflict") {
      return;
    }
    const found = await ask(ref);
    if (found.texts.length === 0 && found.others.length === 0) {
      tellResolved(context, ref);
    } else if (found.texts.length === 0) {
      tell(context, ref, { ...found, isOpen: true });
    }
  }
}

/** A notice can outlive its conflict: its button says what has become of it. */
function requireConflict({ store }: ConductorContext, { ticketId, trackId }: TicketRef): void {
  const ticket = store.ticket(trackId, ticketId);
  if (ticket && ticket.state !== "conflict") {
    throw new UserError(
      vscode.l10n.t(
        "{0} is not in conflict any more, so there is nothing to resolve; its state is: {1}.",
        ticketId,
        ticketWord(ticket.state),
      ),
    );
  }
}

/** Each file is a tab of its own. Those that are not opened are named all the same, and stand in the ticket's tree. */
async function mayOpen({ length }: readonly ConflictFileInfo[]): Promise<boolean> {
  if (length <= mostOpened) {
    return true;
  }
  const open = vscode.l10n.t("Open {0} Files", length);
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("{0} files are in conflict. Open each in the merge editor?", length),
    {
      modal: true,
      detail: vscode.l10n.t(
        "Without that you can resolve them in the ticket's working tree, and save there: Land What Is Resolved at its gate takes what is saved.",
      ),
    },
    open,
  );
  return answer === open;
}

function sidesOf(
  ref: TicketRef,
  { path }: ConflictFileInfo,
): [base: vscode.Uri, ours: vscode.Uri, theirs: vscode.Uri] {
  const uri = (side: WorkSide): vscode.Uri => workUri({ ...ref, file: path, side, commit: "" });
  return [uri("base"), uri("ours"), uri("theirs")];
}

/** Without a merge editor the file opens as git has left it, with its marks. */
async function open(ref: TicketRef, file: ConflictFileInfo, output: vscode.Uri): Promise<void> {
  if (!(await vscode.commands.getCommands()).includes(mergeEditor)) {
    await vscode.window.showTextDocument(output, { preview: false });
    return;
  }
  const [base, ours, theirs] = sidesOf(ref, file);
  await vscode.commands.executeCommand(mergeEditor, {
    base,
    input1: {
      uri: theirs,
      title: vscode.l10n.t("Landed"),
      description: vscode.l10n.t("the track's work so far"),
    },
    input2: { uri: ours, title: ref.ticketId, description: vscode.l10n.t("this ticket's work") },
    output,
  });
}

interface Found {
  readonly texts: readonly ConflictFileInfo[];
  readonly others: readonly ConflictFileInfo[];
  /** The workspace in the ticket's tree. */
  readonly root: vscode.Uri;
  /** The texts are open in the editor. */
  readonly isOpen: boolean;
}

/** What is left to do, and that landing takes what was saved. */
function tell(context: ConductorContext, ref: TicketRef, { texts, others, root, isOpen }: Found): void {
  const { ticketId } = ref;
  if (texts.length + others.length === 0) {
    announce(
      context,
      "information",
      vscode.l10n.t(
        "Nothing of {0} is in conflict any more. Land What Is Resolved at its gate takes what is saved in its tree.",
        ticketId,
      ),
      [showGate(ref)],
    );
    return;
  }
  const parts = [
    ...(texts.length === 0
      ? []
      : [
          vscode.l10n.t(
            "{0}: resolve {1}, save, then choose Land What Is Resolved at its gate: it takes what is saved.",
            ticketId,
            named(texts),
          ),
        ]),
    ...(others.length === 0
      ? []
      : [
          vscode.l10n.t(
            "{0}: {1} cannot be merged as text, because one side has deleted it or it is no text. Keep, replace or delete it in {2}, then choose Land What Is Resolved at the gate.",
            ticketId,
            named(others),
            root.fsPath,
          ),
        ]),
  ];
  announce(context, others.length > 0 ? "warning" : "information", parts.join(" "), [
    showGate(ref),
    ...(others.length > 0 || !isOpen ? [openTree(ref)] : []),
  ]);
}

function tellResolved(context: ConductorContext, ref: TicketRef): void {
  announce(
    context,
    "information",
    vscode.l10n.t(
      "The conflicts of {0} are resolved. Land What Is Resolved at its gate takes what is saved.",
      ref.ticketId,
    ),
    [showGate(ref)],
  );
}

function named(files: readonly ConflictFileInfo[]): string {
  const first = files.slice(0, mostNamed).map(({ path }) => path);
  const more = files.length - first.length;
  return [...first, ...(more > 0 ? [vscode.l10n.t("and {0} more", more)] : [])].join(", ");
}

function showGate(ref: TicketRef): ErrorAction {
  return { label: vscode.l10n.t("Show Gate"), command: commands.ticketReviewApproval, arguments: [ref] };
}

function openTree(ref: TicketRef): ErrorAction {
  return {
    label: vscode.l10n.t("Open Working Tree"),
    command: commands.treeOpen,
    arguments: [ref],
  };
}
