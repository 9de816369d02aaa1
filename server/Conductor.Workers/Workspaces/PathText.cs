namespace Conductor.Workers.Workspaces;

/// <summary>What can be told about a path from its text alone, the same on every system.</summary>
internal static class PathText
{
    private static readonly HashSet<string> DeviceNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>
    /// Splits a relative path into its names, with <c>.</c> and <c>..</c> worked out. A backslash separates as a slash does.
    /// </summary>
    /// <returns>The names, or null with the reason why the path is not one to follow.</returns>
    public static IReadOnlyList<string>? Split(string path, out string refusal)
    {
        refusal = "";
        var text = path.Replace('\\', '/');
        if (text.StartsWith('/'))
        {
            refusal = $"'{Shown(path)}' is absolute. Give a path relative to the workspace root.";
            return null;
        }
        if (text.StartsWith('~'))
        {
            refusal = $"'{Shown(path)}' starts at a home folder. Give a path relative to the workspace root.";
            return null;
        }

        var names = new List<string>();
        foreach (var name in text.Split('/'))
        {
            if (name is "" or ".")
            {
                continue;
            }
            if (name == "..")
            {
                if (names.Count == 0)
                {
                    refusal = $"'{Shown(path)}' leaves the workspace. Give a path inside it, without leading '..'.";
                    return null;
                }
                names.RemoveAt(names.Count - 1);
                continue;
            }
            if (NameProblem(name) is { } problem)
            {
                refusal = $"'{Shown(path)}' {problem} Choose another name.";
                return null;
            }
            names.Add(name);
        }
        return names;
    }

    private static string? NameProblem(string name)
    {
        if (name.Any(char.IsControl))
        {
            return "has a control character in it.";
        }
        if (name.Contains(':', StringComparison.Ordinal))
        {
            return "has a colon in it, which means a drive or a hidden stream on some systems.";
        }
        if (name[^1] is '.' or ' ')
        {
            return "has a name that ends in a dot or a space, which some systems drop.";
        }
        var stem = name.Split('.')[0].TrimEnd(' ');
        return DeviceNames.Contains(stem) ? $"names the device {stem.ToUpperInvariant()} on some systems." : null;
    }

    private static string Shown(string path) =>
        new([.. path.Take(200).Select(character => char.IsControl(character) ? '?' : character)]);
}
