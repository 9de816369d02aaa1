using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;

namespace Conductor.Server.Cli.Runs;

/// <summary>
/// One run in the foreground: starts it, reports it, has its gates answered, and ends when it is over, when Ctrl+C paused it, or when all
/// that is left waits for something this process cannot give.
/// </summary>
internal sealed class RunSession(ConductorWorkspace workspace, TrackActor actor, IRunReporter reporter, IGateAnswers answers, Terminal terminal) : IDisposable
{
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _interrupted = new();
    private int _interrupts;
    private string? _stall;

    /// <summary>Runs until it is over. The workspace is closed afterwards: no worker is left.</summary>
    /// <param name="commands">Begin the run; the last one's refusal is the run's, and that of an amount that cannot be added.</param>
    /// <exception cref="CommandFailedException">The run was refused.</exception>
    public async Task<RunEnd> RunAsync(IReadOnlyList<TrackCommand> commands)
    {
        var feed = new RunFeed(actor.TrackId);
        workspace.AddObserver((ITrackObserver)feed);
        workspace.AddObserver((Effects.IOutputObserver)feed);
        using IDisposable interrupts = terminal.OnInterrupt(Interrupt);

        CommandReply reply = new(actor.State, null);
        foreach (TrackCommand command in commands)
        {
            reply = await actor.SendAsync(command);
            if (reply.Refusal is not null && command is TrackCommand.AddBudget)
            {
                break;
            }
        }

        if (reply.Refusal is { } refusal)
        {
            bool lacksBudget = reply.State.Run is { Status: RunStatus.Paused, PauseCause: PauseCause.Budget };
            throw new CommandFailedException(reply.IsInUse ? ExitCodes.InUse : lacksBudget ? ExitCodes.Budget : ExitCodes.BadInput, refusal.Message);
        }

        Exception? unrecorded = await FollowToEndAsync(feed, reply.State.Revision);
        await workspace.DisposeAsync();
        feed.Complete();
        await foreach (RunNews late in feed.News.ReadAllAsync(CancellationToken.None))
        {
            reporter.Show(late);
        }

        return unrecorded is null ? End(actor.State) : Unrecorded(actor.State, unrecorded);
    }

    /// <inheritdoc/>
    public void Dispose() => _interrupted.Dispose();

    /// <returns>Null, or why the run could not be recorded any more: then it does not come to its end, and the news of it stop.</returns>
    private async Task<Exception?> FollowToEndAsync(RunFeed feed, long from)
    {
        // The callbacks may come on other threads at any time, or at once; the task that Ctrl+C leaves behind is awaited before the end.
        Task pausing = Task.CompletedTask;
        _ = workspace.Unrecorded.ContinueWith(_ => feed.Complete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            using (_interrupted.Token.Register(() => pausing = PauseAsync(feed)))
            {
                await FollowAsync(feed, from);
            }

            await pausing;
        }
        catch (Exception failure) when (failure is JournalException or IOException or UnauthorizedAccessException)
        {
            return failure;
        }

        return workspace.Unrecorded.IsCompletedSuccessfully ? await workspace.Unrecorded : null;
    }

    private async Task PauseAsync(RunFeed feed)
    {
        try
        {
            await actor.SendAsync(new TrackCommand.PauseRun(PauseCause.Person));
        }
        catch
        {
            feed.Complete();
            throw;
        }
    }

    /// <param name="from">The state that has the run in it; moves before it are those of the tickets that are tried again.</param>
    private async Task FollowAsync(RunFeed feed, long from)
    {
        await foreach (RunNews news in feed.News.ReadAllAsync(CancellationToken.None))
        {
            reporter.Show(news);
            if (!feed.News.TryPeek(out _))
            {
                reporter.Settle();
            }

            if (news is not RunNews.Moved { Move.After: var state } || state.Revision < from)
            {
                continue;
            }

            if (state.Run.Status != RunStatus.Running)
            {
                return;
            }

            if (Stall.Of(state) is { } stall && _stall is null)
            {
                _stall = stall;
                await actor.SendAsync(new TrackCommand.PauseRun(PauseCause.Person));
            }

            await AnswerAsync();
        }
    }

    private async Task AnswerAsync()
    {
        while (!_interrupted.IsCancellationRequested && actor.State.OpenApprovals.Values.FirstOrDefault(request => !_answered.Contains(request.ApprovalId)) is { } request)
        {
            if (answers is not PolicyAnswers)
            {
                await reporter.MakeRoomAsync();
            }

            if (await AskAsync(request) is not { } decision)
            {
                return;
            }

            if (workspace.Decisions.WhyNot(request, decision) is { } problem)
            {
                if (answers is not PolicyAnswers)
                {
                    await terminal.Error.WriteLineAsync(problem);
                    continue;
                }

                // Nobody can be asked again: what cannot be approved is rejected with that reason.
                decision = decision with { Choice = ApprovalChoice.Reject, Reason = problem };
            }

            CommandReply reply = await actor.SendAsync(new TrackCommand.Decide(request.ApprovalId, decision, request.ShownHash));
            if (reply.Refusal is not { } refusal)
            {
                _answered.Add(request.ApprovalId);
            }
            else if (reply.State.OpenApprovals.ContainsKey(request.ApprovalId))
            {
                await terminal.Error.WriteLineAsync(refusal.Message);
            }
        }
    }

    private async Task<ApprovalDecision?> AskAsync(ApprovalRequest request)
    {
        try
        {
            return await answers.AnswerAsync(actor.State, request, _interrupted.Token);
        }
        catch (OperationCanceledException) when (_interrupted.IsCancellationRequested)
        {
            // Ctrl+C while a gate is asked: it stays open, and the pause is on its way.
            return null;
        }
    }

    private void Interrupt()
    {
        if (Interlocked.Increment(ref _interrupts) > 1)
        {
            terminal.EndAtOnce(ExitCodes.Stopped);
            return;
        }

        terminal.Error.WriteLine("Pausing: workers are being stopped. Press Ctrl+C again to end at once.");
        _interrupted.Cancel();
    }

    private RunEnd End(TrackState state)
    {
        string resume = $"Go on with: conductor resume{Named(state)}";
        return state.Run switch
        {
            { Status: RunStatus.Paused } when _stall is not null => new RunEnd(
                state,
                Stall.StatusOf(state),
                _stall,
                $"When that is done, give it the status \"completed\" in the track file (or mark it as done in the editor). {resume}",
                Stall.StatusOf(state) == RunStatus.Failed ? ExitCodes.Failed : ExitCodes.Blocked),
            { Status: RunStatus.Paused, PauseCause: PauseCause.Budget, Shortage: var shortage, Detail: var detail } =>
                new RunEnd(state, RunStatus.Paused, detail, $"{resume}{(shortage is not null && Budgets.Lacking(state, state.At) is { } standing ? " " + BudgetWords.Option(standing, shortage) : "")}", ExitCodes.Budget),
            { Status: RunStatus.Done } => new RunEnd(state, RunStatus.Done, "", "", ExitCodes.Done),
            { Status: RunStatus.Blocked, Detail: var detail } => new RunEnd(state, RunStatus.Blocked, detail, TryAgain(state), ExitCodes.Blocked),
            { Status: RunStatus.Failed, Detail: var detail } => new RunEnd(state, RunStatus.Failed, detail, TryAgain(state), ExitCodes.Failed),
            { Status: RunStatus.Cancelled, Detail: var detail } => new RunEnd(state, RunStatus.Cancelled, detail, TryAgain(state), ExitCodes.Stopped),
            _ => new RunEnd(state, RunStatus.Paused, "The run is paused.", resume, ExitCodes.Stopped),
        };
    }

    private RunEnd Unrecorded(TrackState state, Exception failure) => new(
        state,
        RunStatus.Failed,
        $"The run was stopped, because what happens in it cannot be recorded: {failure.Message}",
        $"What was recorded until then is kept. When the cause is mended, go on with: conductor resume{Named(state)}",
        ExitCodes.Failed);

    private string TryAgain(TrackState state) => state.Header.Path is { } path
        ? $"Change what held it up (the ticket's description, its files), then try again with: conductor run {path}{Workspace()}"
        : "Answer and retry its tickets in the editor.";

    private string Named(TrackState state) => (state.Header.Path is { } path ? $" {path}" : $" \"{state.Header.TrackId}\"") + Workspace();

    private string Workspace() => workspace.Folder.Root == terminal.CurrentFolder ? "" : $" --workspace {workspace.Folder.Root}";
}
