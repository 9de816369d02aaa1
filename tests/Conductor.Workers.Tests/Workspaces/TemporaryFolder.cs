namespace Conductor.Workers.Tests.Workspaces;

/// <summary>A folder of a test's own, gone when the test ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("conductor-test-").FullName;

    public void Dispose() => Directory.Delete(FullPath, recursive: true);

    public string At(string relative) => Path.Combine(FullPath, relative);

    /// <summary>Writes a text as UTF-8 without a mark, making folders as needed.</summary>
    public string Write(string relative, string text)
    {
        var path = At(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? FullPath);
        File.WriteAllText(path, text);
        return path;
    }

    public string Folder(string relative) => Directory.CreateDirectory(At(relative)).FullName;
}
