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
        TrackEvent.TicketRequested e => e.TicketId,
        TrackEvent.TicketReset e => e.TicketId,
        TrackEvent.TicketSettled e => e.TicketId,
        TrackEvent.MessageSent e => $"{e.TicketId}/{e.Attempt}",
        TrackEvent.AttemptPrepared e => $"{e.TicketId}/{e.Attempt}",
        TrackEvent.AttemptStarted e => $"{e.TicketId}/{e.Attempt}",
        TrackEvent.AttemptStale e => $"{e.TicketId}/{e.Attempt}",
        TrackEvent.AttemptResumed e => $"{e.TicketId}/{e.Attempt}",
        TrackEvent.AttemptWithdrawn e => $"{e.TicketId}/{e.Attempt}",
        TrackEvent.AttemptEnded e => $"{e.TicketId}/{e.Attempt}",
        TrackEvent.ModelCallStarted e => $"{e.TicketId}/{e.Attempt} {e.Tier} turn {e.Turn}",
        TrackEvent.ModelAnswered e => $"{e.TicketId}/{e.Attempt} {e.Tier} turn {e.Turn}",
        TrackEvent.WorkerTold e => $"{e.TicketId}/{e.Attempt} {e.Kind}",
        TrackEvent.ToolProposed e => $"{e.TicketId}/{e.Attempt} {e.Call.CallId}",
        TrackEvent.ToolDecided e => $"{e.TicketId}/{e.Attempt} {e.CallId}",
        TrackEvent.ToolStarted e => $"{e.TicketId}/{e.Attempt} {e.CallId}",
        TrackEvent.CommandStarted e => $"{e.TicketId}/{e.Attempt} {e.CallId}",
        TrackEvent.ToolOvertaken e => $"{e.TicketId}/{e.Attempt} {e.CallId}",
        TrackEvent.CommandEnded e => $"{e.TicketId}/{e.Attempt} {e.CallId}",
        TrackEvent.TreeRecorded e => $"{e.TicketId}/{e.Attempt} {e.CallId} {e.Moment}",
        TrackEvent.FilesChanged e => $"{e.TicketId}/{e.Attempt} {e.CallId}",
        TrackEvent.ToolFinished e => $"{e.TicketId}/{e.Attempt} {e.CallId}",
        TrackEvent.FileChanged e => $"{e.TicketId}/{e.Attempt} {e.CallId}",
        TrackEvent.AcceptanceRan e => $"{e.TicketId}/{e.Attempt} {(e.Command.Contains("first", StringComparison.Ordinal) ? "first" : "second")}",
        _ => "",
    };

    /// <summary>An approval's id without the track's.</summary>
    private static string Short(string approvalId) => approvalId.Replace(RunFolder.TrackId + ":", "", StringComparison.Ordinal);
}
