using System.Text.RegularExpressions;
using Conductor.Core.Scopes;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Conductor.Workers.Workspaces;

/// <summary>
/// The files that are never changed without asking: everything in <c>.git</c> and <c>.conductor</c>, at any depth, and what the
/// configured globs name. Case never matters, since on many disks it makes no other file.
/// </summary>
public static partial class ProtectedPaths
{
    /// <summary>True when a change to this file must be asked about.</summary>
    /// <param name="relativePath">From the root, with forward slashes, links resolved (see <see cref="PathResolution.Inside"/>).</param>
    /// <param name="globs">Configured ones; a glob without a slash matches at any depth, and one that names a folder all below it.</param>
    public static bool IsProtected(string relativePath, IReadOnlyList<string> globs)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        ArgumentNullException.ThrowIfNull(globs);
        var path = relativePath.Replace('\\', '/');
        return path.Split('/').Any(IsProtectedName) || Globs.Matcher(globs.SelectMany(Widened)).Match(path).HasMatches;
    }

    /// <summary>
    /// True when a command's text names a protected file. A convenience that catches the honest case, not a boundary: a command can
    /// reach any file in ways its text does not show.
    /// </summary>
    public static bool MentionsProtected(string command, IReadOnlyList<string> globs)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(globs);
        if (ProtectedFolder().IsMatch(command))
        {
            return true;
        }
        if (globs.Select(LiteralPart).OfType<string>().Any(part => command.Contains(part, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }
        return command.Split(WordEnds, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Replace('\\', '/').TrimStart('/'))
            .Select(word => word.StartsWith("./", StringComparison.Ordinal) ? word[2..] : word)
            .Any(word => word.Length > 0 && IsProtected(word, globs));
    }

    private static readonly char[] WordEnds = [' ', '\t', '\r', '\n', '\'', '"', '`', ';', '|', '&', '<', '>', '(', ')', '=', ',', '$'];

    /// <summary>Also the names under which some disks know the same folder: short ones, and with characters they do not count.</summary>
    private static bool IsProtectedName(string name) => ProtectedName().IsMatch(Uncounted().Replace(name, "").TrimEnd('.', ' '));

    /// <summary>
    /// For the matcher, which knows neither <c>?</c> nor <c>[…]</c>: a star protects more, never less. A folder protects what is in it.
    /// </summary>
    private static IEnumerable<string> Widened(string glob)
    {
        var wide = CharacterPattern().Replace(glob.Replace('\\', '/'), "*").TrimEnd('/');
        if (wide.Length == 0)
        {
            yield break;
        }
        yield return wide;
        foreach (var below in GlobText.Expand(wide).Where(path => !path.EndsWith("**", StringComparison.Ordinal)))
        {
            yield return $"{below}/**";
        }
    }

    /// <summary>The longest run of names without wildcards, when it is long enough to mean something.</summary>
    private static string? LiteralPart(string glob) =>
        glob.Replace('\\', '/').Split('*', '?', '[', ']', '{', '}', ',')
            .Select(part => part.Trim('/'))
            .Where(part => part.Length >= 4)
            .MaxBy(part => part.Length);

    [GeneratedRegex(@"^(\.git|\.conductor|git~\d+|conduc~\d+)$", RegexOptions.IgnoreCase)]
    private static partial Regex ProtectedName();

    // What HFS+ leaves out of account when it compares names: joiners, directional marks and the byte order mark.
    [GeneratedRegex("[\u200c-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufeff]")]
    private static partial Regex Uncounted();

    [GeneratedRegex(@"\?|\[[^\]/]*\]")]
    private static partial Regex CharacterPattern();

    [GeneratedRegex(@"(?<![\w.-])\.(git|conductor)(?![\w.-])", RegexOptions.IgnoreCase)]
    private static partial Regex ProtectedFolder();
}
