using System.Collections.Immutable;
using Conductor.Core.Tickets;

namespace Conductor.Server.Snapshots;

/// <summary>What a command that is under way has changed so far, tree by tree. Guarded by the recorder's gate.</summary>
/// <param name="mostFiles">More files than these are not kept one by one.</param>
internal sealed class CommandChanges(string what, int mostFiles)
{
    private readonly Dictionary<string, FileTransition> _files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _large = new(StringComparer.Ordinal);
    private int _tooMany;

    /// <summary>The command, in words for a person.</summary>
    public string What => what;

    /// <summary>A tree is missing in between: what comes now may be somebody else's.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>It has changed so many files at once that none of them is kept; what else it changes does not matter any more.</summary>
    public bool IsGivenUp => _tooMany > 0;

    /// <summary>Says that more files differ between two trees than are kept.</summary>
    public void GiveUp(int files)
    {
        _tooMany = Math.Max(_tooMany, files);
        _files.Clear();
    }

    /// <summary>Adds what happened between two trees.</summary>
    /// <param name="isMixed">Another command was under way too.</param>
    public void Add(FileTransition file, bool isMixed)
    {
        bool isFirst = !_files.TryGetValue(file.Path, out FileTransition? known);
        _files[file.Path] = new FileTransition(file.Path, isFirst ? file.Before : known?.Before, file.After, isMixed || IsUncertain || known?.IsMixed == true);
    }

    /// <summary>Adds files whose contents are not kept.</summary>
    public void AddLarge(IEnumerable<string> paths) => _large.UnionWith(paths);

    /// <summary>All of it, as an event.</summary>
    public TrackEvent.FilesChanged ToEvent(string ticketId, int attempt, string callId, string? tree)
    {
        ImmutableArray<FileTransition> files = [.. _files.Values.Where(file => file.Before != file.After).OrderBy(file => file.Path, StringComparer.Ordinal)];
        int count = Math.Max(_tooMany, files.Length);
        return count > mostFiles
            ? new TrackEvent.FilesChanged(ticketId, attempt, callId, [], tree, Gap(what, TooMany(count, mostFiles)))
            : new TrackEvent.FilesChanged(ticketId, attempt, callId, files, tree, _large.Count == 0 ? null : Gap(
                $"{string.Join(", ", _large)} by {what}", $"files larger than {RecordedTree.LargestFile / 1024 / 1024} MB are not kept."));
    }

    /// <summary>Why nothing is kept of so many files.</summary>
    public static string TooMany(int files, int most) => $"it changed {files} files, more than the {most} that are kept one by one. Use git to take them back.";

    /// <summary>What a person reads where changes are not known or not kept.</summary>
    public static string Gap(string what, string why) => $"Changes of {what} cannot be reverted: {why}";
}
