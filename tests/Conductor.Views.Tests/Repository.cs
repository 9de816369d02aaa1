namespace Conductor.Views.Tests;

/// <summary>The files of this repository that tests read.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string CasesFolder { get; } = Path.Combine(Root, "tests", "Conductor.Views.Tests", "Cases");

    /// <summary>C# that compiles: the product's own.</summary>
    public static IReadOnlyList<string> Sources { get; } =
        Directory.EnumerateFiles(Path.Combine(Root, "server"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();

    public static IReadOnlyList<string> CaseInputs { get; } =
        Directory.EnumerateFiles(CasesFolder, "input.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();

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
