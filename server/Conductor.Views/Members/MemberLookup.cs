using System.Globalization;
using System.Text;
using Conductor.Views.Rendering;

namespace Conductor.Views.Members;

/// <summary>Gives the exact text of one member, by its name, or of some lines.</summary>
public static class MemberLookup
{
    private const int MostNames = 8;

    /// <summary>
    /// Finds <c>Member</c>, <c>Type.Member</c>, <c>Type.Member(int, string)</c>, a type, or lines as <c>12-34</c> or <c>L12-34</c>.
    /// </summary>
    /// <param name="path">For messages.</param>
    /// <param name="outline">The outline of exactly this text; null finds lines alone.</param>
    /// <param name="expectedHash">The first digits of the hash that the file or the member had when it was seen; null takes it as it is.</param>
    /// <param name="seen">The file as it was seen with that hash, so that a refusal can say what changed; null when that is not known.</param>
    public static LookupResult Find(
        string path, string text, SourceOutline? outline, string query, string? expectedHash = null, MemberSnapshot? seen = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(query);
        var result = Lines(path, text, query) ?? Member(path, text, outline, query);
        if (expectedHash is not { Length: > 0 } expected
            || TextHash.Of(text).StartsWith(expected, StringComparison.OrdinalIgnoreCase)
            || (result is LookupResult.Found found && found.Hash.StartsWith(expected, StringComparison.OrdinalIgnoreCase)))
        {
            return result;
        }

        return new LookupResult.Refused(Stale(path, text, outline, expected, seen));
    }

    /// <summary>That a file is not what it was, and in what, as far as it is known.</summary>
    public static string Stale(string path, string text, SourceOutline? outline, string expectedHash, MemberSnapshot? seen)
    {
        ArgumentNullException.ThrowIfNull(text);
        var now = MemberSnapshot.Of(text, outline);
        var what = seen is not { HasOutline: true } || outline is null ? string.Empty : $" ({MemberChanges.Between(seen, now).Describe()})";
        return $"'{path}' is no longer @{expectedHash}; it is @{now.ShownHash} now{what}. Read what you need of it again.";
    }

    private static LookupResult? Lines(string path, string text, string query)
    {
        var parts = query.TrimStart('L', 'l').Split('-');
        if (parts.Length != 2 || !Number(parts[0], out var first) || !Number(parts[1].TrimStart('L', 'l'), out var last))
        {
            return null;
        }

        var start = LineStart(text, first);
        if (first < 1 || last < first || start < 0)
        {
            return new LookupResult.Refused($"'{path}' has no lines {query}. Give the first and the last line, counted from 1, the first one within the file.");
        }

        var next = LineStart(text, last + 1);
        return Found($"lines {first}-{last}", text, new SourceSpan(start, next < 0 ? text.Length : next));
    }

    private static LookupResult Member(string path, string text, SourceOutline? outline, string query)
    {
        if (outline is null)
        {
            return new LookupResult.Refused($"The members of '{path}' are not known, since it is no code that can be read here. Ask for lines instead, as 12-34.");
        }

        var bracket = query.IndexOf('(', StringComparison.Ordinal);
        var name = (bracket < 0 ? query : query[..bracket]).Trim();
        var candidates = outline.Members.Where(member => member.Kind != SourceMemberKind.Namespace && IsCalled(member, name)).ToList();

        // A constructor is called as its type; the type is meant unless the constructor's full name is given.
        var exact = candidates.Where(member => member.FullName == name).ToList();
        candidates = exact.Count > 0 ? exact : candidates.Any(member => member.HasMembers) ? [.. candidates.Where(member => member.HasMembers)] : candidates;
        if (bracket >= 0)
        {
            candidates = [.. candidates.Where(member => ParameterList.Fits(text, member, query[bracket..], outline.Syntax))];
        }

        return candidates.Count switch
        {
            1 => Found(candidates[0].FullName, text, candidates[0].Whole),
            0 => new LookupResult.Refused(Missing(path, outline, query, name)),
            _ => new LookupResult.Refused(Several(path, text, query, candidates, outline.Syntax)),
        };
    }

    private static bool IsCalled(SourceMember member, string name)
    {
        foreach (var simple in member.Name.Split(", "))
        {
            var full = member.Container.Length == 0 ? simple : $"{member.Container}.{simple}";
            if (simple.Length > 0 && (full == name || full.EndsWith("." + name, StringComparison.Ordinal) || name.EndsWith("." + full, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    private static string Missing(string path, SourceOutline outline, string query, string name)
    {
        var simple = name[(name.LastIndexOf('.') + 1)..];
        var near = outline.Members
            .Where(member => simple.Length > 0 && member.Name.Contains(simple, StringComparison.OrdinalIgnoreCase) && member.Kind != SourceMemberKind.Namespace)
            .Select(member => member.FullName).Distinct().Take(MostNames).ToList();
        return $"There is no member '{query}' in '{path}'. "
            + (near.Count > 0 ? $"There are {string.Join(", ", near)}." : "Read the file at level outline to see what there is.");
    }

    private static string Several(string path, string text, string query, List<SourceMember> candidates, SourceSyntax syntax)
    {
        var lines = new LineIndex(text);
        var choices = candidates.Take(MostNames).Select(member =>
        {
            var signature = new StringBuilder();
            var start = member.SignatureStart ?? member.Whole.Start;
            OneLine.Append(signature, text, start, Math.Max(start, member.SignatureEnd), [], string.Empty, syntax);
            var (first, last) = LineRange(lines, text, member.Whole);
            return string.Create(CultureInfo.InvariantCulture, $"{first}-{last} ({member.Container}: {signature})");
        });
        return $"'{query}' is {candidates.Count} members of '{path}'. Ask for the lines of the one you mean: {string.Join(", ", choices)}.";
    }

    private static LookupResult.Found Found(string name, string text, SourceSpan span)
    {
        var (first, last) = LineRange(new LineIndex(text), text, span);
        var piece = text.Substring(span.Start, span.Length);
        return new LookupResult.Found(name, piece, first, last, TextHash.Of(piece));
    }

    private static (int First, int Last) LineRange(LineIndex lines, string text, SourceSpan span)
    {
        var end = span.End > span.Start && text[span.End - 1] == '\n' ? span.End - 1 : span.End;
        return (lines.At(span.Start), lines.At(end));
    }

    private static int LineStart(string text, int line)
    {
        var position = 0;
        for (var current = 1; current < line; current++)
        {
            var at = text.IndexOf('\n', position);
            if (at < 0)
            {
                return -1;
            }

            position = at + 1;
        }

        return position < text.Length ? position : -1;
    }

    private static bool Number(string digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
