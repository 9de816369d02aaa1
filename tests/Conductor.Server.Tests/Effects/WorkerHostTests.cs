using System.Collections.Concurrent;
using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Snapshots;
using Conductor.Server.Storage;
using Conductor.Server.Tests.Rpc;
using Conductor.Views;
using Conductor.Workers.Loop;
using Conductor.Workers.Models;
using Conductor.Workers.Processes;
using Conductor.Workers.Tools;
using Conductor.Workers.Workspaces;
using Xunit;

namespace Conductor.Server.Tests.Effects;

public sealed class WorkerHostTests : IAsyncLifetime
{
    private const string Track = "track";

    private readonly TestWorkspace _folder = new();
    private readonly HeldTool _tool = new();
    private readonly Observer _observer = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly WorkerHost _host;
    private readonly WorkspaceRepository _repository;
    private readonly Journal _journal;
    private readonly TrackActor _actor;
    private Func<ImmutableArray<string>> _neverAutoApprove = () => [];

    public WorkerHostTests()
    {
        _folder.WriteScriptOfCalls(TestWorkspace.Call("hold", new { }));
        var tools = new ToolContext(WorkspaceRoot.Open(_folder.Root), new CommandRunner(TimeProvider.System), O200kTokenCounter.Shared, TimeProvider.System, CommandLimits.Default);
        var models = new ChatModels(new ModelSources(_folder.Root, _folder.Root, O200kTokenCounter.Shared, TimeProvider.System));
        var environment = new WorkerEnvironment(tools, models) { Available = [_tool, .. WorkerTools.All], NeverAutoApprove = () => _neverAutoApprove() };
        var settings = WorkspaceSettings.Default with { Model = _folder.Model };
        _journal = new Journal(new WorkspaceFolder(_folder.Root).Journal);
        var trees = new TreeRecorder(environment.Tools.Root, Path.Combine(environment.Tools.Root.FullPath, ".conductor/objects"), TimeProvider.System, _ => { });
        var places = new AttemptPlaces(new AttemptPlace(environment, trees), root => throw new InvalidOperationException($"No tree was made at {root.FullPath}."));
        _repository = new WorkspaceRepository(_folder.Root, TimeProvider.System);
        _host = new WorkerHost(new TreePreparation(places, _repository), new WorkerHostServices(_ => Actor, () => settings, _observer, _repository, Yard(), _log.Enqueue, _ => { }));
        _observer.Host = _host;
        _actor = new TrackActor(
            Track, new TrackActorServices(_journal, new WorkspaceOwnership(new WorkspaceFolder(_folder.Root)), new SlotPool(() => 2), _observer, () => settings, TimeProvider.System, _ => [], (_, _) => { }, _ => Task.CompletedTask, _ => { }));
    }

    private TrackActor Actor => _actor;

    private TreeYard Yard()
    {
        var folder = new WorkspaceFolder(_folder.Root);
        return new TreeYard(new TreeYardServices(
            folder, _repository, new WorkspaceOwnership(folder), () => [], trackId => new KnownTrack(trackId, Actor.State), (_, _) => Task.CompletedTask, _ => Task.CompletedTask, (_, _) => Task.CompletedTask, _log.Enqueue));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _tool.Release();
        await _host.DisposeAsync();
        _repository.Dispose();
        await _actor.DisposeAsync();
        await _journal.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_retried_ticket_waits_until_its_earlier_worker_has_wound_down()
    {
        await SendAsync(new TrackCommand.Define(new TrackHeader(Track, "A track"), [new TicketDefinition("A", "First.")]));
        await SendAsync(new TrackCommand.StartRun(new RunOptions { AutoQueue = true, Model = _folder.Model }));
        await ApproveSpawnAsync(1);
        await InTimeAsync(_tool.First);

        await SendAsync(new TrackCommand.CancelTicket("A", "Enough."));
        await SendAsync(new TrackCommand.RetryTicket("A", Note: null, _folder.Model));
        await ApproveSpawnAsync(2);
        // A second worker that did not wait would have come as far as its own call in the time of so many turns.
        for (int turn = 0; turn < 2000 && !_tool.Second.IsCompleted; turn++)
        {
            await SendAsync(new TrackCommand.Reschedule());
        }

        Assert.False(_tool.Second.IsCompleted);
        _tool.Release();
        await InTimeAsync(_tool.Second);
    }

    [Fact]
    public async Task Nothing_is_kept_of_a_worker_that_was_stopped_by_a_pause()
    {
        await SendAsync(new TrackCommand.Define(new TrackHeader(Track, "A track"), [new TicketDefinition("A", "First.")]));
        await SendAsync(new TrackCommand.StartRun(new RunOptions { AutoQueue = true, Model = _folder.Model }));
        await ApproveSpawnAsync(1);
        await InTimeAsync(_tool.First);
        Assert.Equal(1, _host.RunningCount);

        await SendAsync(new TrackCommand.PauseRun(PauseCause.Person));
        _tool.Release();
        await _host.DisposeAsync();

        Assert.Equal(0, _host.RunningCount);
    }

    [Fact]
    public async Task What_breaks_while_a_worker_is_being_stopped_does_not_fail_its_ticket()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var released = new ManualResetEventSlim();
        _neverAutoApprove = () =>
        {
            asked.TrySetResult();
            released.Wait(Notifications.Limit, CancellationToken.None);
            throw new IOException("The pipe is broken.");
        };
        await SendAsync(new TrackCommand.Define(new TrackHeader(Track, "A track"), [new TicketDefinition("A", "First.")]));
        await SendAsync(new TrackCommand.StartRun(new RunOptions { AutoQueue = true, Model = _folder.Model }));
        await ApproveSpawnAsync(1);
        await InTimeAsync(asked.Task);

        await SendAsync(new TrackCommand.PauseRun(PauseCause.Person));
        released.Set();
        await _host.DisposeAsync();

        TicketState ticket = _actor.State.Tickets["A"];
        Assert.Equal((null, AttemptPhase.Suspended), (ticket.Outcome, ticket.Attempt?.Phase));
    }

    [Fact]
    public async Task What_breaks_a_worker_stands_in_the_log_and_its_ticket_says_what_to_do_next()
    {
        _neverAutoApprove = () => throw new IOException("The pipe is broken.");
        await SendAsync(new TrackCommand.Define(new TrackHeader(Track, "A track"), [new TicketDefinition("A", "First.")]));
        await SendAsync(new TrackCommand.StartRun(new RunOptions { AutoQueue = true, Model = _folder.Model }));
        await ApproveSpawnAsync(1);

        TicketOutcome outcome = await InTimeAsync(_observer.Ended);

        string error = Assert.IsType<TicketOutcome.Failed>(outcome).Error;
        Assert.Contains("Retry the ticket", error, StringComparison.Ordinal);
        Assert.DoesNotContain("The pipe is broken.", error, StringComparison.Ordinal);
        Assert.Contains(_log, line => line.Contains("The pipe is broken.", StringComparison.Ordinal));
    }

    private async Task ApproveSpawnAsync(int attempt)
    {
        string approvalId = await InTimeAsync(_observer.SpawnOf(attempt));
        await SendAsync(new TrackCommand.Decide(approvalId, new ApprovalDecision(ApprovalChoice.Approve, "person"), null));
    }

    private async Task SendAsync(TrackCommand command) => Assert.Null((await InTimeAsync(_actor.SendAsync(command))).Refusal);

    private static Task InTimeAsync(Task task) => task.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);

    private static Task<T> InTimeAsync<T>(Task<T> task) => task.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);

    /// <summary>Passes every move on to the host, and knows the spawn gates.</summary>
    private sealed class Observer : ITrackObserver, IOutputObserver
    {
        private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _spawns = new();

        private readonly TaskCompletionSource<TicketOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public WorkerHost? Host { get; set; }

        /// <summary>How the first attempt ended.</summary>
        public Task<TicketOutcome> Ended => _ended.Task;

        public Task<string> SpawnOf(int attempt) => Spawn(attempt).Task;

        public void OnMoved(TrackMoved moved)
        {
            Host?.OnMoved(moved);
            if (moved.Entries.Select(entry => entry.Event).OfType<TrackEvent.AttemptEnded>().FirstOrDefault() is { Outcome: var outcome })
            {
                _ended.TrySetResult(outcome);
            }

            foreach (ApprovalRequest.Spawn spawn in moved.Entries.Select(entry => entry.Event).OfType<TrackEvent.ApprovalRequested>().Select(asked => asked.Request).OfType<ApprovalRequest.Spawn>())
            {
                Spawn(spawn.Attempt).TrySetResult(spawn.ApprovalId);
            }
        }

        public void OnOutput(OutputPiece piece)
        {
        }

        private TaskCompletionSource<string> Spawn(int attempt) =>
            _spawns.GetOrAdd(attempt, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
