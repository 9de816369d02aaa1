using Conductor.Workers.Processes;

namespace Conductor.Server.Landing;

/// <summary>
/// Runs git in one working tree. No hooks, no signing, no housekeeping, unless it is asked to work as the person; the person's other settings
/// and filters hold. Submodules are left alone. Thread-safe.
/// </summary>
/// <param name="folder">A working tree, or a folder in one.</param>
/// <param name="isDetached">In a session of its own, which Ctrl+C at our terminal does not reach: what has begun in a person's own files is looked at to its end too.</param>
internal sealed class LandingGit(string folder, bool isDetached = false)
{
    private static readonly string[] Always =
    [
        "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "core.quotePath=false", "-c", "core.longPaths=true", "-c", "submodule.recurse=false",
        "-c", "rerere.enabled=false", "-c", "i18n.commitEncoding=utf-8",
    ];

    private static readonly string[] Quiet =
    [
        "-c", OperatingSystem.IsWindows() ? "core.hooksPath=NUL" : "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "-c", "core.safecrlf=false",
        "-c", "advice.addEmbeddedRepo=false",
    ];

    // What writes many files, or runs what a person has set up, may take its time.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly Dictionary<string, string> NoEditor = new() { ["GIT_EDITOR"] = ":", ["GIT_MERGE_AUTOEDIT"] = "no" };

    /// <summary>Runs git and gives what it wrote.</summary>
    /// <exception cref="LandingException">It failed; the message has its own words.</exception>
    /// <exception cref="IOException">It hangs.</exception>
    public async Task<string> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? input = null)
    {
        GitResult result = await TryAsync(arguments, cancellationToken, input);
        return result.ExitCode == 0 ? result.Output : throw Failure(arguments, result);
    }

    /// <summary>Runs git and gives the line it wrote; null when it failed.</summary>
    public async Task<string?> LineAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        GitResult result = await TryAsync(arguments, cancellationToken);
        return result.ExitCode == 0 ? result.Output.TrimEnd('\r', '\n') : null;
    }

    /// <summary>Runs git and gives the NUL-separated entries it wrote.</summary>
    public async Task<string[]> EntriesAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? input = null) =>
        (await RunAsync(arguments, cancellationToken, input)).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs git; a failure is an exit code.</summary>
    public Task<GitResult> TryAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? input = null) =>
        SendAsync([.. Always, .. Quiet, .. arguments], input, cancellationToken);

    /// <summary>Runs git with the person's hooks and signature; a failure is an exit code.</summary>
    public Task<GitResult> TryAsThePersonAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? input = null) =>
        SendAsync([.. Always, .. arguments], input, cancellationToken);

    /// <summary>Runs git as the person does, to its end, however long that takes and whatever is pressed at the terminal: cut off, it would leave half of it among their own files. A failure is an exit code.</summary>
    public Task<GitResult> FinishAsThePersonAsync(IReadOnlyList<string> arguments) =>
        SendAsync(new GitRequest(folder, [.. Always, .. arguments]) { Variables = NoEditor, Limit = Timeout.InfiniteTimeSpan, IsDetached = true }, CancellationToken.None);

    /// <summary>Runs git and gives the bytes it wrote.</summary>
    /// <exception cref="LandingException">It failed.</exception>
    public async Task<byte[]> BytesAsync(IReadOnlyList<string> arguments, string input, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        GitResult result = await SendAsync(new GitRequest(folder, [.. Always, .. Quiet, .. arguments]) { Input = input, Bytes = bytes, Variables = NoEditor, Limit = Patience }, cancellationToken);
        return result.ExitCode == 0 ? bytes.ToArray() : throw Failure(arguments, result);
    }

    /// <summary>Runs git on an index of its own, made of the tree's; a failure is an exit code.</summary>
    /// <param name="index">Absolute path of that index.</param>
    public Task<GitResult> TryOnIndexAsync(string index, IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? input = null) => SendAsync(
        new GitRequest(folder, [.. Always, .. Quiet, .. arguments]) { Input = input, Variables = new Dictionary<string, string>(NoEditor) { ["GIT_INDEX_FILE"] = index }, Limit = Patience },
        cancellationToken);

    /// <summary>Settings that make Conductor the author where the person has not said who they are; none otherwise.</summary>
    public async Task<string[]> AuthorAsync(CancellationToken cancellationToken)
    {
        string[] known = (await TryAsync(["config", "--get-regexp", @"^user\.(name|email)$"], cancellationToken)).Output.Split('\n', StringSplitOptions.TrimEntries);
        return [.. Missing("user.name", "Conductor"), .. Missing("user.email", "conductor@localhost")];

        // The last one counts, and one without a value is none.
        string[] Missing(string key, string value) =>
            known.LastOrDefault(line => line.Split(' ')[0] == key) is { } line && line.Length > key.Length ? [] : ["-c", $"{key}={value}"];
    }

    /// <summary>A failure of git in words for a person.</summary>
    public LandingException Failure(IEnumerable<string> arguments, GitResult result) =>
        new($"git {arguments.FirstOrDefault(argument => !argument.StartsWith('-') && !argument.Contains('=', StringComparison.Ordinal))} failed in {folder}: {Words(result)} "
            + "Run git status there to see what is wrong, put it right, and ask again.");

    /// <summary>What git or a program it ran had to say: the first lines, in one.</summary>
    public static string Words(GitResult result)
    {
        const int MostLines = 12;
        string[] lines = [.. $"{result.Error}\n{result.Output}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith("hint:", StringComparison.Ordinal))];
        string text = lines.Length == 0 ? "it gave no reason." : string.Join(' ', lines.Take(MostLines)) + (lines.Length > MostLines ? " …" : "");
        return text[^1] is '.' or '!' or '?' or '…' ? text : text + ".";
    }

    private Task<GitResult> SendAsync(string[] arguments, string? input, CancellationToken cancellationToken) =>
        SendAsync(new GitRequest(folder, arguments) { Input = input, Variables = NoEditor, Limit = Patience }, cancellationToken);

    private Task<GitResult> SendAsync(GitRequest request, CancellationToken cancellationToken) => Directory.Exists(folder)
        ? GitRunner.RunAsync(isDetached ? request with { IsDetached = true } : request, cancellationToken)
        : throw new LandingException($"The folder {folder} is no longer there: it was moved or deleted. Put it back, or discard what was in it.");
}
