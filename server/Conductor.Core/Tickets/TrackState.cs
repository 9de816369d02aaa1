using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Graph;
using Conductor.Core.Landing;
using Conductor.Core.Usage;

namespace Conductor.Core.Tickets;

/// <summary>
/// Everything known about one track: what you get by replaying its events with <see cref="TrackEvolution.Apply"/>. Immutable, thread-safe.
/// The sets are indexes over <see cref="Tickets"/>, kept by <see cref="With(TicketState)"/> alone, so that no decision scans the track.
/// </summary>
public sealed record TrackState
{
    /// <summary>How many answered gates are remembered.</summary>
    public const int MostDecided = 1000;

    private static readonly ImmutableSortedSet<ReadyKey> NoKeys = [];

    /// <summary>A track before its first event.</summary>
    public static TrackState Empty { get; } = new();

    /// <summary>How many events made this state.</summary>
    public long Revision { get; init; }

    /// <summary>What the track says about itself.</summary>
    public TrackHeader Header { get; init; } = new("", "");

    /// <summary>Who waits for whom.</summary>
    public TicketGraph Graph { get; init; } = TicketGraph.Empty;

    /// <summary>The tickets by id.</summary>
    public ImmutableDictionary<string, TicketState> Tickets { get; init; } = ImmutableDictionary.Create<string, TicketState>(StringComparer.Ordinal);

    /// <summary>
    /// Tickets that were taken out of the definition, as they were then. One that comes back (a branch switched there and back) goes on
    /// from its history, and its attempt numbers, which approval ids are made of, are never used again.
    /// </summary>
    public ImmutableDictionary<string, TicketState> Departed { get; init; } = ImmutableDictionary.Create<string, TicketState>(StringComparer.Ordinal);

    /// <summary>Where the run stands.</summary>
    public RunState Run { get; init; } = new();

    /// <summary>Where the work of its tickets comes together; null while none has worked in a tree of its own.</summary>
    public IntegrationBranch? Integration { get; init; }

    /// <summary>Ready tickets for workers that no one has asked for and that are not in step mode.</summary>
    public ImmutableSortedSet<ReadyKey> Ready { get; init; } = NoKeys;

    /// <summary>Ready tickets in step mode that no one has asked for.</summary>
    public ImmutableSortedSet<ReadyKey> ReadyInStepMode { get; init; } = NoKeys;

    /// <summary>Ready tickets a person has asked for.</summary>
    public ImmutableSortedSet<ReadyKey> Requested { get; init; } = NoKeys;

    /// <summary>Ready tickets assigned to a person.</summary>
    public ImmutableSortedSet<ReadyKey> ReadyForPerson { get; init; } = NoKeys;

    /// <summary>Tickets with an attempt under way.</summary>
    public ImmutableSortedSet<ReadyKey> Active { get; init; } = NoKeys;

    /// <summary>Tickets that ended without being accepted.</summary>
    public ImmutableSortedSet<ReadyKey> Unaccepted { get; init; } = NoKeys;

    /// <summary>How many tickets are accepted.</summary>
    public int AcceptedCount { get; init; }

    /// <summary>Workers that hold a slot.</summary>
    public int RunningCount { get; init; }

    /// <summary>Open gates by approval id.</summary>
    public ImmutableSortedDictionary<string, ApprovalRequest> OpenApprovals { get; init; } =
        ImmutableSortedDictionary.Create<string, ApprovalRequest>(StringComparer.Ordinal);

    /// <summary>Gates that were answered lately, by approval id: the first decision stands. The journal keeps every one.</summary>
    public ImmutableDictionary<string, ApprovalDecision> DecidedApprovals { get; private init; } =
        ImmutableDictionary.Create<string, ApprovalDecision>(StringComparer.Ordinal);

    /// <summary>Ids of <see cref="DecidedApprovals"/>, the oldest first.</summary>
    private ImmutableQueue<string> DecidedInOrder { get; init; } = [];

    /// <summary>What the track has spent.</summary>
    public UsageLedger Usage { get; init; } = UsageLedger.Empty;

    /// <summary>What the run has spent, or the last one did.</summary>
    public TokenUsage RunUsage { get; init; }

    /// <summary>How long workers of the run were at work, any number of them at a time, and what became of its budget.</summary>
    public Meter Meter { get; init; } = Meter.Zero;

    /// <summary>Workers that wait for nobody.</summary>
    public int WorkingCount { get; init; }

    /// <summary>The moment of the latest event, which the meters go by; it never goes back.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Every ticket is accepted.</summary>
    public bool IsAllAccepted => AcceptedCount == Tickets.Count;

    /// <summary>
    /// The state with an answer remembered, so that a second one finds it. The oldest is forgotten beyond <see cref="MostDecided"/>: nobody
    /// answers a gate a second time that long after, and a run may go on for weeks.
    /// </summary>
    public TrackState WithDecided(string approvalId, ApprovalDecision decision)
    {
        bool isKnown = DecidedApprovals.ContainsKey(approvalId);
        ImmutableDictionary<string, ApprovalDecision> decided = DecidedApprovals.SetItem(approvalId, decision);
        ImmutableQueue<string> order = isKnown ? DecidedInOrder : DecidedInOrder.Enqueue(approvalId);
        if (decided.Count > MostDecided)
        {
            order = order.Dequeue(out string oldest);
            decided = decided.Remove(oldest);
        }

        return this with { DecidedApprovals = decided, DecidedInOrder = order };
    }

    /// <summary>The number of an attempt as people are told it (see <see cref="TicketState.NumberTold"/>). Also of a ticket that has left; its own number where there never was one.</summary>
    public int NumberTold(string ticketId, int attempt) =>
        (Tickets.GetValueOrDefault(ticketId) ?? Departed.GetValueOrDefault(ticketId))?.NumberTold(attempt) ?? attempt;

    /// <summary>The place of a ticket in every ordered set.</summary>
    public ReadyKey KeyOf(TicketDefinition definition) =>
        new(definition.Priority, Graph.ChainLengthOf(definition.Id), Graph.OrdinalOf(definition.Id), definition.Id);

    /// <summary>
    /// The state with one ticket replaced and every index brought up to date. When it became accepted, or stopped being it, its dependants are recounted;
    /// when its work is not what it was, what was built on it is marked, and what was built on that. Time grows with the number of those, not with the track.
    /// </summary>
    public TrackState With(TicketState ticket)
    {
        TicketState? before = Tickets.GetValueOrDefault(ticket.Definition.Id);
        (TrackState state, TicketState placed) = Place(before, ticket);
        return before is not null && MovesOthers(before, placed) ? state.Follow(before, placed) : state;
    }

    /// <summary>Replaces one ticket, whatever that means for others.</summary>
    private (TrackState State, TicketState Placed) Place(TicketState? before, TicketState ticket)
    {
        bool isInPlace = before is not null && StandsWhere(before, ticket);
        TrackState state = before is null || isInPlace ? this : Unindex(before);
        if ((before?.IsWorking == true) != ticket.IsWorking)
        {
            ticket = ticket with { Meter = ticket.IsWorking ? ticket.Meter.Start(At) : ticket.Meter.Stop(At) };
            state = state.Metered(ticket.IsWorking ? 1 : -1);
        }

        if (ticket.Outcome is { IsAccepted: true } && before?.Outcome is not { IsAccepted: true })
        {
            ticket = ticket with { AcceptedAt = Revision + 1, BuiltOn = ticket.BuiltOn ?? BuiltOn.Now(state, ticket) };
        }

        ticket = ReferenceEquals(before?.BuiltOn, ticket.BuiltOn) ? ticket : BuiltOn.Checked(state, ticket);
        state = state with { Tickets = state.Tickets.SetItem(ticket.Definition.Id, ticket) };
        return (isInPlace ? state : state.Index(ticket), ticket);
    }

    private static bool MovesOthers(TicketState before, TicketState after) =>
        before.Outcome?.IsAccepted != after.Outcome?.IsAccepted || before.Work != after.Work || before.IsStale != after.IsStale;

    /// <summary>What a change of one ticket means for those that wait for it or were built on it, and theirs for others. Not by recursion: a chain may be long.</summary>
    private TrackState Follow(TicketState before, TicketState after)
    {
        TrackState state = this;
        var open = new Queue<(TicketState Before, TicketState After)>([(before, after)]);
        while (open.TryDequeue(out (TicketState Before, TicketState After) moved))
        {
            string id = moved.After.Definition.Id;
            int unmet = (moved.Before.Outcome?.IsAccepted == true ? 1 : 0) - (moved.After.Outcome?.IsAccepted == true ? 1 : 0);
            foreach (TicketDefinition dependent in Graph.DependentsOf(id))
            {
                TicketState known = state.Tickets[dependent.Id];
                TicketState next = BuiltOn.After(state.Tickets[id], known);
                next = unmet == 0 || known.Waived.Contains(id) ? next : next with { UnmetDependencies = known.UnmetDependencies + unmet };
                if (!ReferenceEquals(known, next))
                {
                    (state, next) = state.Place(known, next);
                    if (MovesOthers(known, next))
                    {
                        open.Enqueue((known, next));
                    }
                }
            }
        }

        return state;
    }

    /// <summary>True for a step within an attempt, which moves the ticket in no index: most of what happens.</summary>
    private static bool StandsWhere(TicketState before, TicketState after) =>
        ReferenceEquals(before.Definition, after.Definition)
        && before.Attempt is { } was && after.Attempt is { } now
        && (was.Phase == AttemptPhase.Running) == (now.Phase == AttemptPhase.Running);

    /// <summary>The run works while at least one of its workers does.</summary>
    private TrackState Metered(int change)
    {
        int working = WorkingCount + change;
        Meter meter = (WorkingCount, working) switch
        {
            (0, _) => Meter.Start(At),
            (_, 0) => Meter.Stop(At),
            _ => Meter,
        };
        return this with { WorkingCount = working, Meter = meter };
    }

    private TrackState Index(TicketState ticket)
    {
        ReadyKey key = KeyOf(ticket.Definition);
        if (ticket.Attempt is not null)
        {
            return this with { Active = Active.Add(key), RunningCount = RunningCount + (ticket.Attempt.Phase == AttemptPhase.Running ? 1 : 0) };
        }

        if (ticket.Outcome is { } outcome)
        {
            return outcome.IsAccepted ? this with { AcceptedCount = AcceptedCount + 1 } : this with { Unaccepted = Unaccepted.Add(key) };
        }

        return ticket switch
        {
            { IsReady: false } => this,
            { Definition.IsForPerson: true } => this with { ReadyForPerson = ReadyForPerson.Add(key) },
            { IsRequested: true } => this with { Requested = Requested.Add(key) },
            { Definition.StepMode: true } => this with { ReadyInStepMode = ReadyInStepMode.Add(key) },
            _ => this with { Ready = Ready.Add(key) },
        };
    }

    private TrackState Unindex(TicketState ticket)
    {
        ReadyKey key = KeyOf(ticket.Definition);
        if (ticket.Attempt is not null)
        {
            return this with { Active = Active.Remove(key), RunningCount = RunningCount - (ticket.Attempt.Phase == AttemptPhase.Running ? 1 : 0) };
        }

        if (ticket.Outcome is { } outcome)
        {
            return outcome.IsAccepted ? this with { AcceptedCount = AcceptedCount - 1 } : this with { Unaccepted = Unaccepted.Remove(key) };
        }

        return ticket switch
        {
            { IsReady: false } => this,
            { Definition.IsForPerson: true } => this with { ReadyForPerson = ReadyForPerson.Remove(key) },
            { IsRequested: true } => this with { Requested = Requested.Remove(key) },
            { Definition.StepMode: true } => this with { ReadyInStepMode = ReadyInStepMode.Remove(key) },
            _ => this with { Ready = Ready.Remove(key) },
        };
    }
}

/// <summary>Where a run stands.</summary>
public sealed record RunState
{
    /// <summary>Idle until the first run.</summary>
    public RunStatus Status { get; init; }

    /// <summary>The options of the live run, or of the last one; null before the first.</summary>
    public RunOptions? Options { get; init; }

    /// <summary>Why it is paused; meaningless unless it is.</summary>
    public PauseCause PauseCause { get; init; }

    /// <summary>With a pause for a budget: which one, and what it lacks; null otherwise.</summary>
    public BudgetShortage? Shortage { get; init; }

    /// <summary>With a pause because a call has no known price: the ticket whose own limit of money asks for one; null for the run's limit, and otherwise.</summary>
    public string? UnpricedTicket { get; init; }

    /// <summary>Set when the run must end as soon as no worker is left.</summary>
    public TrackEvent.RunStopping? Stopping { get; init; }

    /// <summary>Tickets that got a <see cref="TicketState.Hold"/> in this run, also those that have lost it since.</summary>
    public ImmutableSortedSet<string> Held { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Which tickets and why, or what to do next; empty when there is nothing to say.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Running or paused.</summary>
    public bool IsAlive => Status is RunStatus.Running or RunStatus.Paused;
}
