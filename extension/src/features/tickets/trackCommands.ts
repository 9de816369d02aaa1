import * as vscode from "vscode";
import { commands, views } from "../../commands";
import type { ConductorContext } from "../../context";
import {
  type RunStatusName,
  TrackCancelRequest,
  type TrackListItem,
  TrackPauseRequest,
  TrackResumeRequest,
} from "../../protocol.generated";
import { registerCommand } from "../../shared/commandBoundary";
import { UserError } from "../../shared/errors";
import { inView } from "../../shared/progress";
import { requireTrust } from "../../shared/trust";
import { pickTrack } from "./pickers";
import { recordRun } from "./recordRun";
import { runTrack } from "./runTrack";
import { type RowSelection, selectedTrack, trackFrom } from "./ticketArguments";
import { trackLabel } from "./ticketItems";

const underWay: readonly RunStatusName[] = ["running", "paused"];

/** Run, pause, resume, stop and record a track. */
export function registerTrackCommands(context: ConductorContext, rows: RowSelection): void {
  const { engine, store, workspace } = context;

  const chosen = async (
    args: readonly unknown[],
    title: string,
    whenNone: string,
    fits: (status: RunStatusName) => boolean,
  ): Promise<TrackListItem | undefined> => {
    const trackId = trackFrom(args);
    if (trackId !== undefined) {
      const named = store.tracks.find((track) => track.trackId === trackId);
      if (!named) {
        throw new UserError(
          vscode.l10n.t("This track is no longer there. The Tickets view shows those that are."),
        );
      }
      return named;
    }
    const isFit = (track: TrackListItem): boolean => track.trackId !== undefined && fits(statusOf(track));
    const selected = store.tracks.find((track) => track.trackId === selectedTrack(rows) && isFit(track));
    const placeHolder = vscode.l10n.t("Which track?");
    return selected ?? pickTrack(context, { title, placeHolder, whenNone, fits: isFit });
  };
  // The list is as old as the last change of a file; the snapshot is up to date.
  const statusOf = (track: TrackListItem): RunStatusName =>
    (track.trackId === undefined ? undefined : store.snapshot(track.trackId)?.status) ?? track.status;

  registerCommand(context, commands.trackRun, async (...args) => {
    requireTrust(workspace);
    const track = await chosen(
      args,
      vscode.l10n.t("Run Track"),
      vscode.l10n.t("There is no track that could be run. Create one, or wait for the running one."),
      (status) => !underWay.includes(status),
    );
    if (track?.trackId !== undefined) {
      await runTrack(context, track.trackId);
    }
  });

  registerCommand(context, commands.trackPause, async (...args) => {
    const track = await chosen(
      args,
      vscode.l10n.t("Pause Run"),
      vscode.l10n.t("No track is running, so there is nothing to pause. Run Track starts one."),
      (status) => status === "running",
    );
    if (track?.trackId !== undefined) {
      await engine.request(TrackPauseRequest, { trackId: track.trackId });
    }
  });

  registerCommand(context, commands.trackResume, async (...args) => {
    requireTrust(workspace);
    const track = await chosen(
      args,
      vscode.l10n.t("Resume Run"),
      vscode.l10n.t("No track is paused. Run Track starts one."),
      (status) => status === "paused",
    );
    if (track?.trackId !== undefined) {
      await engine.request(TrackResumeRequest, { trackId: track.trackId });
    }
  });

  registerCommand(context, commands.trackCancel, async (...args) => {
    const track = await chosen(
      args,
      vscode.l10n.t("Stop Run"),
      vscode.l10n.t("No track is running or paused, so there is nothing to stop."),
      (status) => underWay.includes(status),
    );
    if (track?.trackId === undefined) {
      return;
    }
    const stop = vscode.l10n.t("Stop Run");
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t("Stop the run of “{0}”?", trackLabel(track)),
      {
        modal: true,
        detail: vscode.l10n.t("Running tickets are cancelled. Files they changed stay as they are."),
      },
      stop,
    );
    if (answer === stop) {
      await engine.request(TrackCancelRequest, { trackId: track.trackId });
    }
  });

  registerCommand(context, commands.trackRecord, async (...args) => {
    const track = await chosen(
      args,
      vscode.l10n.t("Record Run as Script"),
      vscode.l10n.t("No track has run yet, so there is nothing to record. Run Track starts one."),
      (status) => status !== "idle",
    );
    if (track?.trackId !== undefined) {
      await recordRun(context, track.trackId, track.path);
    }
  });

  registerCommand(context, commands.refresh, () => inView(views.tickets, () => store.refresh()));
}
