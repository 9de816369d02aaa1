using System.Collections.Immutable;
using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Views;
using Conductor.Views.CSharp;
using Conductor.Views.Members;
using Conductor.Workers.Outlines;

namespace Conductor.Workers.Tools;

/// <summary>
/// What one worker has seen of files, as hashes of their members, so that a second look shows what has changed and an edit that comes too
/// late says so. Kept in memory alone: a worker that goes on after a restart sees files anew. Thread-safe.
/// </summary>
public sealed class SeenFiles
{
    private const int MostLooks = 4;

    /// <summary>Why a text is no hash as looks print it, as the end of a sentence; null when it is one, or empty. Fewer digits could be those of another version.</summary>
    public static string? WhyNoHash(string hash) =>
        hash.Length == 0 || (hash.Length == MemberSnapshot.ShownDigits && hash.All(char.IsAsciiHexDigit))
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"'since' must be the {MemberSnapshot.ShownDigits} digits that a look prints behind @, all of them, not '{OneLine.Of(hash, MostQuoted)}'");

    private const int MostQuoted = 80;

    private readonly Lock _lock = new();

    /// <summary>The latest looks at each file, oldest first; guarded by <see cref="_lock"/>.</summary>
    private readonly Dictionary<string, ImmutableArray<MemberSnapshot>> _looks = new(StringComparer.Ordinal);

    // Outlines that are not there yet, by file; guarded by _lock.
    private readonly Dictionary<string, ImmutableArray<(string Text, Task<OutlineReading> Coming)>> _coming = new(StringComparer.Ordinal);

    /// <summary>Notes that the worker knows this text of the file: it was given some of it, or wrote it.</summary>
    /// <param name="constants">The symbols that <c>#if</c> finds defined in the file, where it is C#.</param>
    /// <param name="outline">The outline of this text where it is known; C# is read here.</param>
    public void Remember(string path, string text, ImmutableArray<string> constants, SourceOutline? outline = null)
    {
        var look = MemberSnapshot.Of(text, outline ?? CSharpOutline.TryRead(path, text, constants));
        lock (_lock)
        {
            var looks = _looks.GetValueOrDefault(path, []).RemoveAll(earlier => earlier.ContentHash == look.ContentHash).Add(look);
            _looks[path] = looks.Length > MostLooks ? looks.RemoveAt(0) : looks;
        }
    }

    /// <summary>The same while the outline is only coming: its members are known when that is there.</summary>
    /// <param name="coming">Ends by itself, without an exception.</param>
    public void Remember(string path, string text, ImmutableArray<string> constants, Task<OutlineReading> coming)
    {
        Remember(path, text, constants);
        lock (_lock)
        {
            _coming[path] = _coming.GetValueOrDefault(path, []).Add((text, coming));
        }
    }

    /// <summary>Ends when the members of all looks at a file are known, as far as they will be.</summary>
    public async Task KnownAsync(string path, CancellationToken cancellationToken)
    {
        ImmutableArray<(string Text, Task<OutlineReading> Coming)> coming;
        lock (_lock)
        {
            coming = _coming.GetValueOrDefault(path, []);
            _coming.Remove(path);
        }

        foreach (var (text, reading) in coming)
        {
            if ((await reading.WaitAsync(cancellationToken)).Outline is not { } outline)
            {
                continue;
            }

            var look = MemberSnapshot.Of(text, outline);
            lock (_lock)
            {
                _looks[path] = [.. _looks.GetValueOrDefault(path, []).Select(earlier => earlier.ContentHash == look.ContentHash ? look : earlier)];
            }
        }
    }

    /// <summary>The latest look at the file; null when there was none.</summary>
    public MemberSnapshot? Last(string path)
    {
        lock (_lock)
        {
            return _looks.GetValueOrDefault(path, []) is [.., var last] ? last : null;
        }
    }

    /// <summary>The look at the version that a view names; null when it is not known, or not any more.</summary>
    /// <param name="hash">The first digits of its hash.</param>
    public MemberSnapshot? At(string path, string hash)
    {
        lock (_lock)
        {
            return _looks.GetValueOrDefault(path, []).LastOrDefault(look => look.ContentHash.StartsWith(hash, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>That the file is not the version that a hash names, and in what it differs as far as that is known; null when it is.</summary>
    /// <param name="constants">The symbols that <c>#if</c> finds defined in the file, where it is C#.</param>
    /// <param name="hash">The first digits of its hash.</param>
    /// <param name="outline">As for <see cref="Remember"/>.</param>
    public string? Stale(string path, string text, ImmutableArray<string> constants, string hash, SourceOutline? outline = null) =>
        MemberSnapshot.Hash(text).StartsWith(hash, StringComparison.OrdinalIgnoreCase)
            ? null
            : MemberLookup.Stale(path, text, outline ?? CSharpOutline.TryRead(path, text, constants), hash, At(path, hash));

    /// <summary>That the file is not what the worker saw last, and in what; empty when it is, or was never seen.</summary>
    /// <param name="constants">The symbols that <c>#if</c> finds defined in the file, where it is C#.</param>
    /// <param name="outline">As for <see cref="Remember"/>.</param>
    public string ChangedSince(string path, string text, ImmutableArray<string> constants, SourceOutline? outline = null) =>
        Last(path) is { } last && last.ContentHash != MemberSnapshot.Hash(text)
            ? " " + MemberLookup.Stale(path, text, outline ?? CSharpOutline.TryRead(path, text, constants), last.ShownHash, last)
            : "";
}
