using Conductor.Server.Effects;
using Conductor.Server.Snapshots;
using Conductor.Server.Storage;
using Conductor.Workers.Workspaces;
using Xunit;

namespace Conductor.Server.Tests.Snapshots;

/// <summary>Two processes in one folder.</summary>
public sealed class OtherProcessTests : IDisposable
{
    private readonly GitFolder _folder = new();

    public OtherProcessTests()
    {
        _folder.Write("text.txt", "one\ntwo\n");
        _folder.Init().Commit();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_pruned_while_another_process_owns_the_workspace(bool isInUse)
    {
        var folder = new WorkspaceFolder(_folder.Root);
        using WorkspaceOwnership.Lease? theirs = isInUse ? new WorkspaceOwnership(folder).TryTake() : null;
        var objects = new ObjectStore(folder.Objects);
        string content = objects.Put("theirs"u8.ToArray());
        File.SetLastWriteTimeUtc(Path.Combine(folder.Objects, content[..2], content[2..]), DateTime.UnixEpoch);
        await using var trees = new TreeRecorder(WorkspaceRoot.Open(_folder.Root), folder.Objects, TimeProvider.System, _ => { })
        {
            Needed = () => new NeededRecords(),
            Ownership = new WorkspaceOwnership(folder),
        };

        await trees.BeforeAttemptAsync(new AttemptKey("track", "A", 1), TestContext.Current.CancellationToken);
        await trees.Pruning;

        Assert.Equal(isInUse, objects.Has(content));
    }
}
