using System.Collections.Immutable;

namespace Conductor.Core.Tickets;

/// <summary>Which files a ticket has changed, over all its attempts. Immutable; replay builds the same one.</summary>
public sealed record TicketFiles
{
    private static readonly ImmutableSortedDictionary<string, FileSpan> NoSpans = ImmutableSortedDictionary.Create<string, FileSpan>(StringComparer.Ordinal);
    private static readonly ImmutableSortedDictionary<string, string?> NoTexts = ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal);

    /// <summary>By path. A file that is again what it was before the first change is not among them.</summary>
    public ImmutableSortedDictionary<string, FileSpan> Spans { get; init; } = NoSpans;

    /// <summary>What file tools changed: path to text before the first write; null when the file did not exist.</summary>
    public ImmutableSortedDictionary<string, string?> Texts { get; init; } = NoTexts;

    /// <summary>Calls that had begun and whose changes are not known yet, by attempt and call; what stood there before.</summary>
    public ImmutableSortedDictionary<string, TrackEvent.TreeRecorded> Open { get; init; } =
        ImmutableSortedDictionary.Create<string, TrackEvent.TreeRecorded>(StringComparer.Ordinal);

    /// <summary>The revert that can be completed or undone; null when there is none.</summary>
    public RevertState? Revert { get; init; }

    /// <summary>Its changes are taken back, or are just being.</summary>
    public bool IsTakenBack => Revert is { Phase: RevertPhase.Reverting or RevertPhase.Reverted };

    /// <summary>What was recorded before each revert: kept for good, so that nothing a revert wrote over is lost.</summary>
    public ImmutableSortedSet<string> SafeTrees { get; init; } = [];

    /// <summary>Reverts so far.</summary>
    public int Reverts { get; init; }

    /// <summary>What of its changes is not known or not kept, in words for a person.</summary>
    public ImmutableList<string> Gaps { get; init; } = [];

    /// <summary>Every path the ticket changed, in ordinal order.</summary>
    public IEnumerable<string> Paths => Spans.Keys.Union(Texts.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>No file is changed.</summary>
    public bool IsEmpty => Spans.IsEmpty && Texts.IsEmpty;

    /// <summary>The same with one of the events about files applied.</summary>
    public TicketFiles With(TrackEvent happened) => happened switch
    {
        TrackEvent.FileChanged changed => Texts.ContainsKey(changed.Path) ? this : this with { Texts = Texts.Add(changed.Path, changed.Before) },
        TrackEvent.TreeRecorded recorded => Record(recorded),
        TrackEvent.FilesChanged changed => Change(changed),
        TrackEvent.RevertStarted started => Begin(started),
        TrackEvent.ChangesReverted { IsUndo: false } when Revert is not null => this with { Spans = NoSpans, Texts = NoTexts, Revert = Revert with { Phase = RevertPhase.Reverted } },
        TrackEvent.ChangesReverted when Revert is not null => this with { Spans = Revert.Spans, Texts = Revert.Texts, Revert = null },
        _ => this,
    };

    private static string KeyOf(int attempt, string callId) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{attempt}:{callId}");

    private TicketFiles Record(TrackEvent.TreeRecorded recorded)
    {
        if (recorded.CallId is not { } callId)
        {
            return this;
        }

        // What stood there before the first try counts, however often a call is begun.
        string key = KeyOf(recorded.Attempt, callId);
        return recorded.Problem is { } problem ? this with { Gaps = AddGap(problem) }
            : Open.ContainsKey(key) ? this : this with { Open = Open.Add(key, recorded) };
    }

    private TicketFiles Change(TrackEvent.FilesChanged changed)
    {
        TicketFiles files = this with { Open = Open.Remove(KeyOf(changed.Attempt, changed.CallId)), Gaps = changed.Problem is { } problem ? AddGap(problem) : Gaps };
        foreach (FileTransition file in changed.Files)
        {
            files = files.Change(file);
        }

        // What changes after a revert stands on the reverted files; going back behind it would tear that apart.
        return changed.Files.IsEmpty ? files : files with { Revert = null };
    }

    private TicketFiles Change(FileTransition file)
    {
        FileSpan span = Spans.TryGetValue(file.Path, out FileSpan? known)
            ? new FileSpan(known.First, file.After, known.IsMixed || file.IsMixed || known.Last != file.Before)
            : new FileSpan(file.Before, file.After, file.IsMixed);
        return span.First == span.Last
            ? this with { Spans = Spans.Remove(file.Path), Texts = Texts.Remove(file.Path) }
            : this with { Spans = Spans.SetItem(file.Path, span) };
    }

    private TicketFiles Begin(TrackEvent.RevertStarted started)
    {
        RevertPhase phase = started.IsUndo ? RevertPhase.Undoing : RevertPhase.Reverting;
        RevertState revert = Revert is null
            ? new RevertState(started.Number, phase, started.Files, Spans, Texts)
            : Revert with { Phase = phase, Files = started.IsUndo ? Revert.Files : started.Files };
        return this with { Revert = revert, Reverts = Math.Max(Reverts, started.Number), SafeTrees = started.Tree is { } tree ? SafeTrees.Add(tree) : SafeTrees };
    }

    private ImmutableList<string> AddGap(string problem) => Gaps.Contains(problem) ? Gaps : Gaps.Add(problem);
}
