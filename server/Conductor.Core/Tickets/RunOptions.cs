using System.Collections.Immutable;
using Conductor.Core.Landing;
using Conductor.Core.Usage;

namespace Conductor.Core.Tickets;

/// <summary>How a run behaves; recorded when it starts.</summary>
public sealed record RunOptions
{
    /// <summary>Ready tickets start by themselves; otherwise each waits for Run Ticket.</summary>
    public bool AutoQueue { get; init; }

    /// <summary>Step mode for every ticket of the run.</summary>
    public bool StepMode { get; init; }

    /// <summary>In an automatic run, a ticket in step mode still waits for Run Ticket. The command line turns this off.</summary>
    public bool HoldStepTickets { get; init; } = true;

    /// <summary>
    /// The most workers at a time that was asked for with the run, 1 to 64. Null when nobody named a number: then the workspace's cap of
    /// each moment holds alone.
    /// </summary>
    public int? MaxParallel { get; init; }

    /// <summary>Model id for tickets that name none.</summary>
    public string Model { get; init; } = "";

    /// <summary>What the run may spend, as it was asked for; null when nobody named an amount.</summary>
    public Budget? Budget { get; init; }

    /// <summary>The model of tier 4 that the run was asked for with, <c>off</c> for none; null when nobody said: then the workspace's of each moment holds.</summary>
    public string? QaModel { get; init; }

    /// <summary>How much models think, in the word that the run was asked for with; null when nobody said: then the workspace's of each moment holds.</summary>
    public string? Thinking { get; init; }

    /// <summary>Kinds without any limit in this run, as a person asked, whatever else limits them; null when nobody asked for that.</summary>
    public ImmutableArray<BudgetKind>? Unlimited { get; init; }

    /// <summary>What the settings allowed when the run began: holds where neither <see cref="Budget"/> nor the track file says anything.</summary>
    public Budget? DefaultBudget { get; init; }

    /// <summary>A ticket that does not say what it changes is at work alone, as the settings were when the run began.</summary>
    public bool UnscopedAlone { get; init; }

    /// <summary>Where its tickets work.</summary>
    public Isolation Isolation { get; init; }

    /// <summary>When work lands, where tickets work in trees of their own.</summary>
    public LandingPolicy Landing { get; init; }

    /// <summary>Workers at a time where the workspace allows this many.</summary>
    public int CapWithin(int workspaceCap) => Math.Min(MaxParallel ?? workspaceCap, workspaceCap);
}

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>Never run.</summary>
    Idle,

    /// <summary>Alive.</summary>
    Running,

    /// <summary>Alive, but nothing moves until it is resumed.</summary>
    Paused,

    /// <summary>Every ticket is accepted.</summary>
    Done,

    /// <summary>Nothing can run; a person is needed.</summary>
    Blocked,

    /// <summary>At least one ticket failed and nothing can run.</summary>
    Failed,

    /// <summary>A person ended it.</summary>
    Cancelled,
}

/// <summary>Why a run is paused.</summary>
public enum PauseCause
{
    /// <summary>A person asked.</summary>
    Person,

    /// <summary>The process that ran it ended; found on opening the workspace.</summary>
    Interruption,

    /// <summary>What happens in it could not be recorded, so its workers were stopped.</summary>
    Unrecorded,

    /// <summary>A budget does not last for what comes next.</summary>
    Budget,
}

/// <summary>What follows from why a run is paused.</summary>
public static class PauseCauses
{
    /// <summary>
    /// True for a pause that nothing but a person's word ends: then no answer to a gate resumes its ticket. The others befell the run.
    /// </summary>
    public static bool IsMeant(this PauseCause cause) => cause is PauseCause.Person or PauseCause.Budget;
}
