using System.Text.RegularExpressions;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Conductor.Workers.Workspaces;

/// <summary>
/// Turns the globs people write into what the matcher knows: <c>{a,b}</c> is written out, a glob without a slash matches at any depth,
/// and one that ends in a slash matches everything below. Case never matters.
/// </summary>
internal static partial class Globs
{
    private const int BraceLimit = 256;

    /// <summary>A matcher of paths relative to wherever the globs are meant to start.</summary>
    public static Matcher Matcher(IEnumerable<string> globs)
    {
        var matcher = new Matcher(StringComparison.OrdinalIgnoreCase);
        foreach (var glob in globs.SelectMany(Expand))
        {
            matcher.AddInclude(glob);
        }
        return matcher;
    }

    /// <summary>What is wrong with a glob, for the worker; null when nothing is.</summary>
    public static string? Problem(string glob) =>
        glob.AsSpan().ContainsAny("?[]!")
            ? $"the glob '{glob}' has a character with no meaning here: there are *, ** and {{a,b}}"
            : glob.Contains("..", StringComparison.Ordinal) || Path.IsPathRooted(glob)
                ? $"the glob '{glob}' leaves the workspace: write it relative to the folder that is looked through"
                : null;

    /// <summary>One glob written out for the matcher.</summary>
    public static IEnumerable<string> Expand(string glob)
    {
        var text = glob.Replace('\\', '/').Trim();
        while (text.StartsWith("./", StringComparison.Ordinal))
        {
            text = text[2..];
        }
        return Braces(text).Take(BraceLimit).SelectMany(Anchored);
    }

    private static IEnumerable<string> Anchored(string glob)
    {
        var rooted = glob.StartsWith('/');
        var path = glob.TrimStart('/');
        if (path.EndsWith('/'))
        {
            path += "**";
        }
        if (path.Length == 0)
        {
            yield break;
        }
        yield return path;
        if (!rooted && !path.Contains('/', StringComparison.Ordinal))
        {
            yield return $"**/{path}";
        }
    }

    private static IEnumerable<string> Braces(string glob)
    {
        var match = InnermostBraces().Match(glob);
        return match.Success
            ? match.Groups[1].Value.Split(',').SelectMany(choice => Braces(glob[..match.Index] + choice + glob[(match.Index + match.Length)..]))
            : [glob];
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex InnermostBraces();
}
