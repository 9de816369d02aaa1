using System.Globalization;
using System.Text;

namespace Conductor.Views.Reach;

/// <summary>What is around shown code, as lines for the reader of a view; never more tokens than it may have.</summary>
/// <param name="Text">Whole lines, each a comment of the file's language; empty when there is nothing to say or no room.</param>
/// <param name="Tokens">Of the text.</param>
public sealed record NeighbourText(string Text, int Tokens)
{
    /// <summary>Callers that are shown with their line; the others are counted by file.</summary>
    private const int MostCallers = 12;

    /// <summary>Files that are named for callers which are only counted.</summary>
    private const int MostCountedFiles = 6;

    private const string Sign = "// ";

    /// <summary>False for a sentence that says why there are no lines.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>Nothing.</summary>
    public static NeighbourText Empty { get; } = new("", 0);

    /// <summary>A sentence in place of the lines: why there are none.</summary>
    public static NeighbourText Saying(string sentence, int budgetTokens, ITokenCounter counter)
    {
        ArgumentNullException.ThrowIfNull(counter);
        return Fitting($"{Sign}{sentence}\n", budgetTokens, counter) is { } fitting ? fitting with { IsKnown = false } : Empty;
    }

    /// <summary>As much as fits: lines of callers go first, from the last one, then of uses, those named the least first.</summary>
    /// <param name="budgetTokens">The most tokens; less than 0 is read as 0.</param>
    public static NeighbourText Of(Neighbours neighbours, int budgetTokens, ITokenCounter counter)
    {
        ArgumentNullException.ThrowIfNull(neighbours);
        ArgumentNullException.ThrowIfNull(counter);
        if (neighbours.IsEmpty)
        {
            return Empty;
        }

        var shownCallers = Math.Min(MostCallers, neighbours.Callers.Length);
        var most = neighbours.Uses.Length + shownCallers;
        var byNeed = neighbours.Uses.Index().OrderByDescending(use => use.Item.Times).ThenBy(use => use.Index).Select(use => use.Item).ToList();

        // More entries are more tokens, so the most that fit are found by halving.
        var (best, low, high) = (Empty, 0, most);
        while (low <= high)
        {
            var entries = low + ((high - low) / 2);
            var text = Render(neighbours, byNeed.Take(Math.Min(entries, byNeed.Count)).ToHashSet(), Math.Max(0, entries - byNeed.Count));
            if (Fitting(text, budgetTokens, counter) is { } fitting)
            {
                best = fitting;
                low = entries + 1;
            }
            else
            {
                high = entries - 1;
            }
        }

        return best;
    }

    /// <summary>A view's text with these lines behind it, apart by an empty one.</summary>
    public string Behind(string view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Text.Length == 0 ? view : $"{view}{(view.Length == 0 || view.EndsWith('\n') ? "" : "\n")}\n{Text}";
    }

    private static NeighbourText? Fitting(string text, int budgetTokens, ITokenCounter counter) =>
        counter.Count(text) is var tokens && tokens <= Math.Max(0, budgetTokens) ? new NeighbourText(text, tokens) : null;

    private static string Render(Neighbours neighbours, HashSet<UsedSymbol> uses, int callers)
    {
        var text = new StringBuilder();
        if (!neighbours.Uses.IsEmpty)
        {
            Line(text, uses.Count < neighbours.Uses.Length ? $"USES, {uses.Count} of {neighbours.Uses.Length} symbols of other files:" : "USES of other files:");
            foreach (var file in neighbours.Uses.Where(uses.Contains).GroupBy(use => use.Path))
            {
                Line(text, $"  {file.Key}");
                foreach (var use in file)
                {
                    Line(text, $"    {use.Line}: {use.Signature}");
                }
            }
        }

        if (!neighbours.Callers.IsEmpty)
        {
            Line(text, $"USED BY {Count(neighbours.Callers.Length, "line")} of other files:");
            foreach (var file in neighbours.Callers.Take(callers).GroupBy(caller => caller.Path))
            {
                Line(text, $"  {file.Key}");
                foreach (var caller in file)
                {
                    Line(text, $"    {caller.Line}: {(caller.Member.Length > 0 ? $"{caller.Member}: " : "")}{caller.Text}");
                }
            }

            if (callers < neighbours.Callers.Length)
            {
                Line(text, $"  {(callers > 0 ? "and " : "")}{Counted(neighbours.Callers.Skip(callers).GroupBy(caller => caller.Path).ToList())}");
            }
        }

        return text.ToString();
    }

    private static string Counted(List<IGrouping<string, CallerLine>> files)
    {
        var named = string.Join(", ", files.Take(MostCountedFiles).Select(file => $"{file.Count()} in {file.Key}"));
        var others = files.Skip(MostCountedFiles).ToList();
        return others.Count == 0 ? named : $"{named}, {others.Sum(file => file.Count())} in {Count(others.Count, "more file")}";
    }

    private static string Count(int number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(Sign).Append(ViewSource.OnOneLine(line.ToString(CultureInfo.InvariantCulture))).Append('\n');

    private static void Line(StringBuilder text, string line) => text.Append(Sign).Append(ViewSource.OnOneLine(line)).Append('\n');
}
