using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;

namespace Conductor.Benchmarks;

/// <summary>A track whose commands are decided without disk, workers or clock; it does what host and person would do next.</summary>
internal sealed class InMemoryTrack(TrackState state, int workers)
{
    private static readonly SpawnProposal Proposal = new("Do it.", "", "script:none", ["finish"], [], [], "basis");
    private static readonly ApprovalDecision Approval = new(ApprovalChoice.Approve, "person");

    private readonly Queue<TrackCommand> _due = new();
    private readonly Queue<TrackEvent.AttemptStarted> _running = new();

    /// <summary>The state after the last command.</summary>
    public TrackState State { get; private set; } = state;

    /// <summary>Decides a command and notes what follows from it.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public Decision Send(TrackCommand command)
    {
        Decision decision = TrackDecider.Decide(State, command, Context());
        Take(decision);
        return decision;
    }

    /// <summary>What a decision may look at now.</summary>
    public DecisionContext Context() => new(DateTimeOffset.UnixEpoch, workers - State.RunningCount, ApprovalMode.Never);

    /// <summary>Goes on from a decision made elsewhere.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public void Take(Decision decision)
    {
        State = decision.Refusal is { } refusal ? throw new InvalidOperationException(refusal.Message) : decision.State;
        foreach (TrackEvent happened in decision.Events)
        {
            switch (happened)
            {
                case TrackEvent.AttemptPrepared prepared:
                    _due.Enqueue(new TrackCommand.ProposeSpawn(prepared.TicketId, prepared.Attempt, Proposal, "shown"));
                    break;
                case TrackEvent.ApprovalRequested requested:
                    _due.Enqueue(new TrackCommand.Decide(requested.Request.ApprovalId, Approval, null));
                    break;
                case TrackEvent.AttemptStarted started:
                    _running.Enqueue(started);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The next command of composer or person, or null when they have nothing to do.</summary>
    public TrackCommand? NextDue() => _due.TryDequeue(out TrackCommand? command) ? command : null;

    /// <summary>The worker that has run longest, or null.</summary>
    public TrackEvent.AttemptStarted? NextRunning() => _running.TryDequeue(out TrackEvent.AttemptStarted? started) ? started : null;
}
