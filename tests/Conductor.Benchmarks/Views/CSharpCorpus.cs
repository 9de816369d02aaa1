using System.Text;

namespace Conductor.Benchmarks.Views;

/// <summary>The C# texts that views are measured on.</summary>
/// <param name="Root">The folder that paths are relative to.</param>
/// <param name="Files">In ordinal order of their paths, which are separated by '/'.</param>
internal sealed record CSharpCorpus(string Root, IReadOnlyList<(string Path, string Text)> Files)
{
    private static readonly string[] LeftOut = ["bin", "obj", "node_modules", ".git", "Cases"];

    /// <summary>Megabytes of 10^6 bytes, in UTF-8.</summary>
    public double Megabytes => Files.Sum(file => (double)Encoding.UTF8.GetByteCount(file.Text)) / 1e6;

    /// <summary>The longest file of about 125 KB that comes with the repository, as people wrote it.</summary>
    public static (string Path, string Text) LargeFile { get; } = ReadLargeFile();

    /// <summary>This repository's C# with the files of others that its tests read; or that of the folder which the options name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static CSharpCorpus Read(BenchmarkOptions options)
    {
        string root = options.Sources ?? RepositoryFolders.Root;
        string[] folders = options.Sources is null ? ["server", "tests"] : [""];
        var corpus = new CSharpCorpus(root, [
            .. folders
                .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
                .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(LeftOut.Contains))
                .Order(StringComparer.Ordinal)
                .Select(path => (path, File.ReadAllText(Path.Combine(root, path)))),
        ]);
        return corpus.Files.Count > 0 ? corpus : throw new InvalidOperationException($"There is no C# in {root}. Give another folder behind --sources.");
    }

    private static (string Path, string Text) ReadLargeFile()
    {
        string path = Path.Combine(RepositoryFolders.Root, "tests", "Conductor.Views.Tests", "TestFiles", "Newtonsoft.Json", "JsonSerializerInternalReader.cs");
        return (path, File.ReadAllText(path));
    }
}
