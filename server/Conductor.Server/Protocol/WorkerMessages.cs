namespace Conductor.Server.Protocol;

/// <summary>A piece of a worker's output.</summary>
/// <param name="StreamId">One per attempt's stream.</param>
/// <param name="Sequence">From 0, without gaps within a stream.</param>
/// <param name="Status"><c>done</c> on the last piece; <c>waiting</c> while a limit is waited out; otherwise null.</param>
public sealed record WorkerOutput(string TrackId, string TicketId, int Attempt, string StreamId, long Sequence, string Text, string? Status);

/// <summary>What a ticket's worker said and did so far, also what it is just saying.</summary>
/// <param name="StreamId">The stream that goes on where the text ends; null when no worker speaks.</param>
/// <param name="Next">Sequence of that stream's next piece: those before it are in the text. 0 when no worker speaks.</param>
public sealed record WorkerLog(string TrackId, string TicketId, string Text, string? StreamId, long Next);
