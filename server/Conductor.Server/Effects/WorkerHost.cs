using System.Collections.Concurrent;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Snapshots;
using Conductor.Server.Storage;
using Conductor.Workers.Loop;
using Conductor.Workers.Prompts;

namespace Conductor.Server.Effects;

/// <summary>
/// Carries out what was decided: composes prompts, starts and stops workers, wakes those that wait for a decision. It decides nothing; what
/// it finds goes back to the actor as commands. Owns every task it starts and awaits them on disposal. Thread-safe.
/// </summary>
internal sealed class WorkerHost(WorkerEnvironment environment, WorkerHostServices services) : ITrackObserver, IAsyncDisposable
{
    // What broke is in the log, in full: its words are for those who mend Conductor.
    private const string WhatToDoNext =
        "Its worker broke on something that Conductor did not expect. Retry the ticket; what it has done to files is still there. If it breaks again, "
        + "read what happened in the log (\"Conductor: Show Log\"; in a terminal it is above, on standard error) and report it.";

    private const string BrokenLanding =
        "It broke on something that Conductor did not expect; what has landed before and the work itself are as they were. Land it again. If it breaks again, "
        + "read what happened in the log (\"Conductor: Show Log\"; in a terminal it is above, on standard error) and report it.";

    private readonly ConcurrentDictionary<AttemptKey, RunningAttempt> _running = new();
    private readonly ConcurrentDictionary<Task, bool> _tasks = new();

    // The latest worker of each ticket, also while it winds down after its attempt has ended.
    private readonly ConcurrentDictionary<(string TrackId, string TicketId), Task> _latest = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly DecisionWaiters _waiters = new();
    private readonly BudgetWaiters _budgets = new();
    private readonly SpawnComposer _composer = new(environment);
    private readonly Landings _landings = new(environment.Tools, services.Repository, services.Log);

    /// <summary>Workers that have not wound down yet.</summary>
    internal int RunningCount => _running.Count;

    /// <summary>What workers say and do, as they say and do it.</summary>
    public LiveOutputs Outputs { get; } = new(services.Output, environment.Tools.Time);

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
                    Own(ComposeAsync(new AttemptKey(moved.TrackId, prepared.TicketId, prepared.Attempt)));
                    break;
                case TrackEvent.AttemptStale stale:
                    Own(ComposeAsync(new AttemptKey(moved.TrackId, stale.TicketId, stale.Attempt)));
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
                    break;
                case TrackEvent.AttemptParked parked when _running.TryGetValue(new AttemptKey(moved.TrackId, parked.TicketId, parked.Attempt), out RunningAttempt? waiting):
                    waiting.Stop();
                    break;
                case TrackEvent.RunPaused:
                    StopAll(moved.TrackId);
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

    /// <summary>Ends when every worker that a track has now has recorded what it was doing.</summary>
    public Task WoundDownAsync(string trackId) => Task.WhenAll(_latest.Where(latest => latest.Key.TrackId == trackId).Select(latest => latest.Value));

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
        if (_running.TryRemove(key, out RunningAttempt? attempt))
        {
            attempt.Stop();
        }
    }

    /// <summary>Stops a track's workers without waiting for them; they record what they were doing as far as that is possible.</summary>
    public void StopAll(string trackId)
    {
        foreach ((AttemptKey key, RunningAttempt attempt) in _running)
        {
            if (key.TrackId == trackId)
            {
                // It stays in the list while it winds down, so that what it still does stands in its output.
                attempt.Stop();
            }
        }
    }

    private async Task ComposeAsync(AttemptKey key)
    {
        await Task.Yield();
        TrackActor actor = services.ActorOf(key.TrackId);
        await GuardAsync(key, actor, async () =>
        {
            TrackState state = actor.State;
            if (Current(state, key) is not var (ticket, attempt))
            {
                return;
            }

            SpawnProposal proposal = await _composer.ComposeAsync(state, ticket, attempt, services.Settings().Model, _closing.Token);
            string shown = SpawnHash.Of(proposal.Prompt, proposal.Context, proposal.Model, proposal.Tools, proposal.Acceptance, proposal.Budget);
            await actor.SendAsync(new TrackCommand.ProposeSpawn(key.TicketId, key.Attempt, proposal, shown));
        }, _closing.Token);
    }

    private async Task WorkAsync(AttemptKey key, Task earlier, OutputStream output, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        TrackActor actor = services.ActorOf(key.TrackId);
        await GuardAsync(key, actor, async () =>
        {
            TrackState state = actor.State;
            if (Current(state, key) is not var (ticket, attempt) || attempt.Spawn is not { } spawn)
            {
                return;
            }

            if (attempt.Steps.IsEmpty && await IsStaleAsync(state, ticket, attempt, spawn, cancellationToken))
            {
                await actor.SendAsync(new TrackCommand.ReportStale(key.TicketId, key.Attempt));
                return;
            }

            var start = new AttemptStart(
                key.TrackId, key.TicketId, key.Attempt, spawn.Prompt, spawn.Context, spawn.Model, attempt.Definition, !ticket.Notes.IsEmpty, attempt.Steps, attempt.Calls)
            {
                Approved = spawn.Pieces,
            };
            var records = new CallRecords(actor, key, services.Trees, environment);
            await records.BeginAsync(cancellationToken);
            AttemptResult result;
            try
            {
                result = await WorkerLoop.RunAsync(start, environment, new AttemptPort(actor, key, _waiters, _budgets, output, records), cancellationToken);
            }
            finally
            {
                await records.EndAsync();
            }

            await actor.SendAsync(new TrackCommand.EndAttempt(key.TicketId, key.Attempt, result.Outcome, result.StopsRun, result.Account));
        }, cancellationToken);
        output.Complete();
    }

    /// <summary>Lands an attempt's work. What breaks it unforeseen is what kept the work from landing: the work itself is as it was.</summary>
    private async Task LandAsync(AttemptKey key, Task earlier, OutputStream output, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        TrackActor actor = services.ActorOf(key.TrackId);
        await GuardAsync(
            key,
            actor,
            () => _landings.LandAsync(actor, key, output, cancellationToken),
            cancellationToken,
            new TrackCommand.StopLanding(key.TicketId, key.Attempt, new LandingProblem(LandingProblemKind.Refused, BrokenLanding, [])));
        output.Complete();
    }

    /// <summary>What was approved is not what the ticket asks by now, or not what its files would be shown as.</summary>
    private async Task<bool> IsStaleAsync(TrackState state, TicketState ticket, AttemptState attempt, SpawnProposal approved, CancellationToken cancellationToken)
    {
        if (!attempt.Definition.AsksTheSameAs(ticket.Definition))
        {
            return true;
        }

        SpawnProposal now = await _composer.ComposeAsync(state, ticket, attempt, services.Settings().Model, cancellationToken);
        return now.BasisHash != approved.BasisHash;
    }

    /// <summary>
    /// The one catch around a ticket's work. A stop is silent; anything else fails the ticket with what happened, and never the run.
    /// </summary>
    /// <param name="stopped">The token the work was given.</param>
    /// <param name="broken">What is recorded when it breaks; null for the failure of the attempt.</param>
    private async Task GuardAsync(AttemptKey key, TrackActor actor, Func<Task> work, CancellationToken stopped, TrackCommand? broken = null)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested || Current(actor.State, key) is not { Attempt.Phase: AttemptPhase.Running or AttemptPhase.Preparing or AttemptPhase.Landing })
        {
            // Paused, cancelled or closing: the state already says so. What gave up by itself (a time-out of some library) is a failure.
        }
        catch (ObjectDisposedException) when (_closing.IsCancellationRequested)
        {
            // The workspace was closed meanwhile; the attempt goes on when it is opened again.
        }
        catch (JournalException failure)
        {
            services.Log($"{key.TicketId} stopped, because nothing can be recorded: {failure.Message}");
            services.CannotRecord(failure);
        }
        catch (Exception failure) when (stopped.IsCancellationRequested)
        {
            // Whatever breaks while a worker is being stopped (a pipe, a connection) is the stop: the attempt goes on when it is resumed.
            services.Log($"{key.TicketId}, attempt {key.Attempt}, was stopped while something broke: {failure}");
        }
        catch (Exception failure)
        {
            services.Log($"{key.TicketId}, attempt {key.Attempt}, broke: {failure}");
            await ReportFailureAsync(key, actor, broken ?? new TrackCommand.EndAttempt(key.TicketId, key.Attempt, new TicketOutcome.Failed(WhatToDoNext), StopsRun: null));
        }
    }

    private async Task ReportFailureAsync(AttemptKey key, TrackActor actor, TrackCommand report)
    {
        try
        {
            await actor.SendAsync(report);
        }
        catch (ObjectDisposedException) when (_closing.IsCancellationRequested)
        {
            // The workspace was closed meanwhile; the attempt goes on when it is opened again.
        }
        catch (Exception second)
        {
            services.Log($"{key.TicketId}: its failure could not be recorded: {second.Message}");
            services.CannotRecord(second);
        }
    }

    private static (TicketState Ticket, AttemptState Attempt)? Current(TrackState state, AttemptKey key) =>
        state.Tickets.GetValueOrDefault(key.TicketId) is { Attempt: { } attempt } ticket && attempt.Number == key.Attempt ? (ticket, attempt) : null;
}

/// <summary>What a worker host needs of its workspace.</summary>
/// <param name="ActorOf">The loaded track's actor.</param>
/// <param name="Trees">Records what stands in the workspace.</param>
/// <param name="Repository">What its tickets' work lands in.</param>
/// <param name="Log">Writes one line to the log.</param>
/// <param name="CannotRecord">Told when a worker had to stop because what it does cannot be recorded.</param>
internal sealed record WorkerHostServices(
    Func<string, TrackActor> ActorOf, Func<WorkspaceSettings> Settings, IOutputObserver Output, TreeRecorder Trees, WorkspaceRepository Repository, Action<string> Log, Action<Exception> CannotRecord);
