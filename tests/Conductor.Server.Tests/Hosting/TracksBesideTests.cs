using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Hosting;

public sealed class TracksBesideTests : IDisposable
{
    private readonly TestWorkspace _folder = new();

    private WorkspaceFolder Folder => new(_folder.Root);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_another_process_has_recorded_meanwhile_is_seen_though_nobody_has_told_of_it_yet()
    {
        await using ConductorWorkspace workspace = Open();
        Scenario scenario = Scenario.Running(Make.Ticket("A")).Spawn("A");
        await WriteAsync("loaded", scenario.History.Take(1));
        var beside = new TracksBeside(workspace.Journal, workspace.Actor, () => workspace.Actors);
        Assert.Empty(beside.Of("asking", 1));

        await WriteAsync("loaded", scenario.History.Skip(1));
        await WriteAsync("new", Scenario.Running(Make.Ticket("B")).Spawn("B").History);

        Assert.Equal(["A", "B"], beside.Of("asking", 2).SelectMany(state => state.Active).Select(key => key.TicketId).Order(StringComparer.Ordinal));
        Assert.Equal(["A"], beside.Of("new", 2).SelectMany(state => state.Active).Select(key => key.TicketId));
    }

    [Fact]
    public async Task While_this_process_has_the_workspace_the_journal_is_not_asked_again()
    {
        await using ConductorWorkspace workspace = Open();
        await WriteAsync("loaded", Scenario.Running(Make.Ticket("A")).Spawn("A").History);
        var beside = new TracksBeside(workspace.Journal, workspace.Actor, () => workspace.Actors);
        Assert.Single(beside.Of("asking", 1));

        File.Delete(Folder.Journal);

        Assert.Single(beside.Of("asking", 1));
        Assert.Contains("nothing can be written beside them", Assert.Throws<InvalidOperationException>(() => beside.Of("asking", 2)).Message, StringComparison.Ordinal);
    }

    private async Task WriteAsync(string track, IEnumerable<TrackEvent> events)
    {
        Folder.Create();
        await using var another = new Journal(Folder.Journal);
        await another.AppendAsync([.. events.Select(happened => new JournalEntry(0, track, DateTimeOffset.UnixEpoch, happened))]).WaitAsync(Token);
    }

    private ConductorWorkspace Open() => new(new WorkspaceOptions(_folder.Root, WorkspaceSettings.Default, TimeProvider.System, _ => { }));
}
