using System.Collections.Concurrent;
using System.Threading.Channels;
using Conductor.Core.Approvals;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;
using Microsoft.Extensions.Time.Testing;
using Conductor.Server.Tests.Rpc;
using Conductor.Workers.Processes;
using Xunit;

namespace Conductor.Server.Tests.Hosting;

public sealed class TrackActorTests : IDisposable
{
    private const string Track = "track";

    private static readonly TrackCommand.Define Definition = new(new TrackHeader(Track, "A track"), [new TicketDefinition("A", "First.")]);

    private readonly TestWorkspace _folder = new();
    private readonly ConcurrentQueue<string> _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_turn_that_breaks_fails_its_commands_and_the_next_one_works()
    {
        await using ConductorWorkspace workspace = Open();
        _folder.Write(".conductor", "A file where the folder should be.");
        TrackActor actor = workspace.Actor(Track);

        JournalException told = await Assert.ThrowsAsync<JournalException>(() => SendAsync(actor, Definition));
        Assert.Contains("permissions", told.Message, StringComparison.Ordinal);
        File.Delete(_folder.At(".conductor"));
        CommandReply reply = await SendAsync(actor, Definition);

        Assert.Null(reply.Refusal);
        Assert.Equal(1, reply.State.Revision);
    }

    [Fact]
    public async Task An_observer_that_breaks_keeps_nothing_from_the_others_nor_from_who_asked()
    {
        await using ConductorWorkspace workspace = Open();
        var told = new RecordingObserver();
        workspace.AddObserver((ITrackObserver)new BreakingObserver());
        workspace.AddObserver((ITrackObserver)told);

        CommandReply reply = await SendAsync(workspace.Actor(Track), Definition);

        Assert.Null(reply.Refusal);
        Assert.Equal([1L], told.Revisions);
        Assert.Contains("BreakingObserver", Assert.Single(_log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_sees_what_the_process_that_runs_the_track_has_recorded()
    {
        await using ConductorWorkspace running = Open();
        await SendAsync(running.Actor(Track), Definition);
        await using ConductorWorkspace reading = Open();
        TrackActor reader = reading.Actor(Track);
        CommandReply started = await SendAsync(running.Actor(Track), new TrackCommand.StartRun(new RunOptions { Model = "demo" }));

        CommandReply refused = await SendAsync(reader, new TrackCommand.Reschedule());

        Assert.True(refused.IsInUse);
        Assert.Equal(started.State.Revision, refused.State.Revision);
        Assert.Equal(RunStatus.Running, reader.State.Run.Status);
    }

    [Fact]
    public async Task What_another_process_records_is_told_as_it_happens_and_has_no_effect_here()
    {
        await using ConductorWorkspace running = Open();
        await SendAsync(running.Actor(Track), Definition);
        await using ConductorWorkspace reading = Open();
        var told = new RecordingObserver();
        reading.AddObserver((ITrackObserver)told);
        _ = reading.Actor(Track);
        reading.Watch(() => { });

        await SendAsync(running.Actor(Track), new TrackCommand.StartRun(new RunOptions { AutoQueue = true, Model = "demo" }));

        TrackMoved moved = await told.FirstAsync(move => move.After.Run.Status == RunStatus.Running);
        Assert.False(moved.IsOurs);
        Assert.Equal(RunStatus.Running, reading.Actor(Track).State.Run.Status);
        Assert.True(running.Ownership.IsHeld);
        Assert.False(reading.Ownership.IsHeld);
    }

    [Fact]
    public async Task Workers_of_a_dead_process_do_not_raise_the_cap_on_workers()
    {
        await using var journal = new Journal(Folder.Journal);
        await WriteAsync(journal, Scenario.Running(Make.Ticket("A"), Make.Ticket("B"), Make.Ticket("C")).Spawn("A", "B", "C"));
        var slots = new SlotPool(() => 1);
        await using var actor = new TrackActor(Track, Services(journal, slots));
        Assert.Equal(3, actor.State.RunningCount);

        CommandReply resumed = await SendAsync(actor, new TrackCommand.ResumeRun());

        Assert.Equal(1, resumed.State.RunningCount);
        Assert.Equal(0, slots.Take(10));
    }

    [Fact]
    public async Task A_closed_workspace_takes_no_more_commands()
    {
        ConductorWorkspace workspace = Open();
        TrackActor actor = workspace.Actor(Track);
        await workspace.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => SendAsync(actor, Definition));
    }

    [Fact]
    public async Task The_workspace_is_kept_until_the_workers_of_a_paused_run_have_wound_down()
    {
        await using var journal = new Journal(Folder.Journal);
        await WriteAsync(journal, Scenario.Running(Make.Ticket("A")));
        var ownership = new WorkspaceOwnership(Folder);
        var windingDown = new TaskCompletionSource();
        await using var actor = new TrackActor(Track, Services(journal, new SlotPool(() => 1)) with { Ownership = ownership, WoundDown = _ => windingDown.Task });
        await SendAsync(actor, new TrackCommand.ResumeRun());
        Assert.True(ownership.IsHeld);

        await SendAsync(actor, new TrackCommand.PauseRun(PauseCause.Person));
        await SendAsync(actor, new TrackCommand.Reschedule());
        Assert.True(ownership.IsHeld);

        windingDown.SetResult();
        await SendAsync(actor, new TrackCommand.Reschedule());
        await SendAsync(actor, new TrackCommand.Reschedule());
        Assert.False(ownership.IsHeld);
    }

    [Fact]
    public async Task What_is_due_after_an_interruption_stays_due_until_it_is_recorded()
    {
        await using var journal = new Journal(Folder.Journal);
        await WriteAsync(journal, Scenario.Running(Make.Ticket("A")).Spawn("A"));
        var failing = new FailingJournal(journal) { IsFailing = true };
        var ownership = new WorkspaceOwnership(Folder);

        // Another track of this process keeps the lock, so that the next turn is not the first one of a new owner.
        using WorkspaceOwnership.Lease? kept = ownership.TryTake();
        await using var actor = new TrackActor(Track, Services(failing, new SlotPool(() => 1)) with { Ownership = ownership });
        await Assert.ThrowsAsync<JournalException>(() => SendAsync(actor, new TrackCommand.Reschedule()));

        failing.IsFailing = false;
        CommandReply reply = await SendAsync(actor, new TrackCommand.Reschedule());

        Assert.Equal((RunStatus.Paused, PauseCause.Interruption), (reply.State.Run.Status, reply.State.Run.PauseCause));
    }

    [Fact]
    public async Task A_prompt_that_another_process_was_composing_when_its_run_was_paused_is_composed_anew()
    {
        await using var journal = new Journal(Folder.Journal);
        await using var actor = new TrackActor(Track, Services(journal, new SlotPool(() => 1)));
        await SendAsync(actor, new TrackCommand.Reschedule());
        await WriteAsync(journal, Scenario.Running(Make.Ticket("A")).When(new TrackCommand.PauseRun(PauseCause.Person)));

        CommandReply reply = await SendAsync(actor, new TrackCommand.ResumeRun());

        Assert.Equal(AttemptPhase.Preparing, reply.State.Tickets["A"].Attempt?.Phase);
        Assert.Contains(journal.Read(Track), entry => entry.Event is TrackEvent.AttemptWithdrawn);
        Assert.IsType<TrackEvent.AttemptPrepared>(journal.Read(Track).Last().Event);
    }

    [Fact]
    public async Task A_command_that_cannot_be_ended_is_recorded_as_running_and_looked_at_again_by_the_next_owner()
    {
        await using var journal = new Journal(Folder.Journal);
        ToolProposal command = Make.Command("1");
        await WriteAsync(journal, Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", command).Answer("A", Make.Approve).Begin("A", command)
            .When(new TrackCommand.RecordCommandStarted("A", 1, "1", 7, "stamp")));
        var endings = new Queue<OrphanEnding>([OrphanEnding.StillRunning, OrphanEnding.StillRunning, OrphanEnding.NothingThere, OrphanEnding.NothingThere]);
        var clock = new FakeTimeProvider();
        await using var actor = new TrackActor(Track, Services(journal, new SlotPool(() => 1)) with { Time = clock, EndCommand = (_, _) => Task.FromResult(endings.Dequeue()) });

        for (int owner = 0; owner < 4; owner++)
        {
            // Who comes soon after does not wait for the same tries once more.
            await SendAsync(actor, new TrackCommand.Reschedule());
            await SendAsync(actor, new TrackCommand.Reschedule());
            clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(
            [new TrackEvent.CommandStillRunning("A", 1, "1", 7), new TrackEvent.CommandEnded("A", 1, "1", 7)],
            journal.Read(Track).Select(entry => entry.Event).Where(happened => happened is TrackEvent.CommandStillRunning or TrackEvent.CommandEnded));
        Assert.Single(endings);
    }

    [Fact]
    public async Task A_run_that_cannot_be_recorded_lets_the_workspace_and_its_slots_go_when_its_workers_are_gone()
    {
        await using var journal = new Journal(Folder.Journal);
        await WriteAsync(journal, Scenario.Running(Make.Ticket("A")));
        var failing = new FailingJournal(journal);
        var ownership = new WorkspaceOwnership(Folder);
        var slots = new SlotPool(() => 1);
        await using var actor = new TrackActor(Track, Services(failing, slots) with { Ownership = ownership });
        await SendAsync(actor, new TrackCommand.ResumeRun());
        await SendAsync(actor, new TrackCommand.ProposeSpawn("A", 2, Make.Spawn("Do A."), "hash"));
        await SendAsync(actor, new TrackCommand.Decide($"{Track}:A:2:spawn", Make.Approve, null));
        Assert.True(ownership.IsHeld);

        failing.IsFailing = true;
        await Assert.ThrowsAsync<JournalException>(() => SendAsync(actor, new TrackCommand.PauseRun(PauseCause.Person)));
        Assert.Equal(PauseCause.Unrecorded, actor.State.Run.PauseCause);
        while (ownership.IsHeld)
        {
            await Task.Yield();
        }

        Assert.Equal(1, slots.Take(1));
        failing.IsFailing = false;
        Assert.Equal(RunStatus.Paused, (await SendAsync(actor, new TrackCommand.Reschedule())).State.Run.Status);
    }

    [Fact]
    public async Task What_cannot_be_read_of_another_processs_run_does_not_show_that_run_as_paused()
    {
        await using ConductorWorkspace running = Open();
        await SendAsync(running.Actor(Track), Definition);
        await SendAsync(running.Actor(Track), new TrackCommand.StartRun(new RunOptions { AutoQueue = true, Model = "demo" }));
        await using var journal = new Journal(Folder.Journal);
        var failing = new FailingJournal(journal);
        await using var reader = new TrackActor(Track, Services(failing, new SlotPool(() => 1)));
        failing.CannotBeRead = true;

        await Assert.ThrowsAsync<JournalException>(() => SendAsync(reader, new TrackCommand.Reschedule()));

        Assert.Equal(RunStatus.Running, reader.State.Run.Status);
    }

    [Fact]
    public async Task Of_two_tracks_that_ask_for_one_file_at_once_the_second_is_told_whose_it_is()
    {
        const string other = "other";
        await using var journal = new Journal(Folder.Journal);
        await WriteAsync(journal, Scenario.Running(Make.Ticket("A")).Spawn("A"));
        await WriteAsync(journal, Scenario.Running(Make.Ticket("B")).Spawn("B"), other);
        var held = new HeldJournal(journal);
        var actors = new Dictionary<string, TrackActor>();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TrackActorServices services = Services(held, new SlotPool(() => 2));
        await using TrackActor first = actors[Track] = new TrackActor(Track, services with { Others = (_, _) => [actors[other].State] });
        await using TrackActor second = actors[other] = new TrackActor(other, services with
        {
            Others = (_, _) =>
            {
                TrackState seen = actors[Track].State;
                asked.TrySetResult();
                return [seen];
            },
            TakeFolderAsync = () =>
            {
                asked.TrySetResult();
                return services.TakeFolderAsync();
            },
        });
        using WorkspaceOwnership.Lease? kept = services.Ownership.TryTake();
        await SendAsync(first, new TrackCommand.ResumeRun());
        await SendAsync(second, new TrackCommand.ResumeRun());

        Task recording = held.HoldNext();
        Task<CommandReply> one = SendAsync(first, new TrackCommand.ProposeTool("A", 1, Make.Write("1"), "hash"));
        await recording;
        Task<CommandReply> two = SendAsync(second, new TrackCommand.ProposeTool("B", 1, Make.Write("2"), "hash"));
        await asked.Task.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);
        held.LetGo();
        await one;

        Assert.StartsWith("A (of ", (await two).State.Tickets["B"].Attempt?.Calls["2"].Proposal.OwnedBy, StringComparison.Ordinal);
    }

    private WorkspaceFolder Folder => new(_folder.Root);

    private TrackActorServices Services(IJournal journal, SlotPool slots) => new(
        journal, new WorkspaceOwnership(Folder), slots, new RecordingObserver(), () => WorkspaceSettings.Default, TimeProvider.System, _ => [], (_, _) => { }, _ => Task.CompletedTask, _log.Enqueue);

    private async Task WriteAsync(Journal journal, Scenario scenario, string track = Track)
    {
        Folder.Create();
        await journal.AppendAsync([.. scenario.History.Select(happened => new JournalEntry(0, track, DateTimeOffset.UnixEpoch, happened))]);
    }

    private static Task<CommandReply> SendAsync(TrackActor actor, TrackCommand command) =>
        actor.SendAsync(command).WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);

    private ConductorWorkspace Open() => new(new WorkspaceOptions(_folder.Root, WorkspaceSettings.Default, TimeProvider.System, _log.Enqueue));

    private sealed class BreakingObserver : ITrackObserver
    {
        public void OnMoved(TrackMoved moved) => throw new KeyNotFoundException("Something nobody thought of.");
    }

    private sealed class RecordingObserver : ITrackObserver
    {
        private readonly Channel<TrackMoved> _moves = Channel.CreateUnbounded<TrackMoved>();

        public List<long> Revisions { get; } = [];

        public void OnMoved(TrackMoved moved)
        {
            Revisions.Add(moved.After.Revision);
            _moves.Writer.TryWrite(moved);
        }

        /// <summary>The first move like that, past or to come.</summary>
        public async Task<TrackMoved> FirstAsync(Func<TrackMoved, bool> matches)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(Notifications.Limit);
            return await _moves.Reader.ReadAllAsync(limit.Token).FirstAsync(matches, limit.Token);
        }
    }

    private sealed class FailingJournal(Journal inner) : IJournal
    {
        public bool IsFailing { get; set; }

        public bool CannotBeRead { get; set; }

        public Task<IReadOnlyList<JournalEntry>> AppendAsync(IReadOnlyList<JournalEntry> entries) =>
            IsFailing ? Task.FromException<IReadOnlyList<JournalEntry>>(new JournalException("The disk is full.")) : inner.AppendAsync(entries);

        public IEnumerable<JournalEntry> Read(string? trackId, long after = 0) =>
            CannotBeRead ? throw new JournalException("The journal is locked.") : inner.Read(trackId, after);
    }

    /// <summary>Holds one append until it is let go.</summary>
    private sealed class HeldJournal(Journal inner) : IJournal
    {
        private readonly TaskCompletionSource _letGo = new();
        private TaskCompletionSource? _held;

        /// <summary>Ends when the next append has come, which is held.</summary>
        public Task HoldNext() => (_held = new TaskCompletionSource()).Task;

        public void LetGo() => _letGo.SetResult();

        public async Task<IReadOnlyList<JournalEntry>> AppendAsync(IReadOnlyList<JournalEntry> entries)
        {
            if (Interlocked.Exchange(ref _held, null) is { } held)
            {
                held.SetResult();
                await _letGo.Task;
            }

            return await inner.AppendAsync(entries);
        }

        public IEnumerable<JournalEntry> Read(string? trackId, long after = 0) => inner.Read(trackId, after);
    }
}
