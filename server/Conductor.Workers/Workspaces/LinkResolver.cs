namespace Conductor.Workers.Workspaces;

/// <summary>Follows symbolic links and junctions, name by name, also below links whose target does not exist.</summary>
internal static class LinkResolver
{
    /// <summary>More links than this on one path are taken for a loop.</summary>
    private const int LinkLimit = 40;

    /// <summary>The place an absolute path leads to; null when it runs in a loop.</summary>
    public static string? Resolve(string absolutePath)
    {
        var start = Path.GetPathRoot(absolutePath) ?? throw new ArgumentException("The path is not absolute.", nameof(absolutePath));
        return Resolve(start, Names(absolutePath[start.Length..]));
    }

    /// <summary>The place that names lead to from a folder which itself has no links in it; null when they run in a loop.</summary>
    public static string? Resolve(string resolvedFolder, IEnumerable<string> names)
    {
        var current = resolvedFolder;
        var pending = new Stack<string>(names.Reverse());
        var links = 0;
        while (pending.TryPop(out var name))
        {
            if (name == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }
            var next = Path.Combine(current, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }
            if (++links > LinkLimit)
            {
                return null;
            }
            // A link's own ".." goes up from where it has led so far, so its text is not normalised before it is followed.
            var start = current;
            if (Path.IsPathRooted(target))
            {
                var rooted = Path.IsPathFullyQualified(target) ? target : Path.GetFullPath(target, current);
                start = Path.GetPathRoot(rooted) ?? current;
                target = rooted[start.Length..];
            }
            foreach (var part in Names(target).Reverse())
            {
                pending.Push(part);
            }
            current = start;
        }
        return current;
    }

    private static IEnumerable<string> Names(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
            .Where(name => name != ".");
}
