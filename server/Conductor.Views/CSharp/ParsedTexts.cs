using Conductor.Views.CSharp.Bodies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Conductor.Views.CSharp;

/// <summary>
/// The trees of the long texts that were parsed last: a file that has been edited since is parsed again only around what is different, which takes a fifth of the time. What comes
/// out is the same as of a whole parse; where the text is broken, before or now, the parser does not promise that, so it is parsed whole. Thread-safe.
/// </summary>
/// <param name="shortest">Characters; a shorter text is parsed whole, and not kept.</param>
internal sealed class ParsedTexts(int shortest)
{
    /// <summary>Characters; the tree of a longer text takes too much memory to be kept.</summary>
    private const int Longest = 512 * 1024;

    private const int MostTrees = 2;

    // A text that is made of many pieces is slow to read.
    private const int MostChanges = 32;

    // Guards the list, the latest first.
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = new(MostTrees + 1);
    private readonly List<(string Path, BlankBodies Blank)> _blanks = new(MostTrees + 1);

    /// <summary>For views.</summary>
    public static ParsedTexts Latest { get; } = new(32 * 1024);

    /// <summary>A text without the bodies that need not be parsed; null where there are none.</summary>
    /// <param name="path">As of <see cref="Parse"/>.</param>
    public BlankBodies? Blank(string path, string text)
    {
        if (text.Length < shortest || text.Length > Longest)
        {
            return BlankBodies.Of(text);
        }

        BlankBodies? known;
        lock (_gate)
        {
            known = _blanks.Find(entry => entry.Path == path).Blank;
        }

        var blank = BlankBodies.Of(text, known);
        if (blank is not null)
        {
            lock (_gate)
            {
                _blanks.RemoveAll(other => other.Path == path);
                _blanks.Insert(0, (path, blank));
                _blanks.RemoveRange(Math.Min(MostTrees, _blanks.Count), Math.Max(0, _blanks.Count - MostTrees));
            }
        }

        return blank;
    }

    /// <summary>The tree of a text.</summary>
    /// <param name="path">What the text is of: it is compared with the text that had this path before.</param>
    public SyntaxTree Parse(string path, string text, CSharpParseOptions options)
    {
        if (text.Length < shortest || text.Length > Longest)
        {
            return CSharpSyntaxTree.ParseText(SourceText.From(text), options);
        }

        var known = Known(path, options);
        var entry = (known is null or { Changes: >= MostChanges } ? null : Changed(known, text)) ?? new Entry(path, text, CSharpSyntaxTree.ParseText(SourceText.From(text), options), 0);
        lock (_gate)
        {
            _entries.RemoveAll(other => other.Path == path);
            _entries.Insert(0, entry);
            _entries.RemoveRange(Math.Min(MostTrees, _entries.Count), Math.Max(0, _entries.Count - MostTrees));
        }

        return entry.Tree;
    }

    /// <returns>Null where only a whole parse is sure.</returns>
    private static Entry? Changed(Entry known, string text)
    {
        var (start, end, endBefore) = TextDifference.Between(known.Text, text);
        if (start == text.Length && start == known.Text.Length)
        {
            return known;
        }

        if (known.Tree.GetRoot().ContainsDiagnostics)
        {
            return null;
        }

        var change = new TextChange(TextSpan.FromBounds(start, endBefore), text[start..end]);
        var tree = known.Tree.WithChangedText(known.Tree.GetText().WithChanges(change));
        return tree.GetRoot().ContainsDiagnostics ? null : new Entry(known.Path, text, tree, known.Changes + 1);
    }

    private Entry? Known(string path, CSharpParseOptions options)
    {
        lock (_gate)
        {
            return _entries.Find(entry => entry.Path == path && entry.Tree.Options.Equals(options));
        }
    }

    private sealed record Entry(string Path, string Text, SyntaxTree Tree, int Changes);
}
