using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.CrashHost.Campaign;
using Conductor.CrashHost.Host;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Storage;
using Conductor.Workers.Models;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

public sealed class RunRecordingTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("conductor-record-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_rich_run_that_is_recorded_and_replayed_says_does_and_costs_the_same()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The track's commands are written for a Unix shell.");
        RunFolder recorded = Folder("recorded");
        RunFolder replayed = Folder("replayed");

        Evidence original = await PlayAsync(recorded);
        RunRecording recording = await RecordAsync(recorded);
        await File.WriteAllTextAsync(Path.Combine(replayed.Workspace, "rich.script.json"), ScriptWriter.Write(recording.Script), TestContext.Current.CancellationToken);
        Evidence again = await PlayAsync(replayed);

        Assert.Equal(Answers(original), Answers(again));
        Assert.Equal(original.ToolCalls.Order(StringComparer.Ordinal), again.ToolCalls.Order(StringComparer.Ordinal));
        Assert.Equal(original.Effects.Order(StringComparer.Ordinal), again.Effects.Order(StringComparer.Ordinal));
        Assert.Equal(Endings(original), Endings(again));
        Assert.Equal(original.State.Usage.PerTier, again.State.Usage.PerTier);
        Assert.Equal(Failures(original), Failures(again));
        Assert.NotEmpty(Failures(again));
        Assert.Empty(recording.Notes);
        Assert.Equal(2, again.State.Usage.PerTier.Count);
        Assert.Equal(ScriptWriter.Write(recording.Script), ScriptWriter.Write((await RecordAsync(replayed)).Script));
    }

    private static async Task<Evidence> PlayAsync(RunFolder folder)
    {
        Assert.Equal(new HostEnd(IsKilled: false, Problem: null), await HostProcess.RunAsync(new HostOptions(folder.Path, Scenario.Rich)));
        return await Evidence.ReadAsync(folder);
    }

    private static async Task<RunRecording> RecordAsync(RunFolder folder)
    {
        await using var journal = new Journal(new WorkspaceFolder(folder.Workspace).Journal);
        return RunRecording.OfLatestRun([.. journal.Read(RunFolder.TrackId)], keepsDelays: false) ?? throw new InvalidOperationException("Nothing was recorded.");
    }

    private static ImmutableArray<string> Answers(Evidence run) =>
        [.. run.Journal.OfType<TrackEvent.ModelAnswered>().Select(answer => answer.ToString()).Order(StringComparer.Ordinal)];

    private static ImmutableArray<string> Failures(Evidence run) =>
        [.. run.Journal.OfType<TrackEvent.ModelCallFailed>().Select(failed => (failed with { RetryAt = null }).ToString()).Order(StringComparer.Ordinal)];

    private static ImmutableArray<string> Endings(Evidence run) =>
        [.. run.Journal.OfType<TrackEvent.AttemptEnded>().Select(ended => ended.ToString()).Order(StringComparer.Ordinal)];

    private RunFolder Folder(string name) => new RunFolder(Path.Combine(_root, name)).Create(Scenario.Rich);
}
