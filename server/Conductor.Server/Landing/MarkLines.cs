using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Conductor.Server.Landing;

/// <summary>
/// Lines that look like marks of a conflict, in a file that git has marked: which are git's, and how many of each belong to the text itself. A file about merges
/// has such lines of its own.
/// </summary>
internal sealed partial class MarkLines
{
    private const string OfGit = "mark:";
    private const string OfText = "text:";
    private readonly ImmutableDictionary<string, Known> _lines;

    private MarkLines(ImmutableDictionary<string, Known> lines) => _lines = lines;

    /// <summary>Any of them is git's.</summary>
    public bool HasAnyOfGit => _lines.Values.Any(line => line.IsGits);

    /// <summary>Tells git's lines from those that the sides have.</summary>
    /// <param name="marked">The file as git left it.</param>
    /// <param name="sides">What stood there before, and both sides; empty where there was nothing.</param>
    public static MarkLines Of(string marked, (string Before, string Ours, string Theirs) sides)
    {
        Dictionary<string, int> before = Counts(sides.Before), ours = Counts(sides.Ours), theirs = Counts(sides.Theirs);
        return new MarkLines(Counts(marked).ToImmutableDictionary(line => Short(line.Key), line =>
        {
            (int ofBefore, int ofOurs, int ofTheirs) = (before.GetValueOrDefault(line.Key), ours.GetValueOrDefault(line.Key), theirs.GetValueOrDefault(line.Key));
            int own = new[] { ofBefore, ofOurs, ofTheirs, ofOurs + ofTheirs - ofBefore }.Max();
            return new Known(own, line.Value > own);
        }));
    }

    /// <summary>From words of <see cref="Words"/>; others among them are left alone. Null when there are none.</summary>
    public static MarkLines? Read(IEnumerable<string> words)
    {
        var lines = words.Where(word => word.StartsWith(OfGit, StringComparison.Ordinal) || word.StartsWith(OfText, StringComparison.Ordinal)).Select(word => word.Split(':'))
            .ToImmutableDictionary(parts => parts[2], parts => new Known(int.Parse(parts[1], CultureInfo.InvariantCulture), $"{parts[0]}:" == OfGit));
        return lines.IsEmpty ? null : new MarkLines(lines);
    }

    /// <summary>In words without blanks.</summary>
    public IEnumerable<string> Words() => _lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{(line.Value.IsGits ? OfGit : OfText)}{line.Value.Own}:{line.Key}"));

    /// <summary>More of them stand in a text than belong to it.</summary>
    /// <param name="lines">Of the text.</param>
    /// <param name="isAdded">git was told that the file is right: then lines that only look like marks are its text, and git's are not.</param>
    public bool AreLeftIn(IEnumerable<string> lines, bool isAdded) => Counts(lines).Any(line =>
        _lines.TryGetValue(Short(line.Key), out Known? known)
            ? line.Value > known.Own && (known.IsGits || !isAdded)
            : !isAdded || OfCheckout().IsMatch(line.Key));

    /// <summary>Whether any line of a text looks like a mark.</summary>
    public static bool AnyIn(IEnumerable<string> lines) => lines.Any(line => Mark().IsMatch(line.TrimEnd()));

    /// <summary>How long a mark must be so that no line of some texts can be taken for one.</summary>
    public static int SizeBeyond(params IEnumerable<string> texts) => texts.SelectMany(text => Run().Matches(text)).Select(run => run.Length).DefaultIfEmpty().Max() + 1;

    private static Dictionary<string, int> Counts(string text) => Counts(LinesOf(text));

    private static Dictionary<string, int> Counts(IEnumerable<string> lines) =>
        lines.Select(line => line.TrimEnd()).Where(line => Mark().IsMatch(line)).CountBy(line => line, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    /// <summary>As a file is read by lines.</summary>
    private static IEnumerable<string> LinesOf(string text)
    {
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static string Short(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(line)));

    [GeneratedRegex(@"^(<{7,}|>{7,}|\|{7,})( |$)")]
    private static partial Regex Mark();

    /// <summary>As <c>git checkout --merge</c> names the sides, whose marks come after those of the merge.</summary>
    [GeneratedRegex(@"^(<{7,} ours|>{7,} theirs|\|{7,} base)$")]
    private static partial Regex OfCheckout();

    [GeneratedRegex(@"^(<{7,}|>{7,}|\|{7,}|={7,})", RegexOptions.Multiline)]
    private static partial Regex Run();

    /// <param name="Own">So many belong to the file's text.</param>
    /// <param name="IsGits">git has put more of them there.</param>
    private sealed record Known(int Own, bool IsGits);
}
