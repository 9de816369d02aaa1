using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Usage;

namespace Conductor.Core.Tickets;

/// <summary>Where an attempt stands.</summary>
public enum AttemptPhase
{
    /// <summary>Its prompt is being composed.</summary>
    Preparing,

    /// <summary>Its spawn gate is open.</summary>
    AwaitingSpawn,

    /// <summary>Approved; waits for a free slot.</summary>
    Queued,

    /// <summary>A worker has it and holds a slot.</summary>
    Running,

    /// <summary>It had a worker; it goes on from its history when the run is resumed, or when what it waits for is over and a slot is free.</summary>
    Suspended,

    /// <summary>Its work is done, and waits to land: for a person, or for its turn.</summary>
    Submitted,

    /// <summary>Its work is being merged and proven.</summary>
    Landing,
}

/// <summary>One try at a ticket by one worker. Immutable; replay builds the same one.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Definition">The ticket as it was when the attempt was set up.</param>
public sealed record AttemptState(int Number, AttemptPhase Phase, TicketDefinition Definition)
{
    internal static readonly ImmutableSortedDictionary<Tier, TokenUsage> NothingReserved = ImmutableSortedDictionary<Tier, TokenUsage>.Empty;

    /// <summary>What will be (or was) sent, edits applied; null until the gate has opened.</summary>
    public SpawnProposal? Spawn { get; init; }

    /// <summary>The spawn gate's answer carried edits by a person.</summary>
    public bool SpawnEdited { get; init; }

    /// <summary>How often its spawn gate has opened; a stale approval opens it again.</summary>
    public int SpawnAsks { get; init; }

    /// <summary>Its own working tree; null where it works in the workspace's folder, or until that is made.</summary>
    public WorkingTree? Tree { get; init; }

    /// <summary>The ref that keeps what an earlier attempt had handed in, and that is not in the tree; null where there is none.</summary>
    public string? Earlier { get; init; }

    /// <summary>What is to land; null until it is submitted, and when it goes back to its worker.</summary>
    public SubmittedWork? Work { get; init; }

    /// <summary>Nobody need be asked (any more) before it lands.</summary>
    public bool MayLand { get; init; }

    /// <summary>What kept it from landing the last time; null when nothing did, or its worker has it again.</summary>
    public LandingProblem? LandingProblem { get; init; }

    /// <summary>How often its landing gate has opened.</summary>
    public int LandingAsks { get; init; }

    /// <summary>A person answered one of its gates while the run was interrupted: it goes on without the rest of the run.</summary>
    public bool IsResumeRequested { get; init; }

    /// <summary>Tool calls of this attempt by call id.</summary>
    public ImmutableDictionary<string, ToolCallState> Calls { get; init; } = ImmutableDictionary<string, ToolCallState>.Empty;

    /// <summary>The conversation so far, in order.</summary>
    public ImmutableList<AttemptStep> Steps { get; init; } = [];

    /// <summary>Its worker has the work again because of a conflict with what has landed, and has not handed it in since.</summary>
    public bool IsResolving => Phase is AttemptPhase.Running or AttemptPhase.Suspended
        && Steps.OfType<AttemptStep.Told>().LastOrDefault(told => told.Kind is WorkReturns.Conflict or WorkReturns.Review) is { Kind: WorkReturns.Conflict };

    /// <summary>Its worker has said something since it has the work again: until then what has landed need not stand in its tree.</summary>
    public bool HasBegunToResolve => IsResolving && Steps.FindLastIndex(step => step is AttemptStep.ModelTurn) > Steps.FindLastIndex(step => step is AttemptStep.Told { Kind: WorkReturns.Conflict });

    /// <summary>Messages of a person not delivered yet.</summary>
    public ImmutableList<string> Undelivered { get; init; } = [];

    /// <summary>Ids of its open gates.</summary>
    public ImmutableSortedSet<string> OpenApprovals { get; init; } = [];

    /// <summary>What its worker waits for before it asks a model (again); null when it does not.</summary>
    public ModelWait? Waiting { get; init; }

    /// <summary>Its provider asked to wait, and its slot went to another ticket: until when; null when it has none to wait for.</summary>
    public DateTimeOffset? ParkedUntil => Phase == AttemptPhase.Suspended ? Waiting?.Until : null;

    /// <summary>What model calls under way may take, by tier: replaced by a tier's next call, gone with its answer and when the attempt is suspended.</summary>
    public ImmutableSortedDictionary<Tier, TokenUsage> Reserved { get; init; } = NothingReserved;

    /// <summary>All that is reserved.</summary>
    public TokenUsage ReservedTotal => Reserved.Values.Aggregate(default(TokenUsage), (sum, reserved) => sum + reserved);

    /// <summary>What is reserved for the calls of other tiers.</summary>
    public TokenUsage ReservedExcept(Tier tier) => Reserved.Where(reserved => reserved.Key != tier).Aggregate(default(TokenUsage), (sum, reserved) => sum + reserved.Value);
}

/// <summary>Something that became part of a worker's conversation.</summary>
public abstract record AttemptStep
{
    private AttemptStep()
    {
    }

    /// <summary>The model answered; the messages are opaque JSON.</summary>
    /// <param name="Finish">Why the answer ended, in the provider's word; null where it was not said.</param>
    public sealed record ModelTurn(int Turn, string Messages, string? Finish = null) : AttemptStep;

    /// <summary>A tool call gave its result.</summary>
    public sealed record ToolResult(string CallId, string Text, bool Failed) : AttemptStep;

    /// <summary>The engine or a person told the worker something.</summary>
    public sealed record Told(string Kind, string Text) : AttemptStep;

    /// <summary>From here on the model is sent notes in place of the results of these calls.</summary>
    public sealed record Shortened(ImmutableArray<string> CallIds) : AttemptStep;
}

/// <summary>A tool call's way: proposed, decided, started, finished.</summary>
public sealed record ToolCallState(ToolProposal Proposal)
{
    /// <summary>The id of its gate; null when it was decided by policy.</summary>
    public string? ApprovalId { get; init; }

    /// <summary>How often its gate has opened; a file that changes after the approval opens it again.</summary>
    public int Asks { get; init; }

    /// <summary>Null while it waits.</summary>
    public ApprovalDecision? Decision { get; init; }

    /// <summary>The arguments it ran with; null until it started.</summary>
    public string? StartedWith { get; init; }

    /// <summary>What it was about to do to a file when it started, where that is not what was proposed.</summary>
    public PlannedChange? Planned { get; init; }

    /// <summary>The process of its command as last started; null when none was.</summary>
    public int? ProcessId { get; init; }

    /// <summary>That process was left running by a dead one, and has been ended.</summary>
    public bool WasLeftRunning { get; init; }

    /// <summary>That process, or something it had started, could not be ended.</summary>
    public bool IsStillRunning { get; init; }

    /// <summary>How often a person was asked what became of it.</summary>
    public int DoubtAsks { get; init; }

    /// <summary>The gate at which that was asked last, open or answered; null when it never was.</summary>
    public ApprovalRequest.InDoubt? DoubtGate { get; init; }

    /// <summary>What a person said became of it, the last time they did; null when nobody has.</summary>
    public ApprovalDecision? Doubt { get; init; }

    /// <summary>A person wants it run again, and it has not been started since.</summary>
    public bool MayRunAgain { get; init; }

    /// <summary>True once its result is recorded.</summary>
    public bool IsFinished { get; init; }

    /// <summary>It has started, there is no result, and running it again might do it twice.</summary>
    public bool IsUnsettled => this is { StartedWith: not null, IsFinished: false, MayRunAgain: false };

    /// <summary>The call as it was last started: its arguments, and what it was to do to a file as far as that is known.</summary>
    public ToolProposal AsStarted => StartedWith is not { } arguments || (arguments == Proposal.Arguments && Planned is null)
        ? Proposal
        : Proposal with { Arguments = arguments, Path = Planned?.Path ?? Proposal.Path, Before = Planned?.Before, After = Planned?.After };
}
