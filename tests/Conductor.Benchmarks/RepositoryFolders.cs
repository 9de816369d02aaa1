namespace Conductor.Benchmarks;

/// <summary>Where things are in the repository, and folders that are thrown away.</summary>
internal static class RepositoryFolders
{
    /// <summary>The folder of <c>Conductor.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>An ignored folder; what stands in it can be made again.</summary>
    public static string Cache { get; } = Path.Combine(Root, ".cache", "bench");

    /// <summary>A new empty folder for one measurement; the caller deletes it.</summary>
    public static string NewTemporary() => Directory.CreateTempSubdirectory("conductor-bench-").FullName;

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Conductor.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("Conductor.sln was not found above the benchmarks. Run them from the repository: npm run bench.");
    }
}
