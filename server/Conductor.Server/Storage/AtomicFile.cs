namespace Conductor.Server.Storage;

/// <summary>Writes a file so that a reader sees the old content or the new, never half of either.</summary>
internal static class AtomicFile
{
    /// <summary>Replaces the content; the file keeps its place and, on Unix, its mode.</summary>
    /// <exception cref="IOException">The folder cannot be written; the file is as it was.</exception>
    public static void Write(string path, string text)
    {
        string beside = path + ".conductor-new";
        File.WriteAllText(beside, text);
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            File.SetUnixFileMode(beside, File.GetUnixFileMode(path));
        }

        File.Move(beside, path, overwrite: true);
    }
}
