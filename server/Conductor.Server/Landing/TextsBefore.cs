using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Conductor.Server.Landing;

/// <summary>
/// Finds files in conflict that hold what stood there before both sides. A merge editor puts that in the place of the marks and saves it, by itself
/// too; taken for resolved it would take away what both sides have changed. Where the sides do not meet it brings them together, so that only the
/// places in conflict are as before.
/// </summary>
internal static partial class TextsBefore
{
    private const string Prefix = "before ";
    private const int MostBytes = 4 * 1024 * 1024;
    private const long MostInAll = 64L * 1024 * 1024;

    /// <summary>The paths of those of some files without marks. Whose file is as one side has it is not among them: that is a decision.</summary>
    /// <param name="remembered">What <see cref="Remember"/> said of files, by path.</param>
    public static async Task<ImmutableArray<string>> FindAsync(
        OpenTree open, IReadOnlyList<UnmergedFile> unmerged, IReadOnlyDictionary<string, string> remembered, CancellationToken cancellationToken)
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
        return [.. undecided.Where(pair => pair.Id == pair.File.Base || IsAsRemembered(open, pair.File, remembered) || IsSaved(open, pair.File, before)).Select(pair => pair.File.Path)];
    }

    /// <summary>What a merge editor would save at first of a file with marks, as a whole and place by place, in short; empty where that is not known.</summary>
    public static string Remember(string path)
    {
        if (new FileInfo(path).Length > MostBytes)
        {
            return "";
        }

        string marked = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        Match[] blocks = [.. Block().Matches(marked).Cast<Match>()];
        string before = Block().Replace(marked, match => match.Groups["before"].Value);
        return blocks.Length == 0 || Marked().IsMatch(before) ? "" : string.Join(' ', [Prefix + Short(before), .. PlacesBefore.Of(marked, blocks)]);
    }

    /// <summary>True when a file holds that, or any one place of it, but for blanks at the ends of lines: of several places a person has decided some and saved.</summary>
    private static bool IsAsRemembered(OpenTree open, UnmergedFile file, IReadOnlyDictionary<string, string> remembered)
    {
        string path = Path.Combine(open.Folder, file.Path);
        if (!remembered.TryGetValue(file.Path, out string? state) || !state.StartsWith(Prefix, StringComparison.Ordinal) || new FileInfo(path).Length > MostBytes)
        {
            return false;
        }

        string text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        string[] known = state[Prefix.Length..].Split(' ');
        return known[0] == Short(text) || PlacesBefore.AnyIn(text, known[1..]);
    }

    private static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(Bare(text))));

    /// <summary>True when only blanks at the ends of lines, and of the file, tell it from what stood there: an editor that saves puts those in order.</summary>
    private static bool IsSaved(OpenTree open, UnmergedFile file, IReadOnlyDictionary<string, Blob> before)
    {
        byte[]? content = file.Base is null ? [] : before.GetValueOrDefault(file.Base)?.Content;
        string path = Path.Combine(open.Folder, file.Path);
        return content is not null && new FileInfo(path).Length <= MostBytes && Bare(Encoding.Latin1.GetString(content)) == Bare(Encoding.Latin1.GetString(File.ReadAllBytes(path)));
    }

    private static string Bare(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd(' ', '\t', '\r'))).TrimEnd('\n');

    /// <summary>A path on one line, as git reads it.</summary>
    private static string Quoted(string path) => path.AsSpan().IndexOfAny('\n', '"', '\\') < 0
        ? path
        : $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    /// <summary>A place in conflict as git marks it in its style of three texts, which is asked for where it merges.</summary>
    [GeneratedRegex(@"^<{7,}(?: [^\n]*)?\r?\n(?:[^\n]*\n)*?\|{7,}(?: [^\n]*)?\r?\n(?<before>(?:[^\n]*\n)*?)={7,}\r?\n(?:[^\n]*\n)*?>{7,}(?: [^\n]*)?(?:\r?\n|\z)", RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(<{7,}|>{7,}|\|{7,})( |$)", RegexOptions.Multiline)]
    private static partial Regex Marked();
}
