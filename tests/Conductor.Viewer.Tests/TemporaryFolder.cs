namespace Conductor.Viewer.Tests;

/// <summary>A folder of a test's own, gone when the test ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("conductor-viewer-").FullName;

    public void Dispose() => Directory.Delete(FullPath, recursive: true);

    /// <summary>Writes a text as UTF-8 without a mark, making folders as needed.</summary>
    public string Write(string relative, string text)
    {
        string path = Path.Combine(FullPath, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? FullPath);
        File.WriteAllText(path, text);
        return path;
    }
}
