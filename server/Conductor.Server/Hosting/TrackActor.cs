using System.Threading.Channels;
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

    // Touched only by the loop.
    private readonly UnfinishedCommands _unfinished = new();
    private WorkspaceOwnership.Lease? _runLease;
    private int _generation;
    private long _lastSequence;

    private volatile TrackState _state;

    /// <summary>Starts the actor with what the journal holds of its track.</summary>
    public TrackActor(string trackId, TrackActorServices services)
    {
        TrackId = trackId;
        _services = services;
        _state = TrackState.Empty with { Header = new TrackHeader(trackId, "") };
        _wake = Wake;
        CatchUp();
        _loop = Task.Run(RunAsync);
    }

    /// <summary>The track's id.</summary>
    public string TrackId { get; }

    /// <summary>The state after the last published turn.</summary>
    public TrackState State => _state;

    /// <summary>Sends a command; the answer comes when its events are durable and published.</summary>
    /// <exception cref="JournalException">The events could not be written; the command had no effect.</exception>
    /// <exception cref="ObjectDisposedException">The workspace was closed.</exception>
    public Task<CommandReply> SendAsync(TrackCommand command)
    {
        var envelope = new Envelope(command, new TaskCompletionSource<CommandReply>(TaskCreationOptions.RunContinuationsAsynchronously));
        return _queue.Writer.TryWrite(envelope)
            ? envelope.Reply.Task
            : Task.FromException<CommandReply>(new ObjectDisposedException(nameof(TrackActor), "The workspace was closed."));
    }

    /// <summary>Looks again whether something can start. A closed actor stays asleep.</summary>
    private void Wake() => _queue.Writer.TryWrite(OfOurs(new TrackCommand.Reschedule()));

    /// <summary>A command whose reply nobody waits for.</summary>
    private static Envelope OfOurs(TrackCommand command) => new(command, new TaskCompletionSource<CommandReply>(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _runLease?.Dispose();
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
            using WorkspaceOwnership.Lease? lease = _services.Ownership.TryTake();
            if (lease is null)
            {
                ReplyInUse(turn);
                return;
            }

            await SettleAsync(turn, lease.Generation);
            await DecideAsync(turn);
        }
        catch (Exception failure)
        {
            foreach (Envelope envelope in turn)
            {
                envelope.Reply.TrySetException(failure);
            }
        }
    }

    /// <summary>Another process moves the track; what it has recorded so far can be read.</summary>
    private void ReplyInUse(List<Envelope> turn)
    {
        CatchUp();
        var refusal = new Refusal(RefusalCode.WrongState, $"The workspace is in use: {_services.Ownership.DescribeOwner()} runs a track in it. Wait for it to end, or stop it.");
        turn.ForEach(envelope => envelope.Reply.TrySetResult(new CommandReply(_state, refusal, IsInUse: true)));
    }

    /// <summary>
    /// The lock was taken anew, so no other process has a worker now: whatever the journal says is alive was interrupted, and says so
    /// before anything else is decided; of what is in doubt a person is asked at once. A run of this process keeps the lock, so it is never mistaken for one.
    /// </summary>
    private async Task SettleAsync(List<Envelope> turn, int generation)
    {
        if (generation == _generation)
        {
            return;
        }

        bool isFirst = _generation == 0;
        CatchUp();
        IReadOnlyList<TrackCommand> found = await _unfinished.EndAsync(_services.Time);
        _generation = generation;
        if (_state.Run.Status == RunStatus.Running || (isFirst && _state.Run.IsAlive))
        {
            found = [new TrackCommand.PauseRun(PauseCause.Interruption), .. found, .. _services.InDoubt(_state), .. Resumption()];
        }

        turn.InsertRange(0, found.Select(OfOurs));
    }

    /// <summary>What makes an interrupted run go on by itself, where a person wants that. One that a person had paused waits for them.</summary>
    private TrackCommand[] Resumption() =>
        _services.Settings() is { ResumesInterrupted: true, IsTrusted: true }
        && _state.Run is { Status: RunStatus.Running } or { Status: RunStatus.Paused, PauseCause: PauseCause.Interruption }
            ? [new TrackCommand.ResumeRun()]
            : [];

    private async Task DecideAsync(List<Envelope> turn)
    {
        TrackState before = _state;
        TrackState state = before;
        int slots = _services.Slots.Take(MostSlots);
        int kept = 0;
        IReadOnlyList<JournalEntry> appended = [];
        var replies = new List<(Envelope Envelope, Decision Decision)>();
        try
        {
            List<JournalEntry> events = Decide(turn, slots, replies, ref state);
            appended = events.Count == 0 ? [] : await _services.Journal.AppendAsync(events);
            kept = state.RunningCount - before.RunningCount;
        }
        finally
        {
            _services.Slots.Return(slots - kept);
        }

        _state = state;
        if (Scheduler.WantsSlot(state))
        {
            _services.Slots.WakeWhenFree(_wake);
        }

        if (appended.Count > 0)
        {
            _lastSequence = appended[^1].Sequence;
            KeepRunLease(state);
            _services.Observer.OnMoved(new TrackMoved(TrackId, before, state, appended));
        }

        foreach ((Envelope envelope, Decision decision) in replies)
        {
            envelope.Reply.TrySetResult(new CommandReply(decision.State, decision.Refusal));
        }
    }

    /// <summary>Decides each command on the state that those before it left.</summary>
    private List<JournalEntry> Decide(List<Envelope> turn, int slots, List<(Envelope Envelope, Decision Decision)> replies, ref TrackState state)
    {
        int before = state.RunningCount;
        var events = new List<JournalEntry>();
        foreach (Envelope envelope in turn)
        {
            int used = state.RunningCount - before;
            DateTimeOffset now = _services.Time.GetUtcNow();
            var context = new DecisionContext(now, Math.Max(0, slots - used), _services.Settings().ApprovalMode);
            Decision decision = TrackDecider.Decide(state, envelope.Command, context);
            state = decision.State;
            events.AddRange(decision.Events.Select(happened => new JournalEntry(0, TrackId, now, happened)));
            replies.Add((envelope, decision));
        }

        return events;
    }

    /// <summary>A live run holds the workspace; an ended one lets it go.</summary>
    private void KeepRunLease(TrackState state)
    {
        if (state.Run.Status == RunStatus.Running || state.RunningCount > 0)
        {
            _runLease ??= _services.Ownership.TryTake();
        }
        else
        {
            _runLease?.Dispose();
            _runLease = null;
        }
    }

    /// <summary>Reads what the journal holds beyond what is known: at the start, and after another process had the workspace.</summary>
    private void CatchUp()
    {
        foreach (JournalEntry entry in _services.Journal.Read(TrackId, _lastSequence))
        {
            _state = TrackEvolution.Apply(_state, entry.Event);
            _unfinished.Note(entry.Event);
            _lastSequence = entry.Sequence;
        }
    }

    private sealed record Envelope(TrackCommand Command, TaskCompletionSource<CommandReply> Reply);
}

/// <summary>What every track actor of a workspace shares.</summary>
/// <param name="InDoubt">What a dead process has left in doubt in a track, as questions to be asked; reads the disk.</param>
internal sealed record TrackActorServices(
    IJournal Journal,
    WorkspaceOwnership Ownership,
    SlotPool Slots,
    ITrackObserver Observer,
    Func<WorkspaceSettings> Settings,
    TimeProvider Time,
    Func<TrackState, IReadOnlyList<TrackCommand>> InDoubt);
