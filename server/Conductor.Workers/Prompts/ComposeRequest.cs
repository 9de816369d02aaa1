using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Views.Reach;
using Conductor.Workers.Tools;

namespace Conductor.Workers.Prompts;

/// <summary>Everything a worker's prompt is made of.</summary>
/// <param name="TrackDescription">What the whole track is about; empty when it does not say.</param>
/// <param name="TrackContext">The track's context document, passed on unchanged; empty when there is none.</param>
/// <param name="Files">The ticket's context files in its order: the first is shown as a curated view, the others as skeletons.</param>
/// <param name="Results">One for each ticket this one depends on, in its order.</param>
/// <param name="Notes">Answers and notes of persons, oldest first.</param>
/// <param name="PreviousOutcome">How the attempt before this one ended; null for a first attempt.</param>
/// <param name="Model">Model id, <c>provider:model</c>.</param>
/// <param name="Tools">What the worker may call.</param>
public sealed record ComposeRequest(
    TicketDefinition Ticket,
    string TrackDescription,
    string TrackContext,
    ImmutableArray<ContextFile> Files,
    ImmutableArray<DependencyResult> Results,
    ImmutableArray<string> Notes,
    string? PreviousOutcome,
    string Model,
    IReadOnlyList<WorkerTool> Tools)
{
    /// <summary>The git ref that keeps what an earlier attempt had handed in, and that is not among the files; null where there is none.</summary>
    public string? EarlierWork { get; init; }

    /// <summary>What stands around the first file, or why that is not known; empty where there is nothing to say.</summary>
    public NeighbourText Around { get; init; } = NeighbourText.Empty;
}

/// <summary>What a ticket that this one waited for has left behind.</summary>
/// <param name="Title">Its name for people.</param>
/// <param name="Summary">Its worker's or person's account; the reason when it was skipped; may be empty.</param>
public sealed record DependencyResult(string TicketId, string Title, string Summary, DependencyAcceptance Accepted);

/// <summary>Why a dependency no longer holds a ticket back.</summary>
public enum DependencyAcceptance
{
    /// <summary>It is done.</summary>
    Completed,

    /// <summary>A person said it is not needed.</summary>
    Skipped,

    /// <summary>A person let this ticket start without it.</summary>
    Waived,
}
