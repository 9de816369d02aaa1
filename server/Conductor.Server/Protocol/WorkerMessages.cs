namespace Conductor.Server.Protocol;

/// <summary>A piece of a worker's output.</summary>
/// <param name="StreamId">One per attempt's stream.</param>
/// <param name="Sequence">From 0, without gaps within a stream.</param>
/// <param name="Status"><c>done</c> on the last piece; <c>waiting</c> while a limit is waited out; otherwise null.</param>
public sealed record WorkerOutput(string TrackId, string TicketId, int Attempt, string StreamId, long Sequence, string Text, string? Status);

/// <summary>What a ticket's worker said and did so far.</summary>
public sealed record WorkerLog(string TrackId, string TicketId, string Text);
