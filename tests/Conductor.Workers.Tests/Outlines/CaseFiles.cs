namespace Conductor.Workers.Tests.Outlines;

/// <summary>The files of this repository that the tests of outlines read.</summary>
internal static class CaseFiles
{
    public static string Root { get; } = FindRoot();

    public static string Script { get; } = Path.Combine(Root, "server", "outlines", "main.mjs");

    /// <summary>One per case, each of another language or trouble.</summary>
    public static IReadOnlyList<string> Inputs { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Root, "tests", "Conductor.Workers.Tests", "Outlines", "Cases"), "input.*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>TypeScript that compiles: the product's own.</summary>
    public static IReadOnlyList<string> Sources { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Root, "extension", "src"), "*.ts", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Conductor.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Conductor.sln above {AppContext.BaseDirectory}; run the tests from a clone.");
    }
}
