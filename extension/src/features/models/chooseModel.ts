import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { TicketUpdateRequest } from "../../protocol.generated";
import { UserError } from "../../shared/errors";
import { chooseTicket, loadedTracks } from "../tickets/pickers";
import type { RowSelection } from "../tickets/ticketArguments";
import { editTrackFile } from "../tickets/trackFileEdits";
import { pickModel } from "./modelPicker";
import type { ModelRow } from "./modelRows";
import { defaultModel, setDefaultModel } from "./modelSettings";
import { announce } from "./testConnection";

/** Sets the model of tickets that name none. */
export async function chooseModel(context: ConductorContext): Promise<void> {
  const { workspace } = context;
  const current = defaultModel(workspace);
  const row = await pickModel(context, {
    title: vscode.l10n.t("Choose Model"),
    placeholder: vscode.l10n.t("The model of tickets that name none. An id can be typed: provider:model"),
    current: current === "" ? undefined : current,
    first: [],
  });
  if (await leadsElsewhere(row)) {
    return;
  }
  if (row?.modelId !== undefined && row.modelId !== current) {
    await useModel(context, row.modelId);
  }
}

/** The same for a model that is known already. */
export async function useModel(context: ConductorContext, modelId: string): Promise<void> {
  await setDefaultModel(context.workspace, modelId);
  const isRunning = context.store.tracks.some(({ trackId }) =>
    ["running", "paused"].includes(
      (trackId === undefined ? undefined : context.store.snapshot(trackId))?.status ?? "",
    ),
  );
  announce(
    context,
    "information",
    isRunning
      ? vscode.l10n.t(
          "{0} is the model of tickets that name none, from the next run on. A run that is under way keeps the model it began with.",
          modelId,
        )
      : vscode.l10n.t("{0} is the model of tickets that name none.", modelId),
    [],
  );
}

/** Writes a ticket's own model into its track's file, or takes it out. */
export async function chooseModelForTicket(
  context: ConductorContext,
  rows: RowSelection,
  args: readonly unknown[],
): Promise<void> {
  const { engine, store, workspace } = context;
  const ref = await chooseTicket(context, rows, args, {
    title: vscode.l10n.t("Choose Model for Ticket"),
    placeHolder: vscode.l10n.t("Which ticket?"),
    whenNone: vscode.l10n.t("There are no tickets yet. New Ticket… makes one."),
    fits: () => true,
  });
  if (!ref) {
    return;
  }
  await loadedTracks(context);
  const ticket = store.ticket(ref.trackId, ref.ticketId);
  if (!ticket) {
    throw new UserError(
      vscode.l10n.t("{0} is no longer in its track. The Tickets view shows what is.", ref.ticketId),
    );
  }
  const row = await pickModel(context, {
    title: vscode.l10n.t("Choose Model for {0}", ref.ticketId),
    placeholder: vscode.l10n.t("The model of this ticket alone. An id can be typed: provider:model"),
    current: ticket.model,
    first: [noOwnModel(defaultModel(workspace), ticket.model === undefined)],
  });
  if ((await leadsElsewhere(row)) || row?.modelId === undefined) {
    return;
  }
  const model = row.modelId === "" ? null : row.modelId;
  if (model !== (ticket.model ?? null)) {
    await editTrackFile(workspace, () => engine.request(TicketUpdateRequest, { ...ref, fields: { model } }));
  }
}

/** The row that takes a ticket's own model out; its id is empty. */
function noOwnModel(model: string, isCurrent: boolean): ModelRow {
  return {
    label: vscode.l10n.t("No model of its own"),
    description: isCurrent ? vscode.l10n.t("set now") : "",
    detail: vscode.l10n.t("It uses the default one: {0}", model),
    iconPath: new vscode.ThemeIcon(isCurrent ? "check" : "blank"),
    modelId: "",
    isCurrent,
  };
}

/** A row that is no model leads to the command that helps. */
async function leadsElsewhere(row: ModelRow | undefined): Promise<boolean> {
  if (row?.action) {
    await vscode.commands.executeCommand(row.action.command, ...(row.action.arguments ?? []));
    return true;
  }
  return false;
}
