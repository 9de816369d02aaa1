using Conductor.Workers.Processes;

namespace Conductor.Server.Snapshots;

/// <summary>
/// Runs git on an index of our own. No hooks, no signing, no housekeeping; the person's settings and filters hold otherwise. The person's
/// index, branches, HEAD and stash are never named. Thread-safe.
/// </summary>
/// <param name="folder">The workspace; may be a folder inside the repository.</param>
/// <param name="index">Absolute path of the index.</param>
internal sealed class PrivateGit(string folder, string index)
{
    private static readonly string NoHooks = OperatingSystem.IsWindows() ? "core.hooksPath=NUL" : "core.hooksPath=/dev/null";

    private static readonly string[] Quiet =
        ["-c", NoHooks, "-c", "commit.gpgsign=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "core.quotePath=false", "-c", "advice.addEmbeddedRepo=false"];

    private readonly Dictionary<string, string> _variables = new()
    {
        ["GIT_INDEX_FILE"] = index,
        ["GIT_AUTHOR_NAME"] = "Conductor",
        ["GIT_AUTHOR_EMAIL"] = "conductor@localhost",
        ["GIT_COMMITTER_NAME"] = "Conductor",
        ["GIT_COMMITTER_EMAIL"] = "conductor@localhost",
    };

    /// <summary>Runs git and gives what it wrote.</summary>
    /// <param name="input">NUL-separated lines for its standard input; null for none.</param>
    /// <exception cref="TreeRecordingException">It failed; the message has its own words.</exception>
    /// <exception cref="IOException">It hangs.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, string? input, CancellationToken cancellationToken)
    {
        (int exitCode, string output, string error) = await TryAsync(arguments, input, cancellationToken);
        return exitCode == 0 ? output : throw new TreeRecordingException(
            $"git {string.Join(' ', arguments.Where(argument => !argument.StartsWith('-')).Take(2))} failed: {FirstLine(error)} Run git status in the workspace to see what is wrong with it.");
    }

    /// <summary>Runs git; a failure is an exit code.</summary>
    /// <exception cref="IOException">It hangs.</exception>
    public Task<GitResult> TryAsync(IEnumerable<string> arguments, string? input, CancellationToken cancellationToken) =>
        GitRunner.RunAsync(new GitRequest(folder, [.. Quiet, .. arguments]) { Input = input, Variables = _variables }, cancellationToken);

    private static string FirstLine(string error) =>
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "it gave no reason.";
}
