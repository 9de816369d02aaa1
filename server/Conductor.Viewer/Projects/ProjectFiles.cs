using System.Collections.Concurrent;

namespace Conductor.Viewer.Projects;

/// <summary>Finds the project that a source belongs to: the nearest project file in its folder or one around it, inside the workspace. Thread-safe.</summary>
/// <param name="root">The workspace's folder: absolute, every link resolved, no separator at the end.</param>
public sealed class ProjectFiles(string root)
{
    /// <summary>Shared settings that a build reads before the project, from the nearest folder that has them.</summary>
    private const string SharedFile = "Directory.Build.props";

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>What the project of a file says; read again when its files have changed.</summary>
    /// <param name="path">Workspace-relative.</param>
    public ProjectFacts FactsOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            var folder = Path.GetDirectoryName(Path.Combine(root, path));
            return Nearest(folder, "*.csproj") is { } project ? Read(project) : ProjectFacts.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Whoever cannot read the project reads its sources without it.
            return ProjectFacts.None;
        }
    }

    private ProjectFacts Read(string project)
    {
        string[] files = Nearest(Path.GetDirectoryName(project), SharedFile) is { } shared ? [shared, project] : [project];
        var stamp = string.Join('|', files.Select(file => $"{file} {File.GetLastWriteTimeUtc(file).Ticks}"));
        if (_known.TryGetValue(project, out var known) && known.Stamp == stamp)
        {
            return known.Facts;
        }
        var facts = ProjectReader.Read(files.Select(File.ReadAllText));
        _known[project] = new Known(stamp, facts);
        return facts;
    }

    /// <summary>The first file, in ordinal order, of the nearest folder that has one.</summary>
    private string? Nearest(string? folder, string pattern)
    {
        while (folder is not null && folder.Length >= root.Length)
        {
            if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).FirstOrDefault() is { } file)
            {
                return file;
            }
            folder = Path.GetDirectoryName(folder);
        }
        return null;
    }

    private sealed record Known(string Stamp, ProjectFacts Facts);
}
