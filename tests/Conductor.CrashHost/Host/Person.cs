using System.Threading.Channels;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;

namespace Conductor.CrashHost.Host;

/// <summary>Does what the plan says, one thing after the other, whenever the track has moved.</summary>
internal sealed class Person : ITrackObserver
{
    private readonly Channel<bool> _moved = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConductorWorkspace _workspace;
    private readonly TrackActor _actor;
    private readonly IPlan _plan;

    public Person(ConductorWorkspace workspace, TrackActor actor, IPlan plan)
    {
        (_workspace, _actor, _plan) = (workspace, actor, plan);
        workspace.AddObserver(this);
    }

    /// <inheritdoc/>
    public void OnMoved(TrackMoved moved) => _moved.Writer.TryWrite(true);

    /// <summary>Ends when the run has ended and the plan wants nothing more.</summary>
    public async Task BringToEndAsync()
    {
        while (true)
        {
            TrackState state = _actor.State;
            if (_plan.Next(state) is { } command)
            {
                await SendAsync(state, command);
            }
            else if (!state.Run.IsAlive)
            {
                return;
            }
            else
            {
                await _moved.Reader.ReadAsync();
            }
        }
    }

    private async Task SendAsync(TrackState seen, TrackCommand command)
    {
        if (command is TrackCommand.Decide decide && _workspace.Decisions.WhyNot(seen, seen.OpenApprovals[decide.ApprovalId], decide.Decision) is { } problem)
        {
            throw new InvalidOperationException($"{decide.ApprovalId} cannot be answered: {problem}");
        }

        if (command is TrackCommand.StartRun { Options.Isolation: Isolation.Worktree })
        {
            await BeginIntegrationAsync();
        }

        CommandReply reply = await _actor.SendAsync(command);
        if (reply.Refusal is { } refusal && ReferenceEquals(_actor.State, seen))
        {
            // Not overtaken by a move: this would be refused for ever.
            throw new InvalidOperationException($"{command} was refused: {refusal.Message}");
        }
    }

    /// <summary>The branch is there before a run begins whose tickets land on it.</summary>
    private async Task BeginIntegrationAsync()
    {
        if (await _workspace.Repository.OpenAsync(CancellationToken.None) is not GitOutcome<TicketRepository>.Done { Value: var repository }
            || await repository.BeginIntegrationAsync(RunFolder.TrackId, CancellationToken.None) is not GitOutcome<Server.Landing.IntegrationBranch>.Done { Value: var branch })
        {
            throw new InvalidOperationException("The repository was refused.");
        }

        await _actor.SendAsync(new TrackCommand.RecordIntegration(new Core.Landing.IntegrationBranch(branch.Branch, branch.Commit, branch.PersonsBranch, branch.Commit)));
    }
}
