using System.Diagnostics;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Storage;

namespace Conductor.Benchmarks;

/// <summary>Runs tracks through the real engine, journal and worker loop, with a person who approves everything in no time.</summary>
internal static class TimedRun
{
    private const string Model = "script:script.json";

    /// <summary>Milliseconds from the command to run until the run has ended.</summary>
    public static async Task<double> RunAsync(string folder, ScriptedTrack track, RunOptions options, CancellationToken cancellationToken)
    {
        await using ConductorWorkspace workspace = await OpenAsync(folder, track, options.MaxParallel ?? 1, cancellationToken);
        return (await RunAsync(workspace, "bench", track, options, cancellationToken)).Ended;
    }

    /// <summary>A workspace whose model plays a track.</summary>
    public static async Task<ConductorWorkspace> OpenAsync(string folder, ScriptedTrack track, int workers, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "script.json"), track.Script(), cancellationToken);
        WorkspaceSettings settings = WorkspaceSettings.Default with { ApprovalMode = ApprovalMode.Never, MaxParallel = workers, Model = Model };
        return new ConductorWorkspace(new WorkspaceOptions(folder, settings, TimeProvider.System, _ => { }));
    }

    /// <summary>Milliseconds from the command to run to what happens first of it.</summary>
    public static async Task<RunTimes> RunAsync(ConductorWorkspace workspace, string trackId, ScriptedTrack track, RunOptions options, CancellationToken cancellationToken)
    {
        TrackActor actor = workspace.Actor(trackId);
        var approving = new ApprovingObserver(actor);
        workspace.AddObserver(approving);
        await actor.SendAsync(new TrackCommand.Define(new TrackHeader(trackId, "Random"), track.Tickets));
        if (options.Isolation == Isolation.Worktree)
        {
            await BeginIntegrationAsync(workspace, actor, cancellationToken);
        }

        approving.Begin();
        await actor.SendAsync(new TrackCommand.StartRun(options with { Model = Model }));
        TrackEvent.RunEnded ended = await approving.Ended.WaitAsync(cancellationToken);
        RunTimes times = approving.Times;
        workspace.RemoveObserver(approving);
        return ended.Status == RunStatus.Done ? times : throw new InvalidOperationException($"The run ended as {ended.Status}: {ended.Detail}");
    }

    private static async Task BeginIntegrationAsync(ConductorWorkspace workspace, TrackActor actor, CancellationToken cancellationToken)
    {
        if (await workspace.Repository.OpenAsync(cancellationToken) is not GitOutcome<TicketRepository>.Done { Value: var repository }
            || await repository.BeginIntegrationAsync(actor.TrackId, cancellationToken) is not GitOutcome<Server.Landing.IntegrationBranch>.Done { Value: var branch })
        {
            throw new InvalidOperationException("The repository was refused.");
        }

        await actor.SendAsync(new TrackCommand.RecordIntegration(new Core.Landing.IntegrationBranch(branch.Branch, branch.Commit, branch.PersonsBranch, branch.Commit)));
    }

    private sealed class ApprovingObserver(TrackActor actor) : ITrackObserver
    {
        private readonly TaskCompletionSource<TrackEvent.RunEnded> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _begun;

        public Task<TrackEvent.RunEnded> Ended => _ended.Task;

        public RunTimes Times { get; private set; } = new(0, 0, 0);

        public void Begin() => _begun = Stopwatch.GetTimestamp();

        public void OnMoved(TrackMoved moved)
        {
            if (moved.TrackId != actor.TrackId)
            {
                return;
            }

            foreach (JournalEntry entry in moved.Entries)
            {
                double now = Stopwatch.GetElapsedTime(_begun).TotalMilliseconds;
                switch (entry.Event)
                {
                    case TrackEvent.ApprovalRequested requested:
                        _ = actor.SendAsync(new TrackCommand.Decide(requested.Request.ApprovalId, new ApprovalDecision(ApprovalChoice.Approve, "bench"), null));
                        break;
                    case TrackEvent.AttemptStarted when Times.Started == 0:
                        Times = Times with { Started = now };
                        break;
                    case TrackEvent.ModelCallStarted when Times.Asked == 0:
                        Times = Times with { Asked = now };
                        break;
                    case TrackEvent.RunEnded ended:
                        Times = Times with { Ended = now };
                        _ended.TrySetResult(ended);
                        break;
                    default:
                        break;
                }
            }
        }
    }
}

/// <summary>When things happened in a run, in milliseconds from its command.</summary>
/// <param name="Started">The first worker.</param>
/// <param name="Asked">The first call of a model.</param>
internal sealed record RunTimes(double Started, double Asked, double Ended);
