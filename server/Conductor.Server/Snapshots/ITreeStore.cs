using System.Collections.Immutable;
using Conductor.Core.Tickets;

namespace Conductor.Server.Snapshots;

/// <summary>Records what stands in a workspace. One call at a time: the recorder sees to it.</summary>
internal interface ITreeStore
{
    /// <summary>Records the files as they are now.</summary>
    /// <exception cref="TreeRecordingException">It cannot be done; the message says why and what to do.</exception>
    /// <exception cref="IOException">The disk fails, or git hangs.</exception>
    Task<RecordedTree> RecordAsync(CancellationToken cancellationToken);

    /// <summary>What differs between a tree and the one that was recorded last, contents kept.</summary>
    /// <param name="before">An earlier tree, also of another process.</param>
    /// <param name="after">The tree recorded last: its files are on disk now.</param>
    /// <param name="most">Of more files than these no content is kept.</param>
    /// <exception cref="TreeRecordingException">It cannot be told; the message says why.</exception>
    /// <exception cref="IOException">The disk fails, or git hangs.</exception>
    Task<TreeDifferences> CompareAsync(string before, RecordedTree after, int most, CancellationToken cancellationToken);

    /// <summary>Forgets trees that nothing needs any more, but none that was recorded after a moment.</summary>
    Task PruneAsync(IReadOnlySet<string> needed, DateTimeOffset recordedBefore, CancellationToken cancellationToken);
}

/// <summary>A recorded tree.</summary>
/// <param name="Id">Names it for good.</param>
/// <param name="TooLarge">Files that are not kept because of their size: path to what tells whether they have changed.</param>
internal sealed record RecordedTree(string Id, ImmutableDictionary<string, string> TooLarge)
{
    /// <summary>Bytes of the largest file that is kept.</summary>
    public const long LargestFile = 32 * 1024 * 1024;

    /// <summary>Files that are too large and not what they were.</summary>
    public IEnumerable<string> LargeFilesSince(RecordedTree before) =>
        TooLarge.Keys.Union(before.TooLarge.Keys)
            .Where(path => TooLarge.GetValueOrDefault(path) != before.TooLarge.GetValueOrDefault(path))
            .Order(StringComparer.Ordinal);
}

/// <summary>What differs between two trees.</summary>
/// <param name="Files">In ordinal order; none when there are too many.</param>
/// <param name="TooMany">How many they are, when they are more than were asked for; 0 otherwise.</param>
internal sealed record TreeDifferences(ImmutableArray<FileTransition> Files, int TooMany = 0);

/// <summary>What stands in a workspace cannot be recorded or compared. The message is for a person.</summary>
internal sealed class TreeRecordingException(string message, Exception? inner = null) : Exception(message, inner);
