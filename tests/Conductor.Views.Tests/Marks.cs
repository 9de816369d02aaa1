using System.Text.RegularExpressions;

namespace Conductor.Views.Tests;

/// <summary>The marks of views, as tests look at them.</summary>
internal static partial class Marks
{
    /// <summary>What is kept between the marks.</summary>
    public static IEnumerable<string> Split(string view) => Mark().Replace(view, "\0").Split('\0');

    /// <summary>First and last line of every mark.</summary>
    public static IEnumerable<(int First, int Last)> Lines(string view) =>
        Mark().Matches(view).Select(mark => (int.Parse(mark.Groups["first"].ValueSpan), int.Parse(mark.Groups["last"].ValueSpan)));

    /// <summary>The marks are no C#; these stand for the same and are.</summary>
    public static string Compilable(string view) => Mark().Replace(view, mark => mark.Value.TrimStart()[0] == '=' ? "= default" : "{ }");

    [GeneratedRegex(@" ?(\{ … L(?<first>\d+)-(?<last>\d+) \}|= … L(?<first>\d+)-(?<last>\d+))", RegexOptions.ExplicitCapture)]
    private static partial Regex Mark();
}
