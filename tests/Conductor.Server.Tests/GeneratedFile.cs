using Xunit;

namespace Conductor.Server.Tests;

/// <summary>Holds a committed file to what the code says it should be.</summary>
internal static class GeneratedFile
{
    private static bool IsContinuousIntegration => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    /// <summary>
    /// Fails when the file is stale. Outside continuous integration it is also written anew, so that the next step is to look at
    /// the difference and commit it.
    /// </summary>
    public static void Check(string relativePath, string expected)
    {
        string path = RepositoryFiles.PathOf(relativePath);
        string? actual = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : null;
        if (actual == expected)
        {
            return;
        }

        if (IsContinuousIntegration)
        {
            Assert.Fail($"{relativePath} is stale. Run `dotnet test tests/Conductor.Server.Tests` on your machine and commit what it writes.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? RepositoryFiles.Root);
        File.WriteAllText(path, expected);
        Assert.Fail($"{relativePath} was stale and has been written anew. Look at the difference, build, run the tests again and commit it.");
    }
}
