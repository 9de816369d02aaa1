using System.ComponentModel;
using System.Text;
using CliWrap;

namespace Conductor.Workers.Processes;

/// <summary>
/// Runs git, the one on the PATH: on the repository of a folder and no other, without questions, and without the program that the repository
/// may name to watch files, since nothing in a repository acts by itself. Holds no state.
/// </summary>
public static class GitRunner
{
    /// <summary>Runs it to its end; a failure of git is an exit code.</summary>
    /// <exception cref="IOException">It did not answer in time, and was ended; the message says what to do.</exception>
    public static async Task<GitResult> RunAsync(GitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var output = new StringBuilder();
        var error = new StringBuilder();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(request.Limit);
        string[] arguments = ["-c", "core.fsmonitor=false", .. request.Arguments];
        Command git = request.IsDetached && OwnSession.Words() is [var session, .. var more]
            ? Cli.Wrap(session).WithArguments([.. more, "git", .. arguments])
            : Cli.Wrap("git").WithArguments(arguments);
        try
        {
            var result = await git
                .WithWorkingDirectory(request.Folder)
                .WithEnvironmentVariables(Variables(request))
                .WithStandardInputPipe(request.Input is { } input ? PipeSource.FromString(input, new UTF8Encoding(false)) : PipeSource.Null)
                .WithStandardOutputPipe(request.Bytes is { } bytes ? PipeTarget.ToStream(bytes) : PipeTarget.ToStringBuilder(output, Encoding.UTF8))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error, Encoding.UTF8))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(limit.Token);
            return new GitResult(result.ExitCode, output.ToString(), error.ToString());
        }
        catch (Win32Exception)
        {
            return new GitResult(GitResult.NotThere, "", "git is not installed, or its folder is not on the PATH.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"git did not answer within {request.Limit.TotalMinutes:0} minutes. Look whether the disk or a program that git is set up to use hangs.");
        }
    }

    private static Dictionary<string, string?> Variables(GitRequest request)
    {
        var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(SteeringVariables.Has).ToDictionary(name => name, _ => (string?)null);
        variables["GIT_OPTIONAL_LOCKS"] = "0";
        variables["GIT_TERMINAL_PROMPT"] = "0";
        variables["LC_ALL"] = "C";
        foreach (var (name, value) in request.Variables)
        {
            variables[name] = value;
        }
        return variables;
    }
}

/// <summary>One call of git.</summary>
/// <param name="Folder">An existing folder, absolute; may be one inside a repository.</param>
public sealed record GitRequest(string Folder, IEnumerable<string> Arguments)
{
    /// <summary>What it reads; null for nothing.</summary>
    public string? Input { get; init; }

    /// <summary>Gets what it writes, as it is; null to have it as the text of the result.</summary>
    public Stream? Bytes { get; init; }

    /// <summary>Set for it, beside what it inherits.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>In a session of its own, so that Ctrl+C at our terminal does not cut it off. What it runs cannot ask at the terminal then.</summary>
    public bool IsDetached { get; init; }

    /// <summary>A git that takes longer hangs. Two minutes.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>What git answered.</summary>
/// <param name="ExitCode">0 when it did what was asked, <see cref="NotThere"/> when there is no git.</param>
/// <param name="Error">In English.</param>
public sealed record GitResult(int ExitCode, string Output, string Error)
{
    /// <summary>The exit code when there is no git.</summary>
    public const int NotThere = -1;
}
