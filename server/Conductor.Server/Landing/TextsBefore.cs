using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Conductor.Workers.Processes;

namespace Conductor.Server.Landing;

/// <summary>
/// Finds files in conflict that hold what stood there before both sides. A merge editor puts that in the place of the marks and saves it, by itself
/// too; taken for resolved it would take away what both sides have changed. Where the sides do not meet it brings them together, so that only the
/// places in conflict are as before.
/// </summary>
internal static class TextsBefore
{
    /// <summary>Larger contents are not looked into.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private const long MostInAll = 64L * 1024 * 1024;
    private const int ShortestMark = 7;

    /// <summary>The paths of those of some files without marks. Whose file is as one side has it is not among them: that is a decision.</summary>
    /// <param name="remembered">What <see cref="RememberAsync"/> said of files, by path.</param>
    public static async Task<ImmutableArray<string>> FindAsync(
        OpenTree open, IReadOnlyList<UnmergedFile> unmerged, IReadOnlyDictionary<string, RememberedConflict> remembered, CancellationToken cancellationToken)
    {
        (UnmergedFile File, string Id)[] undecided =
            [.. (await StandingAsync(open, unmerged, cancellationToken)).Where(standing => standing.Id != standing.File.Ours && standing.Id != standing.File.Theirs)];
        IReadOnlyDictionary<string, Blob> texts = await ReadAsync(open, undecided.Where(pair => pair.Id != pair.File.Base).Select(pair => pair.File), cancellationToken);
        return [.. undecided.Where(pair => pair.Id == pair.File.Base || IsAsRemembered(open, pair.File, remembered) || IsSaved(open, pair.File, texts)).Select(pair => pair.File.Path)];
    }

    /// <summary>Those of some files that stand in the tree, with their contents' ids as git would take them: through filters and line endings. What git cannot read is left out: saving says so.</summary>
    public static async Task<ImmutableArray<(UnmergedFile File, string Id)>> StandingAsync(OpenTree open, IEnumerable<UnmergedFile> among, CancellationToken cancellationToken)
    {
        UnmergedFile[] files = [.. among.Where(file => new FileInfo(Path.Combine(open.Folder, file.Path)) is { Exists: true, LinkTarget: null })];
        if (files.Length == 0)
        {
            return [];
        }

        if (await HashAsync(files) is { } ids && ids.Length == files.Length)
        {
            return [.. files.Zip(ids)];
        }

        // It ends at the first file that it cannot read.
        var standing = ImmutableArray.CreateBuilder<(UnmergedFile File, string Id)>();
        foreach (UnmergedFile file in files)
        {
            if (await HashAsync([file]) is [var id])
            {
                standing.Add((file, id));
            }
        }

        return standing.ToImmutable();

        async Task<string[]?> HashAsync(UnmergedFile[] some)
        {
            GitResult result = await open.Git.TryAsync(["hash-object", "--stdin-paths"], cancellationToken, string.Concat(some.Select(file => $"{Quoted(file.Path)}\n")));
            return result.ExitCode == 0 ? result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : null;
        }
    }

    /// <summary>The contents of sides, by id, of those that are not too large.</summary>
    public static Task<IReadOnlyDictionary<string, Blob>> ReadAsync(OpenTree open, IEnumerable<UnmergedFile> files, CancellationToken cancellationToken) =>
        new Blobs(open.Git).ReadAsync(files.SelectMany(file => new[] { file.Base, file.Ours, file.Theirs }).OfType<string>(), MostBytes, MostInAll, cancellationToken);

    /// <summary>What a merge editor would save at first of a file with marks, as a whole and place by place, in short words; none where that is not known.</summary>
    /// <param name="marked">The file as git left it.</param>
    /// <param name="sides">What stood there before, and both sides.</param>
    public static async Task<IEnumerable<string>> RememberAsync(OpenTree open, string marked, (string Before, string Ours, string Theirs) sides, CancellationToken cancellationToken)
    {
        int size = MarkLines.SizeBeyond(sides.Before, sides.Ours, sides.Theirs);
        if (size > ShortestMark)
        {
            // The texts have lines like marks (a heading's underline is one), so git marks them once more, longer.
            if (await MarkAsync(open, sides, size, cancellationToken) is not { } again)
            {
                return [];
            }

            marked = again;
        }

        Regex block = Block(Math.Max(size, ShortestMark));
        Match[] blocks = [.. block.Matches(marked).Cast<Match>()];
        return blocks.All(PlacesBefore.IsOfBlanks) ? [] : [Short(block.Replace(marked, match => match.Groups["before"].Value)), .. PlacesBefore.Of(marked, blocks)];
    }

    /// <summary>Merges the sides as git did, with marks of a length. Null when git cannot.</summary>
    private static async Task<string?> MarkAsync(OpenTree open, (string Before, string Ours, string Theirs) sides, int size, CancellationToken cancellationToken)
    {
        string name = Path.Combine(open.GitFolder, $"conductor-merge-{Guid.NewGuid():n}");
        string[] files = [$"{name}-ours", $"{name}-before", $"{name}-theirs"];
        try
        {
            foreach (var (file, text) in files.Zip([sides.Ours, sides.Before, sides.Theirs]))
            {
                await File.WriteAllBytesAsync(file, Encoding.Latin1.GetBytes(text), cancellationToken);
            }

            // The exit code is how many conflicts there are, or that it failed.
            GitResult result = await open.Git.TryAsync(["merge-file", "-q", "--diff3", $"--marker-size={size}", .. files], cancellationToken);
            return result.ExitCode is >= 0 and < 128 ? Encoding.Latin1.GetString(await File.ReadAllBytesAsync(files[0], cancellationToken)) : null;
        }
        finally
        {
            Array.ForEach(files, File.Delete);
        }
    }

    /// <summary>True when a file holds that, or any one place of it, but for blanks at the ends of lines: of several places a person has decided some and saved.</summary>
    private static bool IsAsRemembered(OpenTree open, UnmergedFile file, IReadOnlyDictionary<string, RememberedConflict> remembered)
    {
        string path = Path.Combine(open.Folder, file.Path);
        if (!remembered.TryGetValue(file.Path, out RememberedConflict? known) || known.Before is not { } before || new FileInfo(path).Length > MostBytes)
        {
            return false;
        }

        string text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        return before == Short(text) || PlacesBefore.AnyIn(text, known.Places);
    }

    private static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(Bare(text))));

    /// <summary>
    /// True when only blanks at the ends of lines, and of the file, tell it from what stood there: an editor that saves puts those in order. Where a side has changed no more
    /// than such blanks, that side may be what was decided for.
    /// </summary>
    private static bool IsSaved(OpenTree open, UnmergedFile file, IReadOnlyDictionary<string, Blob> texts)
    {
        string path = Path.Combine(open.Folder, file.Path);
        return (file.Base is null ? "" : Text(file.Base)) is { } before && before != Text(file.Ours) && before != Text(file.Theirs)
            && new FileInfo(path).Length <= MostBytes && before == Bare(Encoding.Latin1.GetString(File.ReadAllBytes(path)));

        string? Text(string? id) => id is not null && texts.GetValueOrDefault(id)?.Content is { } content ? Bare(Encoding.Latin1.GetString(content)) : null;
    }

    private static string Bare(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd(' ', '\t', '\r'))).TrimEnd('\n');

    /// <summary>A path on one line, as git reads it.</summary>
    private static string Quoted(string path) => path.AsSpan().IndexOfAny('\n', '"', '\\') < 0
        ? path
        : $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    /// <summary>A place in conflict as git marks it in its style of three texts, which is asked for where it merges.</summary>
    /// <param name="size">The length of its marks, at least.</param>
    private static Regex Block(int size)
    {
        string some = $"{{{size},}}";
        return new Regex(
            $@"^<{some}(?: [^\n]*)?\r?\n(?<ours>(?:[^\n]*\n)*?)\|{some}(?: [^\n]*)?\r?\n(?<before>(?:[^\n]*\n)*?)={some}\r?\n(?<theirs>(?:[^\n]*\n)*?)>{some}(?: [^\n]*)?(?:\r?\n|\z)",
            RegexOptions.Multiline | RegexOptions.CultureInvariant);
    }
}
