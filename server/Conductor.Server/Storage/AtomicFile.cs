using System.Text;

namespace Conductor.Server.Storage;

/// <summary>Writes a file so that a reader sees the old content or the new, never half of either.</summary>
internal static class AtomicFile
{
    /// <summary>Replaces the content; the file keeps its place, its byte order mark where it has one and, on Unix, its mode.</summary>
    /// <exception cref="IOException">The folder cannot be written; the file is as it was.</exception>
    public static void Write(string path, string text)
    {
        string beside = path + ".conductor-new";
        File.WriteAllText(beside, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: HasMark(path)));
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            File.SetUnixFileMode(beside, File.GetUnixFileMode(path));
        }

        File.Move(beside, path, overwrite: true);
    }

    private static bool HasMark(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using FileStream file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[3];
        return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)] is [0xEF, 0xBB, 0xBF];
    }
}
