using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;

namespace Conductor.Server.Cli.Runs;

/// <summary>
/// One run in the foreground: starts it, reports it, has its gates answered, and ends when it is over, when Ctrl+C paused it, or when all
/// that is left waits for something this process cannot give.
/// </summary>
internal sealed class RunSession(ConductorWorkspace workspace, TrackActor actor, IRunReporter reporter, IGateAnswers answers, RunAdvice advice, RunEnds ends, Terminal terminal, PlaceWish place) : IDisposable
{
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);

    // Gates that whoever answers here leaves open.
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _interrupted = new();
    private bool _hasBegun;
    private int _interrupts;

    // A question stands at the terminal, without a line break after it. Read from whatever thread Ctrl+C comes on.
    private volatile bool _isAsking;
    private Standstill? _stall;

    /// <summary>Runs until it is over. The workspace is closed afterwards: no worker is left.</summary>
    /// <param name="commands">Begin the run; the last one's refusal is the run's, and that of an amount that cannot be added is the command line's.</param>
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
            StartReply start = await workspace.Starts.SendAsync(actor, place, command, CancellationToken.None);
            reply = start.Reply;
            foreach (string note in start.Notes)
            {
                await terminal.Error.WriteLineAsync(TerminalWords.Of(note));
            }

            if (command is TrackCommand.AddBudget or TrackCommand.Decide && reply.Refusal is { } wrong)
            {
                throw new CommandFailedException(reply.IsInUse ? ExitCodes.InUse : ExitCodes.Usage, ends.InWords(wrong, reply.State));
            }
        }

        if (reply.Refusal is { } refusal)
        {
            bool lacksBudget = reply.State.Run is { Status: RunStatus.Paused, PauseCause: PauseCause.Budget };
            throw new CommandFailedException(reply.IsInUse ? ExitCodes.InUse : lacksBudget ? ExitCodes.Budget : ExitCodes.BadInput, ends.InWords(refusal, reply.State));
        }

        Exception? unrecorded = await FollowToEndAsync(feed, reply.State.Revision);
        await workspace.DisposeAsync();
        feed.Complete();
        await foreach (RunNews late in feed.News.ReadAllAsync(CancellationToken.None))
        {
            Show(late);
        }

        return unrecorded is null ? ends.Of(actor.State, _stall) : ends.Unrecorded(actor.State, unrecorded);
    }

    /// <inheritdoc/>
    public void Dispose() => _interrupted.Dispose();

    private void Show(RunNews news)
    {
        if (news is RunNews.Moved { Move: var moved })
        {
            if (!_hasBegun && moved.Entries.All(entry => entry.Event is TrackEvent.IntegrationBegun))
            {
                // What the run is to have is made before it: it begins with the next.
                return;
            }

            _hasBegun = true;
            advice.Note(moved);
        }

        reporter.Show(news);
    }

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
            Show(news);
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
                if (await AnswerQuestionsAsync(state) is not { } later)
                {
                    return;
                }

                from = later;
                continue;
            }

            await AnswerAsync();
            if (_stall is null && !_interrupted.IsCancellationRequested && Stall.Of(actor.State, _left) is { } stall)
            {
                _stall = stall;
                await actor.SendAsync(new TrackCommand.PauseRun(PauseCause.Person));
            }
        }
    }

    private async Task AnswerAsync()
    {
        while (!_interrupted.IsCancellationRequested && actor.State.OpenApprovals.Values.FirstOrDefault(request => !_answered.Contains(request.ApprovalId) && !_left.Contains(request.ApprovalId)) is { } request)
        {
            if (answers is not PolicyAnswers)
            {
                await reporter.MakeRoomAsync();
            }

            if (await AskAsync(request) is not { } decision)
            {
                _left.Add(request.ApprovalId);
                continue;
            }

            if (workspace.Decisions.WhyNot(actor.State, request, decision) is { } problem)
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

    /// <summary>At the end of a run: what workers asked before they ended is answered, and the run goes on with another attempt at their tickets.</summary>
    /// <returns>The revision of the state in which it does; null when it is over.</returns>
    private async Task<long?> AnswerQuestionsAsync(TrackState state)
    {
        if (state.Run.Status is not (RunStatus.Blocked or RunStatus.Failed) || answers is PolicyAnswers)
        {
            return null;
        }

        var given = new List<(string TicketId, string Answer)>();
        bool isToldOfBudget = (state.Run.Options?.Budget ?? state.Header.Budget) is null;
        try
        {
            foreach ((TicketState ticket, string question) in Questions.Of(state))
            {
                await reporter.MakeRoomAsync();
                if (!isToldOfBudget)
                {
                    isToldOfBudget = true;
                    await terminal.Error.WriteLineAsync("An answer begins a new run, whose budget is counted anew. Press Enter without an answer to leave a ticket as it is.");
                }

                _isAsking = true;
                if (await answers.AnswerQuestionAsync(ticket, question, _interrupted.Token) is { } answer)
                {
                    given.Add((ticket.Definition.Id, answer));
                }

                _isAsking = false;
            }
        }
        catch (OperationCanceledException) when (_interrupted.IsCancellationRequested)
        {
            return null;
        }

        long? from = null;
        foreach ((string ticketId, string answer) in given)
        {
            var wish = new PlaceWish(state.Run.Options?.Isolation, state.Run.Options?.Landing);
            CommandReply reply = (await workspace.Starts.SendAsync(actor, wish, new TrackCommand.RetryTicket(ticketId, answer, state.Run.Options?.Model ?? ""), CancellationToken.None)).Reply;
            if (reply.Refusal is { } refusal)
            {
                await terminal.Error.WriteLineAsync(TerminalWords.Of(refusal.Message));
                continue;
            }

            from ??= reply.State.Revision;
        }

        return from;
    }

    private async Task<ApprovalDecision?> AskAsync(ApprovalRequest request)
    {
        try
        {
            _isAsking = answers is not PolicyAnswers;
            return await answers.AnswerAsync(actor.State, request, _interrupted.Token);
        }
        catch (OperationCanceledException) when (_interrupted.IsCancellationRequested)
        {
            // Ctrl+C while a gate is asked: it stays open, and the pause is on its way.
            return null;
        }
        finally
        {
            _isAsking = false;
        }
    }

    private void Interrupt()
    {
        if (Interlocked.Increment(ref _interrupts) > 1)
        {
            terminal.EndAtOnce(ExitCodes.Stopped);
            return;
        }

        terminal.Error.WriteLine($"{(_isAsking ? Environment.NewLine : "")}Pausing: workers are being stopped. Press Ctrl+C again to end at once.");
        _interrupted.Cancel();
    }
}
