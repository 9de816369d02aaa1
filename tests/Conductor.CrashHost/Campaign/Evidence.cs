using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.CrashHost.Host;
using Conductor.Server.Storage;

namespace Conductor.CrashHost.Campaign;

/// <summary>What a run has left behind, read from outside when its last process is gone.</summary>
/// <param name="Tree">The workspace's files, the engine's own left out.</param>
/// <param name="Journal">Every event, in order.</param>
/// <param name="Moments">When each of them happened.</param>
/// <param name="LiveState">The last state in memory, as text.</param>
/// <param name="Repository">Null where the workspace is none.</param>
internal sealed record Evidence(
    ImmutableSortedDictionary<string, string> Tree,
    ImmutableArray<string> Effects,
    ImmutableArray<string> Acceptance,
    ImmutableArray<string> ToolCalls,
    ImmutableArray<ModelCall> ModelCalls,
    ImmutableArray<TrackEvent> Journal,
    ImmutableArray<DateTimeOffset> Moments,
    AttemptNumbers Attempts,
    string LiveState,
    RepositoryEvidence? Repository)
{
    /// <summary>The state that the journal gives.</summary>
    public TrackState State { get; } = Journal.Zip(Moments).Aggregate(TrackState.Empty, (state, entry) => TrackEvolution.Apply(state, entry.First, entry.Second));

    /// <summary>That state as text.</summary>
    public string ReplayedState => StateText.Of(State);

    /// <summary>How often a person said that something in doubt is to be run again.</summary>
    public int RunAgains { get; } = Journal.OfType<TrackEvent.ApprovalDecided>().Count(decided => decided.Decision.Choice == ApprovalChoice.RunAgain);

    /// <summary>Reads a run's folder.</summary>
    public static async Task<Evidence> ReadAsync(RunFolder folder)
    {
        string database = new WorkspaceFolder(folder.Workspace).Journal;
        await using var journal = new Journal(database);
        ImmutableArray<JournalEntry> entries = [.. journal.Read(RunFolder.TrackId)];
        ImmutableArray<TrackEvent> events = [.. entries.Select(entry => entry.Event)];
        var attempts = AttemptNumbers.Of(events);
        return new Evidence(
            TreeOf(folder.Workspace),
            Lines(folder.Effects),
            Lines(folder.Acceptance),
            Lines(folder.ToolCalls),
            [.. Lines(folder.ModelCalls).Select(line => ModelCall.Parse(line, attempts.LogicalOf))],
            events,
            [.. entries.Select(entry => entry.At)],
            attempts,
            await File.ReadAllTextAsync(folder.LiveState),
            await RepositoryEvidence.ReadAsync(folder));
    }

    private static ImmutableArray<string> Lines(string file) => File.Exists(file) ? [.. File.ReadAllLines(file)] : [];

    private static ImmutableSortedDictionary<string, string> TreeOf(string root) =>
        Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(file => (Path: Path.GetRelativePath(root, file), Text: File.ReadAllText(file)))
            .Where(file => !file.Path.StartsWith(".git/", StringComparison.Ordinal))
            .Where(file => !file.Path.StartsWith(".conductor/", StringComparison.Ordinal) || file.Path == RunFolder.TrackFile)
            .ToImmutableSortedDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);
}
