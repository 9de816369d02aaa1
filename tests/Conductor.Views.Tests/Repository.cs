namespace Conductor.Views.Tests;

/// <summary>The files of this repository that tests read.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string CasesFolder { get; } = Path.Combine(Root, "tests", "Conductor.Views.Tests", "Cases");

    /// <summary>C# that compiles: the product's own.</summary>
    public static IReadOnlyList<string> Sources { get; } = Below("server");

    /// <summary>C# as people write it, relative to <see cref="Root"/>: the product's own, its tests, and files of other projects.</summary>
    public static IReadOnlyList<string> RealFiles { get; } =
    [
        .. Sources.Concat(Below("tests"))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/Cases/", StringComparison.Ordinal)),
    ];

    public static IReadOnlyList<string> CaseInputs { get; } =
        Directory.EnumerateFiles(CasesFolder, "input.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();

    private static List<string> Below(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(name => name is "obj" or "bin" or "node_modules"))
            .Order(StringComparer.Ordinal),
    ];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Conductor.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"No Conductor.sln above {AppContext.BaseDirectory}; run the tests from a clone.");
    }
}
