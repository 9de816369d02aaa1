using System.Collections.Concurrent;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Storage;

namespace Conductor.Server.Effects;

/// <summary>
/// Carries out what was decided: composes prompts, starts and stops workers, wakes those that wait for a decision. It decides nothing; what
/// it finds goes back to the actor as commands. Owns every task it starts and awaits them on disposal. Thread-safe.
/// </summary>
internal sealed class WorkerHost : ITrackObserver, IAsyncDisposable
{
    private const string BrokenLanding =
        "It broke on something that Conductor did not expect; what has landed before and the work itself are as they were. Land it again. If it breaks again, "
        + "read what happened in the log (\"Conductor: Show Log\"; in a terminal it is above, on standard error) and report it.";

    private readonly TreePreparation _trees;
    private readonly WorkerHostServices _services;
    private readonly ConcurrentDictionary<AttemptKey, RunningAttempt> _running = new();
    private readonly ConcurrentDictionary<Task, bool> _tasks = new();

    // The latest worker of each ticket, also while it winds down after its attempt has ended.
    private readonly ConcurrentDictionary<(string TrackId, string TicketId), Task> _latest = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly DecisionWaiters _waiters = new();
    private readonly BudgetWaiters _budgets = new();
    private readonly AttemptGuard _guard;
    private readonly AttemptComposing _composing;
    private readonly AttemptWork _work;
    private readonly Landings _landings;

    /// <summary>Of a workspace whose attempts have their places.</summary>
    /// <param name="trees">Disposed with this.</param>
    public WorkerHost(TreePreparation trees, WorkerHostServices services)
    {
        _trees = trees;
        _services = services;
        _guard = new AttemptGuard(services, _closing.Token);
        _composing = new AttemptComposing(trees, _guard, services, _closing.Token);
        _work = new AttemptWork(trees, services, _waiters, _budgets);
        _landings = new Landings(trees.Places, services.Repository, services.Yard);
        Outputs = new LiveOutputs(services.Output, trees.Places.Own.Environment.Tools.Time);
    }

    /// <summary>Workers that have not wound down yet.</summary>
    internal int RunningCount => _running.Count;

    /// <summary>What workers say and do, as they say and do it.</summary>
    public LiveOutputs Outputs { get; }

    /// <inheritdoc/>
    public void OnMoved(TrackMoved moved)
    {
        if (!moved.IsOurs)
        {
            return;
        }

        _budgets.Moved(moved.TrackId);
        foreach (JournalEntry entry in moved.Entries)
        {
            Show(moved, entry);
            switch (entry.Event)
            {
                case TrackEvent.AttemptPrepared prepared:
                    Own(_composing.BeginAsync(new AttemptKey(moved.TrackId, prepared.TicketId, prepared.Attempt)));
                    break;
                case TrackEvent.AttemptStale stale:
                    Own(_composing.BeginAsync(new AttemptKey(moved.TrackId, stale.TicketId, stale.Attempt)));
                    break;
                case TrackEvent.AttemptStarted started:
                    Start(new AttemptKey(moved.TrackId, started.TicketId, started.Attempt), moved, entry, WorkAsync);
                    break;
                case TrackEvent.AttemptResumed resumed:
                    Start(new AttemptKey(moved.TrackId, resumed.TicketId, resumed.Attempt), moved, entry, WorkAsync);
                    break;
                case TrackEvent.LandingStarted landing:
                    Start(new AttemptKey(moved.TrackId, landing.TicketId, landing.Attempt), moved, entry, LandAsync);
                    break;
                case TrackEvent.AttemptEnded ended:
                    Stop(new AttemptKey(moved.TrackId, ended.TicketId, ended.Attempt));
                    Own(RestAsync(moved, ended.TicketId, ended.Attempt));
                    if (moved.After.Integration is not null && moved.After.Tickets.GetValueOrDefault(ended.TicketId)?.Begun.Contains(ended.Attempt) == false)
                    {
                        Own(_composing.TakeBackAsync(new AttemptKey(moved.TrackId, ended.TicketId, ended.Attempt)));
                    }

                    break;
                case TrackEvent.WorkSubmitted submitted:
                    Own(RestAsync(moved, submitted.TicketId, submitted.Attempt));
                    break;
                case TrackEvent.AttemptParked parked when _running.TryGetValue(new AttemptKey(moved.TrackId, parked.TicketId, parked.Attempt), out RunningAttempt? waiting):
                    waiting.Stop();
                    break;
                case TrackEvent.AttemptWithdrawn withdrawn when moved.After.Integration is not null:
                    Own(_composing.TakeBackAsync(new AttemptKey(moved.TrackId, withdrawn.TicketId, withdrawn.Attempt)));
                    break;
                case TrackEvent.RunEnded:
                    Own(TidyAsync(moved.TrackId, () => _services.Yard.TidyAsync(moved.TrackId, CancellationToken.None)));
                    break;
                case TrackEvent.RunPaused:
                    StopAll(moved.TrackId);
                    break;
                case TrackEvent.RunStarted or TrackEvent.RunResumed:
                    GoOnPreparing(moved);
                    Own(TidyAsync(moved.TrackId, () => _services.Yard.OpenAsync(_closing.Token)));
                    break;
                case TrackEvent.ToolDecided decided:
                    _waiters.Decided(new CallKey(moved.TrackId, decided.TicketId, decided.Attempt, decided.CallId));
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Ends when the ticket's latest worker, if it is stopped, has recorded what it was doing.</summary>
    public Task WoundDownAsync(string trackId, string ticketId) =>
        _latest.GetValueOrDefault((trackId, ticketId), Task.CompletedTask);

    /// <summary>Ends when every worker that a track has now has recorded what it was doing, and nothing prepares another one.</summary>
    public Task WoundDownAsync(string trackId) => Task.WhenAll([.. _latest.Where(latest => latest.Key.TrackId == trackId).Select(latest => latest.Value), .. _composing.Of(trackId)]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        // A task that ends may be recorded with something that begins another one; that one sees the closing and ends at once. The source
        // is not disposed: late tasks ask it whether they may begin.
        while (_tasks.Keys.Where(task => !task.IsCompleted).ToArray() is { Length: > 0 } open)
        {
            await Task.WhenAll(open).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _trees.Dispose();
    }

    /// <summary>What a worker does stands in its output beside what it says, which is streamed as it comes. Each start opens a stream of its own.</summary>
    private void Show(TrackMoved moved, JournalEntry entry)
    {
        if (entry.Event is IAttemptEvent about and not (TrackEvent.AttemptStarted or TrackEvent.AttemptResumed or TrackEvent.LandingStarted)
            && _running.TryGetValue(new AttemptKey(moved.TrackId, about.TicketId, about.Attempt), out RunningAttempt? attempt))
        {
            string? tool = entry.Event is TrackEvent.ToolFinished finished ? ToolCalls.NameOf(moved, finished.TicketId, finished.CallId) : null;
            attempt.Output.Show(entry.Sequence, WorkerTranscript.Line(entry.Event, tool));
        }
    }

    private void Own(Task task)
    {
        _tasks[task] = true;
        _ = task.ContinueWith(finished => _tasks.TryRemove(finished, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Starts (or resumes) work on a ticket after what was done with it before, in this attempt or an earlier one, has wound down.</summary>
    private void Start(AttemptKey key, TrackMoved moved, JournalEntry first, Func<AttemptKey, Task, OutputStream, CancellationToken, Task> beginAsync)
    {
        if (_closing.IsCancellationRequested)
        {
            return;
        }

        (string, string) ticket = (key.TrackId, key.TicketId);
        Task earlier = _latest.GetValueOrDefault(ticket, Task.CompletedTask);
        OutputStream output = Outputs.Open(key, first.Sequence);
        output.Show(first.Sequence, WorkerTranscript.Opening(first.Event, moved.After.NumberTold(key.TicketId, key.Attempt)) ?? "");
        var attempt = new RunningAttempt(output, _closing.Token);
        _running[key] = attempt;
        Task work = beginAsync(key, earlier, output, attempt.Stopping);
        _latest[ticket] = work;
        _ = work.ContinueWith(
            finished => _latest.TryRemove(KeyValuePair.Create(ticket, finished)), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        Own(ForgetAsync(key, attempt, work));
    }

    /// <summary>However a worker ends (its attempt may have been taken back, or only be paused), nothing of it is kept.</summary>
    private async Task ForgetAsync(AttemptKey key, RunningAttempt attempt, Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _running.TryRemove(KeyValuePair.Create(key, attempt));
        await attempt.DisposeAsync();
    }

    private void Stop(AttemptKey key)
    {
        Outputs.Forget(key);
        _composing.Stop(key);
        if (_running.TryRemove(key, out RunningAttempt? attempt))
        {
            attempt.Stop();
        }
    }

    /// <summary>Stops a track's workers without waiting for them; they record what they were doing as far as that is possible.</summary>
    public void StopAll(string trackId)
    {
        _composing.StopAll(trackId);
        foreach ((AttemptKey key, RunningAttempt attempt) in _running)
        {
            if (key.TrackId == trackId)
            {
                // It stays in the list while it winds down, so that what it still does stands in its output.
                attempt.Stop();
            }
        }
    }

    /// <summary>Once a ticket's worker has wound down, what was known of the code in its tree is let go of.</summary>
    private async Task RestAsync(TrackMoved moved, string ticketId, int attempt)
    {
        if (moved.TreeOf(ticketId, attempt) is { } tree)
        {
            await WoundDownAsync(moved.TrackId, ticketId).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _trees.Places.RestAsync(tree);
        }
    }

    /// <summary>What a pause has stopped is begun anew; where nothing was stopped, nothing happens.</summary>
    private void GoOnPreparing(TrackMoved moved)
    {
        foreach (ReadyKey key in moved.After.Active)
        {
            if (moved.After.Tickets[key.TicketId].Attempt is { Phase: AttemptPhase.Preparing } attempt)
            {
                Own(_composing.BeginAsync(new AttemptKey(moved.TrackId, key.TicketId, attempt.Number)));
            }
        }
    }

    private async Task WorkAsync(AttemptKey key, Task earlier, OutputStream output, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        TrackActor actor = _services.ActorOf(key.TrackId);
        await _guard.RunAsync(key, actor, () => _work.RunAsync(actor, key, output, cancellationToken), cancellationToken);
        output.Complete();
    }

    /// <summary>Lands an attempt's work. What breaks it unforeseen is what kept the work from landing: the work itself is as it was.</summary>
    private async Task LandAsync(AttemptKey key, Task earlier, OutputStream output, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        TrackActor actor = _services.ActorOf(key.TrackId);
        await _guard.RunAsync(
            key,
            actor,
            () => _landings.LandAsync(actor, key, output, cancellationToken),
            cancellationToken,
            new TrackCommand.StopLanding(key.TicketId, key.Attempt, new LandingProblem(LandingProblemKind.Refused, BrokenLanding, [])));
        output.Complete();
    }

    /// <summary>Puts the yard in order once a track's workers have wound down, beside all else. What keeps it from that is in the log, and it is tried again.</summary>
    private async Task TidyAsync(string trackId, Func<Task> tidyAsync)
    {
        await Task.Yield();
        try
        {
            await WoundDownAsync(trackId).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await tidyAsync();
        }
        catch (Exception) when (_closing.IsCancellationRequested)
        {
            // The workspace is being closed; what is left is done when it is opened again.
        }
        catch (Exception failure)
        {
            _services.Log($"The working trees of {trackId} were not put in order: {failure}");
        }
    }
}

/// <summary>What a worker host needs of its workspace.</summary>
/// <param name="ActorOf">The loaded track's actor.</param>
/// <param name="Repository">What its tickets' work lands in.</param>
/// <param name="Yard">What becomes of their trees.</param>
/// <param name="Log">Writes one line to the log.</param>
/// <param name="CannotRecord">Told when a worker had to stop because what it does cannot be recorded.</param>
internal sealed record WorkerHostServices(
    Func<string, TrackActor> ActorOf, Func<WorkspaceSettings> Settings, IOutputObserver Output, WorkspaceRepository Repository, TreeYard Yard, Action<string> Log, Action<Exception> CannotRecord);
