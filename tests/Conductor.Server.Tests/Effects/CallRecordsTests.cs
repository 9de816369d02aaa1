using Conductor.Core.Tickets;
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

public sealed class CallRecordsTests : IAsyncLifetime
{
    private readonly TestWorkspace _folder = new();
    private readonly Journal _journal;
    private readonly TrackActor _actor;
    private readonly TreeRecorder _trees;

    public CallRecordsTests()
    {
        var folder = new WorkspaceFolder(_folder.Root);
        _journal = new Journal(folder.Journal);
        _trees = new TreeRecorder(WorkspaceRoot.Open(_folder.Root), folder.Objects, TimeProvider.System, _ => { });
        _actor = new TrackActor("track", new TrackActorServices(
            _journal, new WorkspaceOwnership(folder), new SlotPool(() => 1), new Nobody(), () => WorkspaceSettings.Default, TimeProvider.System, _ => [], (_, _) => { }, _ => Task.CompletedTask, _ => { }));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _actor.DisposeAsync();
        await _trees.DisposeAsync();
        await _journal.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_end_of_a_call_that_changes_nothing_waits_for_nobody()
    {
        using var released = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task busy = _trees.BeforeRevertAsync(HoldUp(begun, released), TestContext.Current.CancellationToken);
        await begun.Task.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);
        var tools = new ToolContext(WorkspaceRoot.Open(_folder.Root), new CommandRunner(TimeProvider.System), O200kTokenCounter.Shared, TimeProvider.System, CommandLimits.Default);
        var models = new ChatModels(new ModelSources(_folder.Root, _folder.Root, O200kTokenCounter.Shared, TimeProvider.System));
        var records = new CallRecords(_actor, new AttemptKey("track", "A", 1), _trees, new WorkerEnvironment(tools, models));

        Task<TrackEvent.FilesChanged?> read = records.AfterAsync("call-1");

        Assert.True(read.IsCompletedSuccessfully);
        released.Set();
        await busy;
    }

    /// <summary>Paths that another worker's snapshot takes long to look at.</summary>
    private static IEnumerable<string> HoldUp(TaskCompletionSource begun, ManualResetEventSlim released)
    {
        begun.SetResult();
        released.Wait(Notifications.Limit, CancellationToken.None);
        yield return "a.txt";
    }

    private sealed class Nobody : ITrackObserver
    {
        public void OnMoved(TrackMoved moved)
        {
        }
    }
}
