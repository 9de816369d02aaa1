using System.Collections.Immutable;
using Conductor.Server.Hosting;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Features.Tickets;

/// <summary>What became of opening a track.</summary>
internal abstract record TrackOpening
{
    private TrackOpening()
    {
    }

    /// <summary>It is loaded.</summary>
    public sealed record Opened(TrackActor Actor) : TrackOpening;

    /// <summary>It is not; everything that is wrong.</summary>
    /// <param name="Known">The track as it was loaded before, undisturbed; null when it never was.</param>
    /// <param name="IsInUse">Another process has the workspace, and the journal knows nothing of this track.</param>
    public sealed record Refused(TrackActor? Known, ImmutableArray<TrackFileProblem> Problems, bool IsInUse = false) : TrackOpening;
}
