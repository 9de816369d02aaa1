import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import { type TicketInfo, TicketUpdateRequest, type TrackSnapshot } from "../../protocol.generated";
import { type ErrorAction, UserError } from "../../shared/errors";
import { chooseTicket, loadedTracks } from "../tickets/pickers";
import type { RowSelection, TicketRef } from "../tickets/ticketArguments";
import { editTrackFile } from "../tickets/trackFileEdits";
import { pickModel } from "./modelPicker";
import type { ModelRow } from "./modelRows";
import { defaultModel, setDefaultModel } from "./modelSettings";
import { announce } from "../../shared/announce";

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
  const snapshots = context.store.tracks.flatMap(({ trackId }) =>
    trackId === undefined ? [] : (context.store.snapshot(trackId) ?? []),
  );
  const live = snapshots.find(({ status }) => status === "running" || status === "paused");
  announce(
    context,
    "information",
    live
      ? vscode.l10n.t(
          "{0} is the model of tickets that name none, from the next run on. The run under way keeps {1}.",
          modelId,
          live.modelLabel,
        )
      : vscode.l10n.t("{0} is the model of tickets that name none.", modelId),
    retryOf(snapshots),
  );
}

/** Another attempt at the tickets that failed for the model that was set before. Those of a live run would have it again. */
function retryOf(snapshots: readonly TrackSnapshot[]): readonly ErrorAction[] {
  const failed = snapshots
    .filter(({ status }) => status !== "running" && status !== "paused")
    .flatMap(({ trackId, tickets }) =>
      tickets
        .filter(({ actions, model }) => actions.includes("chooseModel") && model === undefined)
        .map(({ id }): TicketRef => ({ trackId, ticketId: id })),
    );
  const [first, ...others] = failed;
  return first === undefined
    ? []
    : [
        {
          label:
            others.length === 0
              ? vscode.l10n.t("Retry {0}", first.ticketId)
              : vscode.l10n.t("Retry {0} Tickets", failed.length),
          command: commands.ticketRetry,
          arguments: [first, failed],
        },
      ];
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
    announce(
      context,
      "information",
      model === null
        ? vscode.l10n.t(
            "{0} has no model of its own any more; its next attempt uses the default one.",
            ref.ticketId,
          )
        : vscode.l10n.t("{0} is the model of {1} from its next attempt on.", model, ref.ticketId),
      hasFailed(ticket)
        ? [{ label: vscode.l10n.t("Retry"), command: commands.ticketRetry, arguments: [ref] }]
        : [],
    );
  }
}

/** It ended without success, and can be tried again. */
function hasFailed({ actions, state }: TicketInfo): boolean {
  return actions.includes("retry") && state !== "completed" && state !== "skipped";
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
