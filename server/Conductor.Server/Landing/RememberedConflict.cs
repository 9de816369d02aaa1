using System.Collections.Immutable;

namespace Conductor.Server.Landing;

/// <summary>How a file in conflict stood before anybody worked on it.</summary>
/// <param name="Untouched">What it was, of one that git could not mark; null of one with marks.</param>
/// <param name="Marks">The lines in it that look like marks; null where that is not known.</param>
/// <param name="Before">What stood there before both sides, as <see cref="TextsBefore"/> says it in short; null where that is not known.</param>
/// <param name="Places">The same of each place in conflict.</param>
internal sealed record RememberedConflict(string? Untouched, MarkLines? Marks, string? Before, ImmutableArray<string> Places)
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
        return new RememberedConflict(null, MarkLines.Read(words), words[0] == Unknown ? null : words[0], [.. words.Skip(1).Where(PlacesBefore.IsPlace)]);
    }

    /// <summary>One text without a NUL.</summary>
    public override string ToString() => Untouched ?? (Marks is null && Before is null ? "" : string.Join(' ', [Prefix + (Before ?? Unknown), .. Places, .. Marks?.Words() ?? []]));
}
