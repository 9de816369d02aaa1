using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Xunit;

namespace Conductor.Core.Tests.Engine;

/// <summary>Given events, when a command, then events: one track, driven by hand.</summary>
internal sealed class Scenario
{
    private readonly List<TrackEvent> _history = [];
    private readonly List<DateTimeOffset> _moments = [];

    public TrackState State { get; private set; } = TrackState.Empty;

    /// <summary>Everything that happened, in order.</summary>
    public IReadOnlyList<TrackEvent> History => _history;

    /// <summary>When each of them happened.</summary>
    public IReadOnlyList<DateTimeOffset> Moments => _moments;

    /// <summary>The clock.</summary>
    public DateTimeOffset Now { get; private set; } = Make.Noon;

    /// <summary>What the settings allow a run that begins.</summary>
    public Budget? DefaultBudget { get; set; }

    /// <summary>What the settings say of tickets that do not say what they change.</summary>
    public bool UnscopedAlone { get; set; }

    /// <summary>Other tracks of the workspace.</summary>
    public ImmutableArray<TrackState> Others { get; set; } = [];

    /// <summary>What the last command led to.</summary>
    public ImmutableArray<TrackEvent> Events { get; private set; } = [];

    public Refusal? Refusal { get; private set; }

    public int Slots { get; set; } = 8;

    public ApprovalMode Mode { get; set; } = ApprovalMode.Risky;

    /// <summary>A track with these tickets, not running.</summary>
    public static Scenario Of(params TicketDefinition[] tickets) => new Scenario().Define(tickets);

    /// <summary>A track with these tickets, running by itself.</summary>
    public static Scenario Running(params TicketDefinition[] tickets) => Of(tickets).When(new TrackCommand.StartRun(Make.Automatic));

    public Scenario Given(params TrackEvent[] events)
    {
        foreach (TrackEvent happened in events)
        {
            _history.Add(happened);
            _moments.Add(Now);
            State = TrackEvolution.Apply(State, happened, Now);
        }

        return this;
    }

    public Scenario When(TrackCommand command)
    {
        Decision decision = TrackDecider.Decide(State, command, new DecisionContext(Now, Math.Max(0, Slots - State.RunningCount), Mode, DefaultBudget, UnscopedAlone) { Others = Others });
        Refusal = decision.Refusal;
        Events = decision.Events;
        Given([.. decision.Events]);
        Assert.Equal(StateText.Of(decision.State), StateText.Of(State));
        IndexCheck.Verify(State);
        return this;
    }

    /// <summary>Time goes by.</summary>
    public Scenario After(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public Scenario Then(params TrackEvent[] expected)
    {
        Assert.Null(Refusal);
        Assert.Equal(expected.Select(StateText.Of), Events.Select(StateText.Of));
        return this;
    }

    public Scenario ThenNothing() => Then();

    public Scenario ThenRefused(RefusalCode code, params string[] says)
    {
        Assert.NotNull(Refusal);
        Assert.Equal(code, Refusal.Code);
        Assert.All(says, words => Assert.Contains(words, Refusal.Message, StringComparison.Ordinal));
        Assert.Empty(Events);
        return this;
    }

    public Scenario Define(params TicketDefinition[] tickets) => When(new TrackCommand.Define(Make.Header, [.. tickets]));

    /// <summary>Its prompt is composed: the gate opens.</summary>
    public Scenario Compose(string id) => When(new TrackCommand.ProposeSpawn(
        id, Attempt(id).Number, Make.Spawn($"Do {id}.") with { Model = Attempt(id).Definition.Model ?? (State.Run.Options is { Model.Length: > 0 } options ? options.Model : "demo") }, "hash"));

    /// <summary>Answers the ticket's first open gate.</summary>
    public Scenario Answer(string id, ApprovalDecision decision) => When(new TrackCommand.Decide(Attempt(id).OpenApprovals[0], decision, null));

    /// <summary>Composed and approved.</summary>
    public Scenario Spawn(params string[] ids)
    {
        foreach (string id in ids)
        {
            Compose(id).Answer(id, Make.Approve);
        }

        return this;
    }

    public Scenario Propose(string id, ToolProposal call) => When(new TrackCommand.ProposeTool(id, Attempt(id).Number, call, "hash"));

    public Scenario Begin(string id, ToolProposal call) => When(new TrackCommand.BeginTool(id, Attempt(id).Number, call.CallId, call.Arguments));

    public Scenario End(string id, TicketOutcome outcome, string? stopsRun = null, params string[] account) =>
        When(new TrackCommand.EndAttempt(id, Attempt(id).Number, outcome, stopsRun, [.. account]));

    public Scenario Complete(params string[] ids)
    {
        foreach (string id in ids)
        {
            End(id, new TicketOutcome.Completed($"{id} is done."));
        }

        return this;
    }

    public AttemptState Attempt(string id) => State.Tickets[id].Attempt ?? throw new InvalidOperationException($"{id} has no attempt.");

    public TicketPhase Phase(string id) => TicketPhases.Of(State, State.Tickets[id]);
}
