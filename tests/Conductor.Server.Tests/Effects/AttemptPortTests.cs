using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Effects;
using Conductor.Server.Hosting;
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

/// <summary>A port without a host around it: nobody cancels its worker when the run pauses.</summary>
public sealed class AttemptPortTests : IAsyncLifetime
{
    private const string Track = "track";

    private readonly TestWorkspace _folder = new();
    private readonly Journal _journal;
    private readonly TrackActor _actor;
    private readonly TreeRecorder _trees;
    private readonly BudgetWaiters _budgets = new();

    public AttemptPortTests()
    {
        var folder = new WorkspaceFolder(_folder.Root);
        _journal = new Journal(folder.Journal);
        _trees = new TreeRecorder(WorkspaceRoot.Open(_folder.Root), folder.Objects, TimeProvider.System, _ => { });
        _actor = new TrackActor(Track, new TrackActorServices(
            _journal, new WorkspaceOwnership(folder), new SlotPool(() => 2), new Waking(_budgets), () => WorkspaceSettings.Default, TimeProvider.System, _ => [], (_, _) => { }, _ => Task.CompletedTask, _ => { }));
    }

    public async ValueTask InitializeAsync()
    {
        await SendAsync(new TrackCommand.Define(new TrackHeader(Track, "A track"), [Make.Ticket("A"), Make.Ticket("B")]));
        await SendAsync(new TrackCommand.StartRun(Make.Automatic with { Budget = new Budget(Tokens: 100) }));
        foreach (string id in (string[])["A", "B"])
        {
            await SendAsync(new TrackCommand.ProposeSpawn(id, 1, Make.Spawn(), "hash"));
            await SendAsync(new TrackCommand.Decide($"{Track}:{id}:1:spawn", Make.Approve, null));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _actor.DisposeAsync();
        await _trees.DisposeAsync();
        await _journal.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_call_within_the_budget_may_be_made_and_its_estimate_is_recorded()
    {
        await Port().BeginModelCallAsync(Plan(tokens: 100), TestContext.Current.CancellationToken);

        Assert.Equal(100, _journal.Read(Track).Select(entry => entry.Event).OfType<TrackEvent.ModelCallStarted>().Single().Reserved?.TotalTokens);
    }

    [Fact]
    public async Task A_call_that_a_budget_does_not_hold_is_not_to_be_made_whoever_stops_the_worker()
    {
        OperationCanceledException stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Port().BeginModelCallAsync(Plan(tokens: 101), TestContext.Current.CancellationToken));

        Assert.Contains("The run's budget of 100 tokens does not last", stopped.Message, StringComparison.Ordinal);
        Assert.Equal(PauseCause.Budget, _actor.State.Run.PauseCause);
    }

    [Fact]
    public async Task A_call_that_waits_for_another_workers_goes_on_when_that_one_is_over()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        (AttemptPort one, AttemptPort other) = (Port(), Port("B"));
        await one.BeginModelCallAsync(Plan(tokens: 60), stop);
        Assert.StartsWith("1 call under way may take what is left", await other.BeginModelCallAsync(Plan(tokens: 60), stop), StringComparison.Ordinal);
        Task freed = other.WaitForBudgetAsync(Plan(tokens: 60), stop);
        await one.TellWorkerAsync("nudge", "Go on.", stop);
        Assert.False(freed.IsCompleted);

        await one.RecordModelAnswerAsync(new ModelAnswer(0, Tier.Worker, "demo", new TokenUsage(40, 0, 0, 1), false, "[]", ""), stop);

        await freed.WaitAsync(Notifications.Limit, stop);
        Assert.Null(await other.BeginModelCallAsync(Plan(tokens: 60), stop));
        Assert.Equal(RunStatus.Running, _actor.State.Run.Status);
    }

    private static ModelCallPlan Plan(long tokens) => new(0, Tier.Worker, "demo", new TokenUsage(tokens, 0, 0, 1));

    private Task<CommandReply> SendAsync(TrackCommand command) => _actor.SendAsync(command).WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);

    private AttemptPort Port(string ticketId = "A")
    {
        var key = new AttemptKey(Track, ticketId, 1);
        var tools = new ToolContext(WorkspaceRoot.Open(_folder.Root), new CommandRunner(TimeProvider.System), O200kTokenCounter.Shared, TimeProvider.System, CommandLimits.Default);
        var models = new ChatModels(new ModelSources(_folder.Root, _folder.Root, O200kTokenCounter.Shared, TimeProvider.System));
        return new AttemptPort(_actor, key, new DecisionWaiters(), _budgets, new OutputStream(key, 0, 0, new Nobody(), TimeProvider.System), new CallRecords(_actor, key, _trees, new WorkerEnvironment(tools, models)));
    }

    /// <summary>What a host does with a move of its track.</summary>
    private sealed class Waking(BudgetWaiters budgets) : ITrackObserver
    {
        public void OnMoved(TrackMoved moved) => budgets.Moved(moved.TrackId);
    }

    private sealed class Nobody : IOutputObserver
    {
        public void OnOutput(OutputPiece piece)
        {
        }
    }
}
