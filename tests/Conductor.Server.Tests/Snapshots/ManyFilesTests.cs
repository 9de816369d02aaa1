using System.Globalization;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Server.Tests.Snapshots;

/// <summary>A command that changes more files than are kept one by one.</summary>
public sealed class ManyFilesTests : IDisposable
{
    private const int Most = 20;

    private readonly GitFolder _folder = new();

    public ManyFilesTests() => _folder.Write("text.txt", "one\ntwo\n");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_files_than_are_kept_one_by_one_are_a_gap_and_the_next_command_is_recorded(bool isRepository)
    {
        Prepare(isRepository);
        await using var bench = new UndoBench(_folder, mostFiles: Most);

        await bench.CommandAsync("A", WriteTooMany);
        await bench.CommandAsync("B", () => _folder.Write("text.txt", "by B\n"));

        Assert.Empty(bench.Paths("A"));
        Assert.StartsWith("Changes of `make` cannot be reverted: it changed 21 files, more than the 20", Assert.Single(bench.Files("A").Gaps), StringComparison.Ordinal);
        Assert.Equal(["text.txt"], bench.Paths("B"));
    }

    [Fact]
    public async Task Of_too_many_files_none_is_copied()
    {
        Prepare(isRepository: true);
        await using var bench = new UndoBench(_folder, mostFiles: Most);

        await bench.CommandAsync("A", WriteTooMany);

        Assert.Empty(bench.Trees.Objects.All());
    }

    [Fact]
    public async Task Too_many_files_of_a_call_that_was_interrupted_are_a_gap_too()
    {
        Prepare(isRepository: true);
        string? tree;
        await using (var bench = new UndoBench(_folder, mostFiles: Most))
        {
            await bench.BeginCommandAsync("A");
            tree = Assert.Single(bench.Files("A").Open).Value.Tree;
            WriteTooMany();
        }

        await using var again = new UndoBench(_folder, mostFiles: Most);
        TrackEvent.FilesChanged changed = await again.Trees.AfterInterruptionAsync(
            new TrackEvent.TreeRecorded("A", 1, "call-1", TreeMoment.Call, tree), TestContext.Current.CancellationToken);

        Assert.Empty(changed.Files);
        Assert.StartsWith("Changes of the call that was interrupted cannot be reverted: it changed 21 files", changed.Problem, StringComparison.Ordinal);
    }

    private void Prepare(bool isRepository)
    {
        if (isRepository)
        {
            _folder.Init().Commit();
        }
    }

    private void WriteTooMany()
    {
        for (int file = 0; file <= Most; file++)
        {
            _folder.Write(string.Create(CultureInfo.InvariantCulture, $"many/{file % 5}/{file}.txt"), string.Create(CultureInfo.InvariantCulture, $"{file}\n"));
        }
    }
}
