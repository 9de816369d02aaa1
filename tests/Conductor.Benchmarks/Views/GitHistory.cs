using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Conductor.Benchmarks.Views;

/// <summary>What the commits of a repository changed in C# files that were there before, the newest first.</summary>
internal static partial class GitHistory
{
    private const char CommitStart = '\u0001';
    private const char MessageEnd = '\u0002';

    /// <summary>Reads commits with one parent; none where the folder is no repository or a shallow one.</summary>
    /// <param name="most">How many commits are looked at.</param>
    public static async Task<IReadOnlyList<Commit>> ReadAsync(string repository, int most, CancellationToken cancellationToken)
    {
        string log = await GitAsync(
            repository,
            ["log", "--no-merges", "--no-color", "--no-ext-diff", "--no-renames", "--diff-filter=M", "-U0", "-p", string.Create(CultureInfo.InvariantCulture, $"-n{most}"), $"--format={CommitStart}%P%n%B{MessageEnd}", "--", "*.cs"],
            cancellationToken);
        return [.. log.Split(CommitStart, StringSplitOptions.RemoveEmptyEntries).Select(Read).OfType<Commit>()];
    }

    /// <summary>The text of a file at a commit.</summary>
    public static Task<string> TextAsync(string repository, string commit, string path, CancellationToken cancellationToken) =>
        GitAsync(repository, ["show", $"{commit}:{path}"], cancellationToken);

    private static Commit? Read(string entry)
    {
        int head = entry.IndexOf('\n', StringComparison.Ordinal);
        int message = entry.IndexOf(MessageEnd, StringComparison.Ordinal);
        if (head <= 0 || message < head)
        {
            return null;
        }

        var edits = new Dictionary<string, List<LineRange>>(StringComparer.Ordinal);
        string path = "";
        foreach (string line in entry[(message + 1)..].Split('\n'))
        {
            if (line.StartsWith("--- a/", StringComparison.Ordinal))
            {
                path = line[6..].TrimEnd('\t', '\r');
            }
            else if (Hunk().Match(line) is { Success: true } hunk && path.Length > 0)
            {
                int start = int.Parse(hunk.Groups["start"].ValueSpan, CultureInfo.InvariantCulture);
                int count = hunk.Groups["count"].Success ? int.Parse(hunk.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) : 1;

                // What is put in between two lines changes what holds both.
                LineRange lines = count == 0 ? new LineRange(start, start + 1, 1) : new LineRange(start, start + count - 1, count);
                (edits.TryGetValue(path, out List<LineRange>? known) ? known : edits[path] = []).Add(lines);
            }
        }

        return new Commit(entry[..head].Split(' ')[0], entry[(head + 1)..message].Trim(), edits.ToDictionary(edit => edit.Key, edit => (IReadOnlyList<LineRange>)edit.Value));
    }

    private static async Task<string> GitAsync(string repository, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git", ["-c", "core.quotePath=false", "-C", repository, .. arguments]) { RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("git could not be started.");
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output : "";
    }

    [GeneratedRegex(@"^@@ -(?<start>\d+)(,(?<count>\d+))? ", RegexOptions.ExplicitCapture)]
    private static partial Regex Hunk();
}

/// <summary>One commit.</summary>
/// <param name="Parent">The commit before it.</param>
/// <param name="Message">What its author said of it.</param>
/// <param name="Edits">By path, lines of the parent's text.</param>
internal sealed record Commit(string Parent, string Message, IReadOnlyDictionary<string, IReadOnlyList<LineRange>> Edits);

/// <summary>Lines that were changed, counted from 1, both included.</summary>
/// <param name="Weight">How many were taken out or, where something was only put in between, 1.</param>
internal readonly record struct LineRange(int First, int Last, int Weight);
