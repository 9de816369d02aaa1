using Conductor.Core.Tickets;
using Conductor.Workers.Models;
using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;

namespace Conductor.Workers.Tests.Loop;

/// <summary>The demo model on the sample workspace, as a newcomer meets it.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly LoopBench _bench = new() { Time = new RecordingTime(), Model = "demo", TrackId = ".conductor/tracks/first-steps.track.json#first-steps" };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_demo_really_changes_a_file_of_the_sample_also_where_there_is_no_git_repository()
    {
        await CopySampleAsync();

        Completed(await _bench.RunAsync());

        Assert.Contains(_bench.Port.Completions, done => done is { Failed: false, ChangedPath: not null });
        Assert.DoesNotContain(_bench.Port.Completions, done => done.Failed);
        Assert.All(_bench.Port.Answers, answer => Assert.Equal((Core.Usage.Tier.Worker, false), (answer.Tier, answer.Estimated)));
    }

    [Theory]
    [InlineData(".conductor/tracks/mine.track.json#mine")]
    [InlineData(".conductor/tracks/first-steps.track.json")]
    public async Task A_ticket_of_another_track_is_not_taken_for_one_of_the_samples(string trackId)
    {
        await CopySampleAsync();
        _bench.TrackId = trackId;

        var reason = Assert.IsType<TicketOutcome.Blocked>((await _bench.RunAsync()).Outcome).Reason;

        Assert.StartsWith(DemoModel.OnlyKnowsTheSample, reason, StringComparison.Ordinal);
        Assert.Contains("Choose Model for Ticket", reason, StringComparison.Ordinal);
        Assert.Empty(_bench.Port.Completions);
    }

    private async Task CopySampleAsync()
    {
        var sample = Path.Combine(RepositoryFolder(), "extension", "sample");
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            _bench.Write(Path.GetRelativePath(sample, file), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }
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
