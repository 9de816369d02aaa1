using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Usage;

namespace Conductor.Core.Tickets;

/// <summary>Everything known about one ticket. Immutable; replay builds the same one.</summary>
public sealed record TicketState(TicketDefinition Definition)
{
    internal static readonly ImmutableSortedDictionary<string, long> OnNothing = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    private static readonly ImmutableSortedSet<string> NoCauses = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Dependencies that are neither accepted nor waived. An index, kept by the events that change it.</summary>
    public int UnmetDependencies { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public TicketOutcome? Outcome { get; init; }

    /// <summary>How it had ended before a person asked for another attempt; null when it never had.</summary>
    public TicketOutcome? PreviousOutcome { get; init; }

    /// <summary>The attempt under way; null when there is none.</summary>
    public AttemptState? Attempt { get; init; }

    /// <summary>Attempts set up so far, also those that were taken back at their gate.</summary>
    public int Attempts { get; init; }

    /// <summary>Numbers of the attempts that a worker has begun, in order: the only ones that people count.</summary>
    public ImmutableList<int> Begun { get; init; } = [];

    /// <summary>A person asked for it (Run Ticket) and it has not been prepared since.</summary>
    public bool IsRequested { get; init; }

    /// <summary>Answers and notes of persons, oldest first; part of the next attempt's prompt.</summary>
    public ImmutableList<string> Notes { get; init; } = [];

    /// <summary>Dependencies a person let go.</summary>
    public ImmutableHashSet<string> Waived { get; init; } = [];

    /// <summary>Approvals remembered until the ticket ends.</summary>
    public ImmutableHashSet<ApprovalRule> Rules { get; init; } = [];

    /// <summary>Which files it changed, and what can be done about them.</summary>
    public TicketFiles Files { get; init; } = new();

    /// <summary>The working tree that <see cref="Files"/> stand in, also when its attempt is over; null for the workspace's own folder.</summary>
    public WorkingTree? FilesTree { get; init; }

    /// <summary>Where work of it stands that has not landed, also when its attempt is over; null when there is none, or its latest attempt works in the workspace's own folder.</summary>
    public UnlandedTree? Unlanded { get; init; }

    /// <summary>A person discarded the work that its latest attempt had left.</summary>
    public bool IsDiscarded { get; init; }

    /// <summary>Where its files stand now: in the tree of its attempt, or in that of the work it has left; null for the workspace's own folder.</summary>
    public WorkingTree? StandsIn => Attempt is { } attempt ? attempt.Tree : Unlanded?.Tree;

    /// <summary>Its work on the integration branch, of its latest attempt that landed; null when none has.</summary>
    public LandedWork? Landed { get; init; }

    /// <summary>Its work was taken back: its changes of files, or what had landed of it.</summary>
    public bool IsTakenBack => Files.IsTakenBack || Landed is { RevertedBy: not null };

    /// <summary>Results of acceptance commands of the latest attempt's work as it is now: those in its own tree, then those of the last try to land it.</summary>
    public ImmutableList<TrackEvent.AcceptanceRan> Evidence { get; init; } = [];

    /// <summary>What it has spent.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>The revision of the track at which it was accepted last; 0 when it never was.</summary>
    public long AcceptedAt { get; init; }

    /// <summary>Per dependency the <see cref="Work"/> that it was begun with; null until a worker began or it was accepted.</summary>
    public ImmutableSortedDictionary<string, long>? BuiltOn { get; init; }

    /// <summary>Dependencies whose work is not what it was begun with, or is stale itself. An index, kept by the events that change it.</summary>
    public ImmutableSortedSet<string> StaleBecause { get; init; } = NoCauses;

    /// <summary>Names the work of it that stands now; 0 while none does: it is not accepted, or its changes are taken back.</summary>
    public long Work => Outcome is { IsAccepted: true } && !IsTakenBack ? AcceptedAt : 0;

    /// <summary>It is completed, and what it was built on no longer stands.</summary>
    public bool IsStale => Outcome is TicketOutcome.Completed && !StaleBecause.IsEmpty;

    /// <summary>How long its workers were at work, and what became of its budget.</summary>
    public Meter Meter { get; init; } = Meter.Zero;

    /// <summary>A worker is at it and waits for nobody: no person, no provider, no budget.</summary>
    public bool IsWorking => Attempt is { Phase: AttemptPhase.Running, OpenApprovals.IsEmpty: true, Waiting: null };

    /// <summary>Something a person should know, such as a definition that changed under a running worker; null when there is nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>Why the run does not begin it whatever else allows it: the provider of its model refuses every call. Null when nothing of the kind is known.</summary>
    public string? Hold { get; init; }

    /// <summary>Ready for a worker or a person: nothing unmet, not ended, not under way, not held.</summary>
    public bool IsReady => UnmetDependencies == 0 && Outcome is null && Attempt is null && Hold is null;

    /// <summary>The number of an attempt as people are told it, from 1: as if those that no worker began had never been.</summary>
    public int NumberTold(int attempt) => Begun.Count(number => number < attempt) + 1;
}
