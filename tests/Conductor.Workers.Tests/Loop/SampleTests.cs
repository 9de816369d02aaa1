using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;

namespace Conductor.Workers.Tests.Loop;

/// <summary>The demo model on the sample workspace, as a newcomer meets it.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly LoopBench _bench = new() { Time = new RecordingTime(), Model = "demo" };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_demo_really_changes_a_file_of_the_sample()
    {
        var sample = Path.Combine(RepositoryFolder(), "extension", "sample");
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            _bench.Write(Path.GetRelativePath(sample, file), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }

        Completed(await _bench.RunAsync());

        Assert.Contains(_bench.Port.Completions, done => done is { Failed: false, ChangedPath: not null });
        // Tier 4's are left out: on this clock its time is over at once.
        Assert.All(_bench.Port.Answers.Where(answer => answer.Tier == Core.Usage.Tier.Worker), answer => Assert.False(answer.Estimated));
    }

    private static string RepositoryFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Conductor.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The repository was not found above the tests.");
        }
        return folder;
    }
}
