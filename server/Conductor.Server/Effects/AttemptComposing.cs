using System.Collections.Concurrent;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Workers.Prompts;

namespace Conductor.Server.Effects;

/// <summary>
/// Makes attempts ready for their spawn gates: each its place, then its prompt from what stands there. What belongs to one ticket happens one
/// thing after the other. Thread-safe.
/// </summary>
/// <param name="closing">Fires when the workspace is closed.</param>
internal sealed class AttemptComposing(TreePreparation trees, AttemptGuard guard, WorkerHostServices services, CancellationToken closing)
{
    private readonly ConcurrentDictionary<(string TrackId, string TicketId), Task> _latest = new();
    private readonly ConcurrentDictionary<AttemptKey, StoppableWork> _preparing = new();

    /// <summary>Begins with an attempt, or goes on with it; nothing happens when its gate is open by then.</summary>
    public Task BeginAsync(AttemptKey key) => ChainAsync(key, () => ComposeAsync(key));

    /// <summary>Takes the tree of an attempt away that is over before a worker began it.</summary>
    public Task TakeBackAsync(AttemptKey key)
    {
        Stop(key);
        return ChainAsync(key, () => guard.RunAsync(
            key,
            services.ActorOf(key.TrackId),
            async () =>
            {
                if (await trees.TakeBackAsync(key, closing) is { } left)
                {
                    services.Log($"The working tree of {key.TicketId}, attempt {key.Attempt}, stays until it is discarded: {left}");
                }
            },
            closing));
    }

    /// <summary>The attempt is over: what still prepares it is stopped.</summary>
    public void Stop(AttemptKey key)
    {
        if (_preparing.TryGetValue(key, out StoppableWork? preparing))
        {
            preparing.Stop();
        }
    }

    /// <summary>Stops what prepares the working trees of a track, such as set-up commands. It is begun anew when the run goes on.</summary>
    public void StopAll(string trackId)
    {
        foreach ((AttemptKey key, StoppableWork preparing) in _preparing)
        {
            if (key.TrackId == trackId)
            {
                preparing.Stop();
            }
        }
    }

    /// <summary>What is under way of a track.</summary>
    public IEnumerable<Task> Of(string trackId) => _latest.Where(latest => latest.Key.TrackId == trackId).Select(latest => latest.Value);

    private Task ChainAsync(AttemptKey key, Func<Task> step)
    {
        (string, string) ticket = (key.TrackId, key.TicketId);
        Task work = AfterAsync(_latest.GetValueOrDefault(ticket, Task.CompletedTask), step);
        _latest[ticket] = work;
        _ = work.ContinueWith(ended => _latest.TryRemove(KeyValuePair.Create(ticket, ended)), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return work;
    }

    private static async Task AfterAsync(Task earlier, Func<Task> step)
    {
        await Task.Yield();
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await step();
    }

    private async Task ComposeAsync(AttemptKey key)
    {
        TrackActor actor = services.ActorOf(key.TrackId);
        await using var preparing = new StoppableWork(closing);
        _preparing[key] = preparing;
        try
        {
            await guard.RunAsync(key, actor, () => ComposeAsync(key, actor, preparing.Stopping), preparing.Stopping);
        }
        finally
        {
            _preparing.TryRemove(key, out _);
        }
    }

    private async Task ComposeAsync(AttemptKey key, TrackActor actor, CancellationToken stopping)
    {
        if (key.In(actor.State) is not var (_, preparing) || preparing.Phase != AttemptPhase.Preparing || !MayPrepare(actor.State, preparing))
        {
            return;
        }

        PlaceOutcome place = await trees.PrepareAsync(actor, key, preparing, stopping);
        TrackState state = actor.State;
        if (key.In(state) is not var (ticket, attempt))
        {
            return;
        }

        if (place is PlaceOutcome.Missing { Why: var why })
        {
            await actor.SendAsync(new TrackCommand.EndAttempt(key.TicketId, key.Attempt, new TicketOutcome.Blocked(TreePreparation.BlockedKind, why), StopsRun: null));
        }
        else if (place is PlaceOutcome.Found { Place.Environment: var environment })
        {
            SpawnProposal proposal = await new SpawnComposer(environment).ComposeAsync(state, ticket, attempt, services.Settings().Model, closing);
            string shown = SpawnHash.Of(proposal.Prompt, proposal.Context, proposal.Model, proposal.Tools, proposal.Acceptance, proposal.Budget);
            await actor.SendAsync(new TrackCommand.ProposeSpawn(key.TicketId, key.Attempt, proposal, shown));
        }
    }

    /// <summary>A pause that came before the tree was begun could not stop it.</summary>
    private static bool MayPrepare(TrackState state, AttemptState attempt) =>
        attempt.Tree is not null || state.Run is not { Status: not RunStatus.Running, Options.Isolation: Core.Landing.Isolation.Worktree };
}
