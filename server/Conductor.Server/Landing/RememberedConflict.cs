using System.Collections.Immutable;

namespace Conductor.Server.Landing;

/// <summary>How a file in conflict stood before anybody worked on it.</summary>
/// <param name="Untouched">What it was, of one that git could not mark; null of one with marks.</param>
/// <param name="Marks">The lines in it that look like marks; null where that is not known.</param>
/// <param name="Before">What stood there before both sides, as <see cref="TextsBefore"/> says it in short; null where that is not known.</param>
/// <param name="Places">The same of each place in conflict.</param>
/// <param name="Sides">What git had of it, and the commit that was merged into; null where nobody need know. When the merge has been committed git knows no more of it.</param>
internal sealed record RememberedConflict(string? Untouched, MarkLines? Marks, string? Before, ImmutableArray<string> Places, RememberedSides? Sides = null)
{
    private const string Prefix = "before ";
    private const string Unknown = "-";

    /// <summary>Of one with marks of which no more is known.</summary>
    public static readonly RememberedConflict OfMarks = new(null, null, null, []);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static RememberedConflict Read(string text)
    {
        if (text.Length == 0)
        {
            return OfMarks;
        }

        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return OfMarks with { Untouched = text };
        }

        string[] words = text[Prefix.Length..].Split(' ');
        return new RememberedConflict(null, MarkLines.Read(words), words[0] == Unknown ? null : words[0], [.. words.Skip(1).Where(PlacesBefore.IsPlace)], RememberedSides.Read(words));
    }

    /// <summary>One text without a NUL.</summary>
    public override string ToString() => Untouched ?? (Marks is null && Before is null ? "" : string.Join(' ', [Prefix + (Before ?? Unknown), .. Places, .. Marks?.Words() ?? [], .. Sides is null ? [] : new[] { Sides.ToString() }]));
}

/// <summary>What git had of a file in conflict: ids of contents, null where a side has no such file.</summary>
/// <param name="Into">The commit that was merged into.</param>
internal sealed record RememberedSides(string Into, string? Base, string? Ours, string? Theirs)
{
    private const string Prefix = "sides:";
    private const string Nothing = "-";

    /// <summary>From one of some words; null where none of them is one.</summary>
    public static RememberedSides? Read(IEnumerable<string> words) =>
        words.FirstOrDefault(word => word.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..].Split(':') is [var into, var before, var ours, var theirs]
            ? new RememberedSides(into, Id(before), Id(ours), Id(theirs))
            : null;

    /// <summary>One word.</summary>
    public override string ToString() => $"{Prefix}{Into}:{Base ?? Nothing}:{Ours ?? Nothing}:{Theirs ?? Nothing}";

    private static string? Id(string word) => word == Nothing ? null : word;
}
