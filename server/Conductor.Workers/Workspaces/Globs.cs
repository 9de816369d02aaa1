using Conductor.Core.Scopes;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Conductor.Workers.Workspaces;

/// <summary>Matches paths with the globs people write, as <see cref="GlobText"/> writes them out. Case never matters.</summary>
public static class Globs
{
    /// <summary>A matcher of paths relative to wherever the globs are meant to start.</summary>
    public static Matcher Matcher(IEnumerable<string> globs)
    {
        var matcher = new Matcher(StringComparison.OrdinalIgnoreCase);
        foreach (var glob in globs.SelectMany(GlobText.Expand))
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
}
