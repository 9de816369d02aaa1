using System.Collections.Immutable;
using System.Text;

namespace Conductor.Server.Landing;

/// <summary>
/// Finds files in conflict that hold what stood there before both sides. A merge editor puts that in the place of the marks and saves it, by itself
/// too; taken for resolved it would take away what both sides have changed.
/// </summary>
internal static class TextsBefore
{
    private const int MostBytes = 4 * 1024 * 1024;
    private const long MostInAll = 64L * 1024 * 1024;

    /// <summary>The paths of those of some files without marks. Whose file is as one side has it is not among them: that is a decision.</summary>
    public static async Task<ImmutableArray<string>> FindAsync(OpenTree open, IReadOnlyList<UnmergedFile> unmerged, CancellationToken cancellationToken)
    {
        UnmergedFile[] files = [.. unmerged.Where(file => new FileInfo(Path.Combine(open.Folder, file.Path)) is { Exists: true, LinkTarget: null })];
        if (files.Length == 0)
        {
            return [];
        }

        // As git would take them: through filters and line endings.
        string[] ids = (await open.Git.RunAsync(["hash-object", "--stdin-paths"], cancellationToken, string.Concat(files.Select(file => $"{Quoted(file.Path)}\n"))))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        (UnmergedFile File, string Id)[] undecided = [.. files.Zip(ids).Where(pair => pair.Second != pair.First.Ours && pair.Second != pair.First.Theirs)];
        IReadOnlyDictionary<string, Blob> before = await new Blobs(open.Git).ReadAsync(
            undecided.Where(pair => pair.Id != pair.File.Base).Select(pair => pair.File.Base).OfType<string>(), MostBytes, MostInAll, cancellationToken);
        return [.. undecided.Where(pair => pair.Id == pair.File.Base || IsSaved(open, pair.File, before)).Select(pair => pair.File.Path)];
    }

    /// <summary>True when only blanks at the ends of lines, and of the file, tell it from what stood there: an editor that saves puts those in order.</summary>
    private static bool IsSaved(OpenTree open, UnmergedFile file, IReadOnlyDictionary<string, Blob> before)
    {
        byte[]? content = file.Base is null ? [] : before.GetValueOrDefault(file.Base)?.Content;
        string path = Path.Combine(open.Folder, file.Path);
        return content is not null && new FileInfo(path).Length <= MostBytes && Bare(content) == Bare(File.ReadAllBytes(path));
    }

    private static string Bare(byte[] content) => string.Join('\n', Encoding.Latin1.GetString(content).Split('\n').Select(line => line.TrimEnd(' ', '\t', '\r'))).TrimEnd('\n');

    /// <summary>A path on one line, as git reads it.</summary>
    private static string Quoted(string path) => path.AsSpan().IndexOfAny('\n', '"', '\\') < 0
        ? path
        : $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}
