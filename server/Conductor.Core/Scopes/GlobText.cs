using System.Text.RegularExpressions;

namespace Conductor.Core.Scopes;

/// <summary>
/// Writes the globs that people write out into plain ones, of <c>*</c> and <c>**</c> alone: <c>{a,b}</c> becomes two, one without a slash matches at any
/// depth, and one that ends in a slash matches everything below.
/// </summary>
public static partial class GlobText
{
    private const int BraceLimit = 256;

    /// <summary>One glob written out, '/'-separated and relative. None for one that names nothing.</summary>
    public static IEnumerable<string> Expand(string glob)
    {
        string text = glob.Replace('\\', '/').Trim();
        while (text.StartsWith("./", StringComparison.Ordinal))
        {
            text = text[2..];
        }

        return Braces(text).Take(BraceLimit).SelectMany(Anchored);
    }

    private static IEnumerable<string> Anchored(string glob)
    {
        bool isRooted = glob.StartsWith('/');
        string path = glob.TrimStart('/');
        if (path.EndsWith('/'))
        {
            path += "**";
        }

        if (path.Length == 0)
        {
            yield break;
        }

        yield return path;
        if (!isRooted && !path.Contains('/', StringComparison.Ordinal))
        {
            yield return $"**/{path}";
        }
    }

    private static IEnumerable<string> Braces(string glob)
    {
        Match match = InnermostBraces().Match(glob);
        return match.Success
            ? match.Groups[1].Value.Split(',').SelectMany(choice => Braces(glob[..match.Index] + choice + glob[(match.Index + match.Length)..]))
            : [glob];
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex InnermostBraces();
}
