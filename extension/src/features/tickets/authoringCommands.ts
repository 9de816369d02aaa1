import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import { TicketCreateRequest, TicketLocateRequest, TicketUpdateRequest } from "../../protocol.generated";
import { registerCommand } from "../../shared/commandBoundary";
import { UserError } from "../../shared/errors";
import { newTrack } from "./newTrack";
import { chooseTicket, chooseTickets, pickTicket, pickTrack, type TicketPick } from "./pickers";
import { type RowSelection, selectedTrack, trackFrom, type TicketRef, ticketsFrom } from "./ticketArguments";
import { ticketLabel } from "./ticketItems";
import { isTicketsNode } from "./ticketNodes";
import { editTrackFile } from "./trackFileEdits";

/** Writing tracks and tickets, and finding them in their files. */
export function registerAuthoringCommands(context: ConductorContext, rows: RowSelection): void {
  registerCommand(context, commands.trackNew, () => newTrack(context));
  registerCommand(context, commands.trackOpen, (...args) => openTrack(context, args));
  registerCommand(context, commands.ticketOpen, async (...args) => {
    // From the palette it is the way to find a ticket, so it asks whatever is selected.
    const ref = ticketsFrom(args)[0] ?? (await pickTicket(context, any(vscode.l10n.t("Open Ticket"))));
    // From a row the tree keeps the focus; from the palette the person wants to be in the file.
    await (ref && openTicket(context, ref, { preserveFocus: args.length > 0, preview: true }));
  });
  registerCommand(context, commands.ticketNew, (...args) => newTicket(context, rows, args));
  registerCommand(context, commands.ticketEditDependencies, (...args) =>
    editDependencies(context, rows, args),
  );
  registerCommand(context, commands.ticketCopyId, async (...args) => {
    const named = ticketsFrom(args);
    const refs =
      named.length > 0 ? named : await chooseTickets(context, rows, any(vscode.l10n.t("Copy Ticket ID")));
    if (refs.length > 0) {
      await vscode.env.clipboard.writeText(refs.map(({ ticketId }) => ticketId).join(", "));
    }
  });
}

function any(title: string): TicketPick {
  return {
    title,
    placeHolder: vscode.l10n.t("Which ticket?"),
    whenNone: vscode.l10n.t("There are no tickets yet. New Ticket… makes one."),
    fits: () => true,
  };
}

async function openTrack(context: ConductorContext, args: readonly unknown[]): Promise<void> {
  const path =
    namedPath(context, args) ??
    (
      await pickTrack(context, {
        title: vscode.l10n.t("Open Track File"),
        placeHolder: vscode.l10n.t("Which track?"),
        whenNone: vscode.l10n.t("There is no track yet. Create one first."),
        fits: (track) => track.path !== undefined,
      })
    )?.path;
  if (path !== undefined) {
    await vscode.window.showTextDocument(context.workspace.toUri(path));
  }
}

/** Where the file of the row is now: a row outlives its file's name. Undefined: no row is meant. */
function namedPath({ store }: ConductorContext, args: readonly unknown[]): string | undefined {
  const trackId = trackFrom(args);
  if (trackId === undefined) {
    const [node] = args;
    return isTicketsNode(node) && node.kind === "track" ? node.path : undefined;
  }
  const track = store.tracks.find((candidate) => candidate.trackId === trackId);
  if (track?.path === undefined) {
    throw new UserError(
      track
        ? vscode.l10n.t("This track was given as text, so there is no file to open.")
        : vscode.l10n.t("This track is no longer there. The Tickets view shows those that are."),
    );
  }
  return track.path;
}

async function openTicket(
  { engine, workspace }: ConductorContext,
  ref: TicketRef,
  options: vscode.TextDocumentShowOptions,
): Promise<void> {
  const place = await engine.request(TicketLocateRequest, ref);
  const start = new vscode.Position(place.startLine, place.startColumn);
  const editor = await vscode.window.showTextDocument(workspace.toUri(place.path), {
    ...options,
    selection: new vscode.Range(start, start),
  });
  editor.revealRange(
    new vscode.Range(start, new vscode.Position(place.endLine, place.endColumn)),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
}

async function newTicket(
  context: ConductorContext,
  rows: RowSelection,
  args: readonly unknown[],
): Promise<void> {
  const { engine, store, workspace } = context;
  const trackId =
    trackFrom(args) ??
    selectedTrack(rows) ??
    (
      await pickTrack(context, {
        title: vscode.l10n.t("New Ticket"),
        placeHolder: vscode.l10n.t("In which track?"),
        whenNone: vscode.l10n.t("There is no track yet. Create one first."),
        fits: (track) => track.trackId !== undefined && track.path !== undefined,
      })
    )?.trackId;
  if (trackId === undefined) {
    return;
  }
  const description = await vscode.window.showInputBox({
    title: vscode.l10n.t("New Ticket"),
    prompt: vscode.l10n.t("What is to be done? The worker sees this text."),
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === "" ? vscode.l10n.t("Describe the work first.") : undefined),
  });
  if (description === undefined) {
    return;
  }
  const dependsOn = await pickDependencies(
    store.snapshot(trackId)?.tickets.map(({ id, title }) => ({ id, title })) ?? [],
    [],
    vscode.l10n.t("New Ticket"),
    vscode.l10n.t("Which tickets must be done before it? None is fine."),
  );
  if (!dependsOn) {
    return;
  }
  const edit = await editTrackFile(workspace, () =>
    engine.request(TicketCreateRequest, { trackId, description: description.trim(), dependsOn }),
  );
  await openTicket(context, { trackId, ticketId: edit.ticketId }, { preview: true });
}

async function editDependencies(
  context: ConductorContext,
  rows: RowSelection,
  args: readonly unknown[],
): Promise<void> {
  const { engine, store, workspace } = context;
  const title = vscode.l10n.t("Edit Dependencies");
  const ref = await chooseTicket(context, rows, args, any(title));
  if (!ref) {
    return;
  }
  const ticket = store.ticket(ref.trackId, ref.ticketId);
  if (!ticket) {
    throw new UserError(
      vscode.l10n.t("{0} is no longer in its track. The Tickets view shows what is.", ref.ticketId),
    );
  }
  const others = (store.snapshot(ref.trackId)?.tickets ?? []).filter(({ id }) => id !== ref.ticketId);
  if (others.length === 0) {
    throw new UserError(
      vscode.l10n.t(
        "{0} is the only ticket of its track. New Ticket… makes one that it can depend on.",
        ticketLabel(ticket),
      ),
    );
  }
  const dependsOn = await pickDependencies(
    others,
    ticket.dependsOn,
    title,
    vscode.l10n.t("Which tickets must be done before {0}?", ref.ticketId),
  );
  if (dependsOn) {
    await editTrackFile(workspace, () =>
      engine.request(TicketUpdateRequest, { ...ref, fields: { depends_on: dependsOn } }),
    );
  }
}

/** Undefined: the person left the picker. No question when there is nothing to choose from. */
async function pickDependencies(
  tickets: readonly { readonly id: string; readonly title: string }[],
  picked: readonly string[],
  title: string,
  placeHolder: string,
): Promise<readonly string[] | undefined> {
  if (tickets.length === 0) {
    return [];
  }
  const items = tickets.map((ticket) => ({
    label: ticket.id,
    description: ticket.title === ticket.id ? "" : ticket.title,
    picked: picked.includes(ticket.id),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder,
    canPickMany: true,
    matchOnDescription: true,
  });
  return chosen?.map((item) => item.label);
}
