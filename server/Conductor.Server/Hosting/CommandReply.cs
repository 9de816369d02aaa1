using Conductor.Core.Tickets;

namespace Conductor.Server.Hosting;

/// <summary>What became of a command.</summary>
/// <param name="State">The track's state after it (or before, when it was refused).</param>
/// <param name="Refusal">Null when it was accepted.</param>
/// <param name="IsInUse">Refused because another process owns the workspace.</param>
public sealed record CommandReply(TrackState State, Refusal? Refusal, bool IsInUse = false);
