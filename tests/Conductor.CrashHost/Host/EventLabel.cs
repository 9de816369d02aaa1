using Conductor.Core.Tickets;

namespace Conductor.CrashHost.Host;

/// <summary>Names an event so that it has the same name in every run: no time, no hash, no process id.</summary>
internal static class EventLabel
{
    /// <summary>The kind, whose it is, and which one.</summary>
    public static string Of(TrackEvent happened) => $"{happened.GetType().Name} {Detail(happened)}".TrimEnd();

    private static string Detail(TrackEvent happened) => happened switch
    {
        TrackEvent.ApprovalRequested e => Short(e.Request.ApprovalId),
        TrackEvent.ApprovalDecided e => Short(e.ApprovalId),
        TrackEvent.ApprovalWithdrawn e => Short(e.ApprovalId),
        TrackEvent.RunEnded e => e.Status.ToString(),
        TrackEvent.RunPaused e => e.Cause.ToString(),
        IAttemptEvent e => $"{e.TicketId}/{e.Attempt} {Which(happened)}",
        _ => happened.AboutTicket ?? "",
    };

    private static string? Which(TrackEvent happened) => happened switch
    {
        TrackEvent.ModelCallStarted e => $"{e.Tier} turn {e.Turn}",
        TrackEvent.ModelAnswered e => $"{e.Tier} turn {e.Turn}",
        TrackEvent.ModelCallFailed e => $"{e.Tier} turn {e.Turn} {e.Kind}",
        TrackEvent.WorkerTold e => e.Kind,
        TrackEvent.ToolProposed e => e.Call.CallId,
        TrackEvent.ToolDecided e => e.CallId,
        TrackEvent.ToolStarted e => e.CallId,
        TrackEvent.CommandStarted e => e.CallId,
        TrackEvent.ToolOvertaken e => e.CallId,
        TrackEvent.CommandEnded e => e.CallId,
        TrackEvent.CommandStillRunning e => e.CallId,
        TrackEvent.TreeRecorded e => $"{e.CallId} {e.Moment}",
        TrackEvent.FilesChanged e => e.CallId,
        TrackEvent.ToolFinished e => e.CallId,
        TrackEvent.FileChanged e => e.CallId,
        TrackEvent.AcceptanceRan e => e.Command.Contains("first", StringComparison.Ordinal) ? "first" : "second",
        _ => null,
    };

    /// <summary>An approval's id without the track's.</summary>
    private static string Short(string approvalId) => approvalId.Replace(RunFolder.TrackId + ":", "", StringComparison.Ordinal);
}
