using System.ComponentModel;
using System.Text;
using CliWrap;

namespace Conductor.Server.Snapshots;

/// <summary>
/// Runs git on an index of our own. No hooks, no signing, no housekeeping, no file watcher, no questions; the person's settings and filters
/// hold otherwise. The person's index, branches, HEAD and stash are never named. Thread-safe.
/// </summary>
/// <param name="folder">The workspace; may be a folder inside the repository.</param>
/// <param name="index">Absolute path of the index.</param>
internal sealed class PrivateGit(string folder, string index)
{
    /// <summary>A git that takes longer than this hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly string NoHooks = OperatingSystem.IsWindows() ? "core.hooksPath=NUL" : "core.hooksPath=/dev/null";

    private static readonly string[] Quiet =
        ["-c", NoHooks, "-c", "commit.gpgsign=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "advice.addEmbeddedRepo=false"];

    // What a git or an editor that started us has set would lead to another repository.
    private static readonly string[] Steering =
        ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_QUARANTINE_PATH"];

    /// <summary>Runs git and gives what it wrote.</summary>
    /// <param name="input">NUL-separated lines for its standard input; null for none.</param>
    /// <exception cref="TreeRecordingException">It failed; the message has its own words.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, string? input, CancellationToken cancellationToken)
    {
        (int exitCode, string output, string error) = await TryAsync(arguments, input, cancellationToken);
        return exitCode == 0 ? output : throw new TreeRecordingException(
            $"git {string.Join(' ', arguments.Where(argument => !argument.StartsWith('-')).Take(2))} failed: {FirstLine(error)} Run git status in the workspace to see what is wrong with it.");
    }

    /// <summary>Runs git; a failure is an exit code. One of -1 means that there is no git.</summary>
    public async Task<(int ExitCode, string Output, string Error)> TryAsync(IEnumerable<string> arguments, string? input, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        var error = new StringBuilder();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            CommandResult result = await CliWrap.Cli.Wrap("git")
                .WithArguments([.. Quiet, .. arguments])
                .WithWorkingDirectory(folder)
                .WithEnvironmentVariables(Environment)
                .WithStandardInputPipe(input is null ? PipeSource.Null : PipeSource.FromString(input, new UTF8Encoding(false)))
                .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output, Encoding.UTF8))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error, Encoding.UTF8))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(limit.Token);
            return (result.ExitCode, output.ToString(), error.ToString());
        }
        catch (Win32Exception)
        {
            return (-1, "", "git is not installed, or its folder is not on the PATH.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TreeRecordingException($"git did not answer within {Limit.TotalMinutes:0} minutes. Look whether the disk or a program that git is set up to use hangs.");
        }
    }

    private void Environment(CliWrap.Builders.EnvironmentVariablesBuilder variables)
    {
        foreach (string name in Steering)
        {
            variables.Set(name, null);
        }

        variables.Set("GIT_INDEX_FILE", index).Set("GIT_OPTIONAL_LOCKS", "0").Set("GIT_TERMINAL_PROMPT", "0").Set("LC_ALL", "C")
            .Set("GIT_AUTHOR_NAME", "Conductor").Set("GIT_AUTHOR_EMAIL", "conductor@localhost")
            .Set("GIT_COMMITTER_NAME", "Conductor").Set("GIT_COMMITTER_EMAIL", "conductor@localhost");
    }

    private static string FirstLine(string error) =>
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "it gave no reason.";
}
