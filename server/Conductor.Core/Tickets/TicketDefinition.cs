using System.Collections.Immutable;
using Conductor.Core.Usage;

namespace Conductor.Core.Tickets;

/// <summary>What a person wrote down about one unit of work. Immutable; an edit makes a new one.</summary>
/// <param name="Id">Unique within its track, compared case-sensitively.</param>
/// <param name="Description">The task in words; what the worker is asked to do.</param>
public sealed record TicketDefinition(string Id, string Description)
{
    /// <summary>A short name for lists; null means the first line of the description stands in.</summary>
    public string? Title { get; init; }

    /// <summary>The status written in the file. It seeds the ticket once; afterwards the journal wins.</summary>
    public string Status { get; init; } = TicketStatus.Todo;

    /// <summary><c>unassigned</c>, a role, or a person (<c>human</c>, <c>@name</c>). A person's ticket is never run by a worker.</summary>
    public string AssignedTo { get; init; } = "unassigned";

    /// <summary>Ids of the tickets that must be accepted first.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>True: the ticket waits for <c>ticket/approve</c>, and each of its tool calls waits for a decision.</summary>
    public bool StepMode { get; init; }

    /// <summary>Workspace-relative paths, '/'-separated; the first is the main file.</summary>
    public ImmutableArray<string> ContextRequirements { get; init; } = [];

    /// <summary>How some of those are shown; of the others the first is curated and the rest are skeletons. Each path once.</summary>
    public ImmutableArray<ContextView> ContextViews { get; init; } = [];

    /// <summary>Higher runs first among ready tickets; 0 unless written.</summary>
    public int Priority { get; init; }

    /// <summary>Model id (<c>provider:model</c>); null means the run's model.</summary>
    public string? Model { get; init; }

    /// <summary>Commands that prove the ticket is done; each must exit with 0.</summary>
    public ImmutableArray<string> Acceptance { get; init; } = [];

    /// <summary>Globs the worker may write without being asked beyond the approval mode; empty means no limit.</summary>
    public ImmutableArray<string> Writes { get; init; } = [];

    /// <summary>What all attempts at it may spend together; null for no limit of its own.</summary>
    public Budget? Budget { get; init; }

    /// <summary>The name shown in lists: the title, or the description's first line.</summary>
    public string DisplayTitle => Title ?? FirstLine(Description);

    /// <summary>True when the ticket is for a person (<c>human</c> or <c>@name</c>) and waits for Mark as Done.</summary>
    public bool IsForPerson => AssignedTo == "human" || AssignedTo.StartsWith('@');

    /// <summary>Whether both say the same, list contents included (record equality would compare arrays by identity).</summary>
    public bool SameAs(TicketDefinition other) =>
        this with
        {
            DependsOn = other.DependsOn,
            ContextRequirements = other.ContextRequirements,
            ContextViews = other.ContextViews,
            Acceptance = other.Acceptance,
            Writes = other.Writes,
        } == other
        && DependsOn.SequenceEqual(other.DependsOn)
        && ContextRequirements.SequenceEqual(other.ContextRequirements)
        && ContextViews.Length == other.ContextViews.Length
        && ContextViews.Zip(other.ContextViews).All(pair => pair.First.SameAs(pair.Second))
        && Acceptance.SequenceEqual(other.Acceptance)
        && Writes.SequenceEqual(other.Writes);

    /// <summary>Whether a worker would be asked for the same: status, priority and budget aside, which no worker sees.</summary>
    public bool AsksTheSameAs(TicketDefinition other) => SameAs(other with { Status = Status, Priority = Priority, Budget = Budget });

    private static string FirstLine(string text)
    {
        int end = text.IndexOfAny(['\r', '\n']);
        return end < 0 ? text : text[..end];
    }
}

/// <summary>The words a track file uses for a ticket's status.</summary>
public static class TicketStatus
{
    /// <summary>Not started.</summary>
    public const string Todo = "todo";

    /// <summary>An attempt is under way.</summary>
    public const string InProgress = "in_progress";

    /// <summary>Done, and proven by its acceptance commands where it has any.</summary>
    public const string Completed = "completed";

    /// <summary>Ended without success; needs a person.</summary>
    public const string Blocked = "blocked";

    /// <summary>An attempt broke.</summary>
    public const string Failed = "failed";

    /// <summary>A person stopped it.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>A person said it is not needed; dependants may start.</summary>
    public const string Skipped = "skipped";

    /// <summary>Every status a file may hold.</summary>
    public static ImmutableArray<string> All { get; } = [Todo, InProgress, Completed, Blocked, Failed, Cancelled, Skipped];
}
