using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Core.Tests.Engine;

/// <summary>One event of a simulated track, between the states before and after it.</summary>
internal sealed record Step(TrackState Before, TrackEvent Happened, TrackState After);

/// <summary>One decided command of a simulated track.</summary>
internal sealed record Turn(TrackCommand Command, TrackState Before, Decision Decision, int Slots);

/// <summary>
/// Drives a random track to its end: a host that composes prompts, workers that call tools and give verdicts, and persons who answer
/// gates and, while patience lasts, interfere in every way they can. Everything follows from the seed.
/// </summary>
internal sealed class TrackSimulator
{
    private const int MostTurns = 5_000;

    private readonly Random _random;
    private readonly SimulatedPeople _people;
    private readonly SimulatedWorkers _workers;
    private readonly List<TrackEvent> _history = [];
    private readonly List<DateTimeOffset> _moments = [];
    private readonly Budget? _defaultBudget;
    private readonly bool _unscopedAlone;
    private DateTimeOffset _now = Make.Noon;
    private readonly Action<Step>? _eachEvent;
    private readonly Action<Turn>? _eachTurn;

    public TrackSimulator(int seed, Action<Step>? eachEvent = null, Action<Turn>? eachTurn = null)
    {
        _random = new Random(seed);
        _people = new SimulatedPeople(_random);
        _workers = new SimulatedWorkers(_random);
        (_eachEvent, _eachTurn) = (eachEvent, eachTurn);
        Slots = _random.Next(1, 9);
        Patience = _random.Next(0, 40);
        _defaultBudget = _people.SomeBudget();
        _unscopedAlone = _random.Next(5) == 0;
    }

    /// <summary>Workers the workspace allows at a time.</summary>
    public int Slots { get; }

    /// <summary>How often persons still interfere; afterwards they only do what moves the track on.</summary>
    public int Patience { get; private set; }

    public TrackState State { get; private set; } = TrackState.Empty;

    public IReadOnlyList<TrackEvent> History => _history;

    /// <summary>When each event of the history happened.</summary>
    public IReadOnlyList<DateTimeOffset> Moments => _moments;

    /// <summary>Runs until the run has ended and nobody interferes any more.</summary>
    public TrackSimulator Run()
    {
        Send(new TrackCommand.Define(Make.Header, _people.NewTrack()));
        Send(new TrackCommand.RecordIntegration(new IntegrationBranch("conductor/sample/integration", "base", "main", "base")));
        Send(new TrackCommand.StartRun(_people.Options(maxParallel: _random.Next(4) == 0 ? null : _random.Next(1, 9))));
        for (int turn = 0; turn < MostTurns; turn++)
        {
            if (Patience > 0 && _random.Next(6) == 0)
            {
                Patience--;
                Send(_people.Interfere(State));
            }
            else if (Move() is { } command)
            {
                Send(command);
            }
            else if (Patience == 0)
            {
                return this;
            }
        }

        throw new InvalidOperationException($"The run did not end in {MostTurns} turns: {State.Run.Status}, active {string.Join(", ", State.Active)}.");
    }

    private TrackCommand? Move()
    {
        if (!State.Run.IsAlive)
        {
            return null;
        }

        List<TicketState> active = [.. State.Active.Select(key => State.Tickets[key.TicketId])];
        List<TrackCommand> moves = [.. active.Select(ticket => Move(ticket)).OfType<TrackCommand>()];
        if (moves.Count > 0 && _random.Next(10) > 0)
        {
            return moves[_random.Next(moves.Count)];
        }

        return _people.MoveOn(State) ?? (moves.Count > 0 ? moves[_random.Next(moves.Count)] : null);
    }

    private TrackCommand? Move(TicketState ticket) => ticket.Attempt switch
    {
        null => null,
        // Time goes by, and the clock wakes the track.
        { ParkedUntil: not null } when State.Run.Status == RunStatus.Running => new TrackCommand.Reschedule(),
        { OpenApprovals.IsEmpty: false } attempt when _random.Next(3) > 0 => _people.Answer(State, attempt.OpenApprovals[_random.Next(attempt.OpenApprovals.Count)], Patience > 0),
        { Phase: AttemptPhase.Preparing, Tree: null } attempt when State.Run.Options is { Isolation: Isolation.Worktree } =>
            _random.Next(4) == 0 ? new TrackCommand.RecordSetUp(new TrackEvent.SetUpRan(ticket.Definition.Id, attempt.Number, "npm ci", 0, "added 3 packages"))
            : new TrackCommand.RecordWorkingTree(ticket.Definition.Id, attempt.Number, new WorkingTree($"trees/{ticket.Definition.Id}", $"t/{ticket.Definition.Id}", "base")),
        { Phase: AttemptPhase.Landing } attempt => _workers.Land(ticket.Definition.Id, attempt, Patience > 0),
        { Phase: AttemptPhase.Preparing } attempt => new TrackCommand.ProposeSpawn(ticket.Definition.Id, attempt.Number, Make.Spawn($"Do {ticket.Definition.Id}, {_random.Next()}.") with { Model = attempt.Definition.Model ?? "demo" }, "hash"),
        { Phase: AttemptPhase.Running } attempt => _workers.Act(ticket.Definition.Id, attempt, Patience > 0),
        { OpenApprovals.IsEmpty: false } attempt => _people.Answer(State, attempt.OpenApprovals[0], Patience > 0),
        _ => null,
    };

    private void Send(TrackCommand command)
    {
        TrackState before = State;
        _now += TimeSpan.FromSeconds(_random.Next(0, 40));
        var context = new DecisionContext(_now, Math.Max(0, Slots - before.RunningCount), (ApprovalMode)_random.Next(3), _defaultBudget, _unscopedAlone);
        Decision decision = TrackDecider.Decide(before, command, context);
        foreach (TrackEvent happened in decision.Events)
        {
            TrackState previous = State;
            State = TrackEvolution.Apply(previous, happened, _now);
            _history.Add(happened);
            _moments.Add(_now);
            _eachEvent?.Invoke(new Step(previous, happened, State));
        }

        _eachTurn?.Invoke(new Turn(command, before, decision, Slots));
    }
}
