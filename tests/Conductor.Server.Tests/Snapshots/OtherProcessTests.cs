using Conductor.Server.Effects;
using Conductor.Server.Snapshots;
using Conductor.Server.Storage;
using Conductor.Workers.Workspaces;
using Xunit;

namespace Conductor.Server.Tests.Snapshots;

/// <summary>What another process has recorded in the same folder in between, and what fails on the way, hides no change and gives none to the wrong ticket.</summary>
public sealed class OtherProcessTests : IDisposable
{
    private readonly GitFolder _folder = new();

    public OtherProcessTests()
    {
        _folder.Write("text.txt", "one\ntwo\n");
        _folder.Init().Commit();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_another_process_recorded_meanwhile_is_not_taken_for_what_was_there_before()
    {
        await using var ours = new UndoBench(_folder);
        await using var theirs = new UndoBench(_folder);
        await ours.CommandAsync("A", () => _folder.Write("a.txt", "by A\n"));

        await theirs.CommandAsync("B", () => _folder.Write("text.txt", "by B\n"));
        await ours.CommandAsync("A", () => _folder.Write("other.txt", "by A\n"));

        Assert.Equal(["text.txt"], theirs.Paths("B"));
        Assert.Equal(["a.txt", "other.txt"], ours.Paths("A"));
    }

    [Fact]
    public async Task A_change_is_seen_although_another_process_has_recorded_it_first()
    {
        await using var ours = new UndoBench(_folder);
        await using var theirs = new UndoBench(_folder);
        CallKey call = await ours.BeginCommandAsync("A");
        _folder.Write("text.txt", "by A\n");

        await theirs.Trees.BeforeAttemptAsync(new AttemptKey("track", "B", 1), TestContext.Current.CancellationToken);
        await ours.EndAsync(call);

        Assert.Equal(["text.txt"], ours.Paths("A"));
    }

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

    [Fact]
    public async Task What_changed_while_recording_failed_is_not_given_to_the_next_command()
    {
        await using var bench = new UndoBench(_folder);
        await bench.CommandAsync("A", () => _folder.Write("a.txt", "by A\n"));

        CallKey call = await bench.BeginCommandAsync("A");
        _folder.Write("text.txt", "by A\n");
        Directory.Move(_folder.At(".git/refs/conductor"), _folder.At(".git/away"));
        _folder.Write(".git/refs/conductor", "");
        await bench.EndAsync(call);
        File.Delete(_folder.At(".git/refs/conductor"));
        Directory.Move(_folder.At(".git/away"), _folder.At(".git/refs/conductor"));
        await bench.CommandAsync("B", () => _folder.Write("b.txt", "by B\n"));

        Assert.Single(bench.Files("A").Gaps);
        Assert.Equal(["b.txt"], bench.Paths("B"));
    }
}
