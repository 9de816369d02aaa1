namespace Conductor.Benchmarks;

/// <summary>The C# texts that views are measured on: this repository's own, as often as it takes to be large.</summary>
internal static class CSharpCorpus
{
    /// <summary>Path and text of every C# source under server and tests, build output aside.</summary>
    public static IReadOnlyList<(string Path, string Text)> Read() =>
    [
        .. new[] { "server", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryFolders.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(RepositoryFolders.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(name => name is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(path => (path, File.ReadAllText(Path.Combine(RepositoryFolders.Root, path)))),
    ];
}
