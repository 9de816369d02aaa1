using Conductor.Core.Tickets;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Storage;

namespace Conductor.Server.Cli;

/// <summary>A track as the journal knows it.</summary>
/// <param name="Entries">Everything that happened to it, oldest first; never empty.</param>
internal sealed record JournaledTrack(string TrackId, TrackState State, IReadOnlyList<JournalEntry> Entries)
{
    /// <summary>All that has landed changes no file: it was taken back, or was there before.</summary>
    public bool LandsNothing { get; init; }
}

/// <summary>Reads a workspace's journal without owning it: nothing is created, and a running process is not disturbed.</summary>
internal static class JournaledTracks
{
    /// <summary>Every track, in the order they first appeared; empty when there is no journal yet.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public static async Task<IReadOnlyList<JournaledTrack>> ReadAsync(WorkspaceFolder folder)
    {
        if (!Directory.Exists(folder.Root))
        {
            throw CommandFailedException.BadInput($"There is no folder {folder.Root}. Name an existing one with --workspace.");
        }

        await using var journal = new Journal(folder.Journal);
        return [.. journal.Read(trackId: null).GroupBy(entry => entry.TrackId).Select(entries => Replay(entries.Key, [.. entries]))];
    }

    /// <summary>The track a person means: its id, its file's path, the id its file gives it, or its file's name.</summary>
    /// <exception cref="CommandFailedException">There is none, or the name fits several.</exception>
    public static JournaledTrack Find(IReadOnlyList<JournaledTrack> tracks, string named, string root, string currentFolder)
    {
        if (TryFind(tracks, named, root, currentFolder) is { } found)
        {
            return found;
        }

        string run = NextCommands.In(root, currentFolder, "conductor run <track.json>");
        string known = tracks.Count == 0 ? $"It knows none yet; run one with: {run}" : $"It knows {string.Join(", ", tracks.Select(track => track.TrackId))}.";
        throw CommandFailedException.BadInput($"The journal of {root} has no track {named}. {known}");
    }

    /// <summary>The same; null when there is none.</summary>
    /// <exception cref="CommandFailedException">The name fits several.</exception>
    public static JournaledTrack? TryFind(IReadOnlyList<JournaledTrack> tracks, string named, string root, string currentFolder)
    {
        string fromHere = Path.GetRelativePath(root, Path.GetFullPath(named, currentFolder)).Replace('\\', '/');
        Func<JournaledTrack, bool>[] meanings =
        [
            track => track.TrackId == named,
            track => track.State.Header.Path == fromHere || track.State.Header.Path == named.Replace('\\', '/'),
            track => TrackFiles.TrackIdentity.IdOf(track.TrackId) == named,
            track => track.State.Header.Path is { } path && TrackFiles.TrackNames.IsNameOf(named, path),
        ];
        foreach (Func<JournaledTrack, bool> meaning in meanings)
        {
            JournaledTrack[] found = [.. tracks.Where(meaning)];
            if (found.Length > 1)
            {
                throw CommandFailedException.BadInput($"{named} fits several tracks: {string.Join(", ", found.Select(track => track.TrackId))}. Name one of them.");
            }

            if (found.Length == 1)
            {
                return found[0];
            }
        }

        return null;
    }

    private static JournaledTrack Replay(string trackId, IReadOnlyList<JournalEntry> entries)
    {
        TrackState state = TrackState.Empty with { Header = new TrackHeader(trackId, "") };
        foreach (JournalEntry entry in entries)
        {
            state = TrackEvolution.Apply(state, entry.Event, entry.At);
        }

        return new JournaledTrack(trackId, state, entries);
    }
}
