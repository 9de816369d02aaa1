using System.Threading.Channels;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Storage;

namespace Conductor.Server.Hosting;

/// <summary>
/// One track's single writer. Commands wait in a queue; a turn takes all that wait, decides each on the state of that moment, appends the
/// events once, waits until they are durable, publishes them, and only then answers. No locks, no polling, no sleeps.
/// </summary>
/// <remarks><see cref="State"/> and <see cref="SendAsync"/> may be used from any thread.</remarks>
internal sealed class TrackActor : IAsyncDisposable
{
    private const int MostCommandsPerTurn = 256;
    private const int MostSlots = 64;

    private readonly Channel<Envelope> _queue = Channel.CreateUnbounded<Envelope>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TrackActorServices _services;
    private readonly Action _wake;
    private readonly Task _loop;

    // Touched only by the loop, all down to the next blank line.
    private readonly Settlement _settlement;
    private readonly RunLease _runLease;
    private readonly TrackTimer _timer;
    private int _generation;
    private int _slots;

    // Written only by the loop.
    private volatile RecordedTrack _recorded;

    // What is shown: what is recorded, or, while nothing can be, the same with its run paused.
    private volatile TrackState _state;
    private int _isLookQueued;

    /// <summary>Starts the actor with what the journal holds of its track.</summary>
    public TrackActor(string trackId, TrackActorServices services)
    {
        TrackId = trackId;
        _services = services;
        _settlement = new Settlement(services);
        _recorded = new RecordedTrack(TrackState.Empty with { Header = new TrackHeader(trackId, "") }, 0);
        _wake = Wake;
        _timer = new TrackTimer(services.Time, _wake);
        _runLease = new RunLease(services.Ownership, () => services.WoundDown(trackId), _wake);
        foreach (JournalEntry entry in _services.Journal.Read(TrackId))
        {
            Hear(entry);
        }

        _state = _recorded.State;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>The track's id.</summary>
    public string TrackId { get; }

    /// <summary>What is known of the journal.</summary>
    internal RecordedTrack Recorded => _recorded;

    /// <summary>The state after the last published turn.</summary>
    public TrackState State => _state;

    /// <summary>Sends a command; the answer comes when its events are durable and published.</summary>
    /// <exception cref="JournalException">The events could not be written; the command had no effect.</exception>
    /// <exception cref="ObjectDisposedException">The workspace was closed.</exception>
    public Task<CommandReply> SendAsync(TrackCommand command)
    {
        Envelope envelope = OfOurs(command);
        return _queue.Writer.TryWrite(envelope)
            ? envelope.Reply.Task
            : Task.FromException<CommandReply>(new ObjectDisposedException(nameof(TrackActor), "The workspace was closed."));
    }

    /// <summary>Looks what another process has recorded, and tells of it; changes nothing.</summary>
    public void Look()
    {
        if (Interlocked.Exchange(ref _isLookQueued, 1) == 0)
        {
            _queue.Writer.TryWrite(new Envelope(null, new TaskCompletionSource<CommandReply>()));
        }
    }

    /// <summary>Looks again whether something can start. A closed actor stays asleep.</summary>
    private void Wake() => _queue.Writer.TryWrite(OfOurs(new TrackCommand.Reschedule()));

    private static Envelope OfOurs(TrackCommand command) => new(command, new TaskCompletionSource<CommandReply>(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await _timer.DisposeAsync();
        _runLease.Dispose();
    }

    private async Task RunAsync()
    {
        var turn = new List<Envelope>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            turn.Clear();
            while (turn.Count < MostCommandsPerTurn && _queue.Reader.TryRead(out Envelope? envelope))
            {
                turn.Add(envelope);
            }

            await TakeTurnAsync(turn);
        }
    }

    /// <summary>
    /// The one catch of the actor: whatever breaks a turn is its commands' exception and leaves the state as it was. The next turn comes.
    /// </summary>
    private async Task TakeTurnAsync(List<Envelope> turn)
    {
        try
        {
            bool isLook = turn.RemoveAll(envelope => envelope.Command is null) > 0;
            if (isLook)
            {
                Volatile.Write(ref _isLookQueued, 0);
            }

            if (turn.Count > 0)
            {
                await TakeCommandsAsync(turn);
            }
            else if (isLook && !_runLease.IsHeld)
            {
                CatchUp();
            }
        }
        catch (Exception failure)
        {
            foreach (Envelope envelope in turn)
            {
                envelope.Reply.TrySetException(failure);
            }

            if (turn.Count == 0)
            {
                _services.Log($"What another process records of {TrackId} is not seen just now: {failure.Message}");
            }
        }
    }

    private async Task TakeCommandsAsync(List<Envelope> turn)
    {
        var replies = new List<(Envelope Envelope, Decision Decision)>();
        using (WorkspaceOwnership.Lease? lease = _services.Ownership.TryTake())
        {
            if (lease is null)
            {
                ReplyInUse(turn);
                return;
            }

            try
            {
                await TakeOwnedAsync(turn, lease.Generation, replies);
            }
            catch (JournalException unrecorded)
            {
                // Only an owner's: what could not be read of another process's run says nothing about that run.
                Halt(unrecorded);
                throw;
            }
        }

        // Only now, so that who is answered finds the workspace free if this turn has left it so.
        foreach ((Envelope envelope, Decision decision) in replies)
        {
            envelope.Reply.TrySetResult(new CommandReply(decision.State, decision.Refusal));
        }
    }

    private async Task TakeOwnedAsync(List<Envelope> turn, int generation, List<(Envelope Envelope, Decision Decision)> replies)
    {
        if (generation != _generation)
        {
            CatchUp();
            await _settlement.FindAsync(_recorded.State);
            _generation = generation;
        }

        turn.InsertRange(0, _settlement.Due.Select(OfOurs));
        using (turn.Exists(envelope => IsWriteInFolder(envelope.Command)) ? await _services.TakeFolderAsync() : null)
        {
            await DecideAsync(turn, replies);
        }

        _settlement.Recorded();
        _runLease.Keep(IsAlive);
    }

    /// <summary>Whose file it is depends on what tickets of other tracks ask for.</summary>
    private bool IsWriteInFolder(TrackCommand? command) =>
        command switch
        {
            TrackCommand.ProposeTool proposed => (proposed.TicketId, proposed.Call.Risk),
            TrackCommand.ProposeToolAgain again => (again.TicketId, again.Call.Risk),
            _ => ("", ToolRisk.Read),
        } is (var ticketId, ToolRisk.Write)
        && _recorded.State.Tickets.GetValueOrDefault(ticketId)?.Attempt is { Tree: null };

    /// <summary>The run goes on, or has workers.</summary>
    private bool IsAlive => _recorded.State is { Run.Status: RunStatus.Running } or { RunningCount: > 0 };

    /// <summary>
    /// A live run whose events cannot be recorded must not go on: its workers are stopped and it shows as paused. The pause itself is
    /// recorded before anything else, with the next command or when the last worker is gone; if that fails too, the workspace is let go, and
    /// whoever takes it next finds the run interrupted.
    /// </summary>
    private void Halt(JournalException failure)
    {
        if (!IsAlive)
        {
            return;
        }

        if (!ReferenceEquals(_state, _recorded.State))
        {
            LetGoWhenStill();
            return;
        }

        _settlement.Halted(failure);
        _services.Halted(TrackId, failure);

        // Its revision stays that of the last recorded event: the pause has none yet.
        TrackState paused = TrackEvolution.Apply(_recorded.State, new TrackEvent.RunPaused(PauseCause.Unrecorded, failure.Message));
        _state = paused with { Revision = _recorded.State.Revision };
        Publish(_recorded.State, [], isOurs: false);
        _ = _services.WoundDown(TrackId).ContinueWith(_ => _wake(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>A halted run that still cannot be recorded when it has no worker left keeps neither the workspace nor slots from others.</summary>
    private void LetGoWhenStill()
    {
        if (_services.WoundDown(TrackId).IsCompleted)
        {
            _runLease.Dispose();
            _services.Slots.Return(_slots);
            _slots = 0;
        }
    }

    /// <summary>Another process moves the track; what it has recorded so far can be read.</summary>
    private void ReplyInUse(List<Envelope> turn)
    {
        CatchUp();
        var reply = CommandReply.InUse(_state, _services.Ownership);
        turn.ForEach(envelope => envelope.Reply.TrySetResult(reply));
    }

    private async Task DecideAsync(List<Envelope> turn, List<(Envelope Envelope, Decision Decision)> replies)
    {
        TrackState shown = _state;
        TrackState state = _recorded.State;
        int free = _services.Slots.Take(MostSlots);
        int kept = 0;
        IReadOnlyList<JournalEntry> appended = [];
        try
        {
            List<JournalEntry> events = Decide(turn, free, replies, ref state);
            appended = events.Count == 0 ? [] : await _services.Journal.AppendAsync(events);
            kept = state.RunningCount - _slots;
            _slots = state.RunningCount;
        }
        finally
        {
            _services.Slots.Return(free - kept);
        }

        _recorded = new RecordedTrack(state, appended is [.., var last] ? last.Sequence : _recorded.Sequence);
        _state = state;
        // One look at the clock for both: a wait that ended between two would be seen by neither.
        DateTimeOffset now = _services.Time.GetUtcNow();
        _timer.Set(Scheduler.NextMoment(state, now));
        if (Scheduler.WantsSlot(state, now))
        {
            _services.Slots.WakeWhenFree(_wake);
        }

        if (appended.Count > 0)
        {
            _settlement.NoteOwn(appended);
            Publish(shown, appended, isOurs: true);
        }
    }

    /// <summary>Decides each command on the state that those before it left.</summary>
    /// <param name="free">Slots for workers beyond those that this actor holds; workers of a dead process hold none.</param>
    private List<JournalEntry> Decide(List<Envelope> turn, int free, List<(Envelope Envelope, Decision Decision)> replies, ref TrackState state)
    {
        var events = new List<JournalEntry>();
        foreach (Envelope envelope in turn)
        {
            if (envelope.Command is not { } command)
            {
                continue;
            }

            DateTimeOffset now = _services.Time.GetUtcNow();
            var context = new DecisionContext(now, Math.Max(0, free + _slots - state.RunningCount), _services.Settings().ApprovalMode, _services.Settings().DefaultBudget, _services.Settings().UnscopedAlone)
            {
                Others = IsWriteInFolder(command) ? _services.Others(TrackId, _generation) : [],
            };
            Decision decision = TrackDecider.Decide(state, command, context);
            state = decision.State;
            events.AddRange(decision.Events.Select(happened => new JournalEntry(0, TrackId, now, happened)));
            replies.Add((envelope, decision));
        }

        return events;
    }

    /// <summary>Reads what another process has recorded beyond what is known, and tells of it.</summary>
    private void CatchUp()
    {
        TrackState before = _state;
        var heard = new List<JournalEntry>();
        foreach (JournalEntry entry in _services.Journal.Read(TrackId, _recorded.Sequence))
        {
            Hear(entry);
            heard.Add(entry);
        }

        if (heard.Count > 0)
        {
            _state = _recorded.State;
            Publish(before, heard, isOurs: false);
        }
    }

    /// <summary>Tells what happened and what is shown now.</summary>
    private void Publish(TrackState before, IReadOnlyList<JournalEntry> entries, bool isOurs) =>
        _services.Observer.OnMoved(new TrackMoved(TrackId, before, _state, entries, _services.Settings().MaxParallel, isOurs));

    private void Hear(JournalEntry entry)
    {
        _recorded = new RecordedTrack(TrackEvolution.Apply(_recorded.State, entry.Event, entry.At), entry.Sequence);
        _settlement.Note(entry.Event);
    }

    /// <param name="Command">Null to only look what others have recorded.</param>
    private sealed record Envelope(TrackCommand? Command, TaskCompletionSource<CommandReply> Reply);
}

/// <summary>A track as the journal has it up to an entry.</summary>
/// <param name="Sequence">Of the track's last entry; 0 for none.</param>
internal sealed record RecordedTrack(TrackState State, long Sequence);
