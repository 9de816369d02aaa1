using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Core.Engine;

/// <summary>What a decision needs to know beside the track's state.</summary>
/// <param name="Now">The moment of the decision, UTC.</param>
/// <param name="FreeSlots">How many more workers the workspace lets this track start now; 0 or more.</param>
/// <param name="Mode">How much is asked outside step mode, by the settings of this moment.</param>
/// <param name="DefaultBudget">For runs that begin now, by the settings of this moment; null for none.</param>
/// <param name="UnscopedAlone">Likewise: whether a ticket that does not say what it changes is at work alone.</param>
public sealed record DecisionContext(DateTimeOffset Now, int FreeSlots, ApprovalMode Mode, Budget? DefaultBudget = null, bool UnscopedAlone = false)
{
    /// <summary>Other tracks of the workspace, whose tickets may be at work in the same folder; a worker's wish to write a file looks at them.</summary>
    public ImmutableArray<TrackState> Others { get; init; } = [];
}

/// <summary>What was decided: events to append, in order, or a refusal. A decision without events changes nothing.</summary>
/// <param name="State">The state after the events; the state before when it was refused.</param>
public sealed record Decision(ImmutableArray<TrackEvent> Events, TrackState State, Refusal? Refusal);

/// <summary>Collects the events of one decision and keeps the state up to date with them. Single-threaded.</summary>
internal sealed class DecisionBuilder(TrackState before, DecisionContext context)
{
    private readonly ImmutableArray<TrackEvent>.Builder _events = ImmutableArray.CreateBuilder<TrackEvent>();
    private readonly int _workersBefore = before.RunningCount;

    /// <summary>The state with every event so far applied.</summary>
    public TrackState State { get; private set; } = before;

    /// <summary>What the decision may look at beside the state.</summary>
    public DecisionContext Context { get; } = context;

    /// <summary>Workers the workspace still lets this track start, with the slots that this decision itself took or gave back.</summary>
    public int FreeSlots => Context.FreeSlots + _workersBefore - State.RunningCount;

    /// <summary>Begins a run, or gives a live one new options. One that begins takes from the settings what they give now; a live one stays where its tickets work.</summary>
    public void StartRun(RunOptions options) => Add(new TrackEvent.RunStarted(State.Run is { IsAlive: true, Options: { } live }
        ? options with { DefaultBudget = live.DefaultBudget, UnscopedAlone = live.UnscopedAlone, Isolation = live.Isolation }
        : options with { DefaultBudget = Context.DefaultBudget, UnscopedAlone = Context.UnscopedAlone }));

    /// <summary>Decides that this happens next.</summary>
    public void Add(TrackEvent happens)
    {
        _events.Add(happens);
        State = TrackEvolution.Apply(State, happens, Context.Now);
    }

    /// <summary>The decision made of the events so far.</summary>
    public Decision Build() => new(_events.ToImmutable(), State, null);
}
