using Conductor.Workers.Processes;
using Conductor.Workers.Tools;

namespace Conductor.Workers.Loop;

/// <summary>A command that a ticket or its track declares (acceptance, set-up), run by the engine itself: everywhere within the same limits.</summary>
public static class DeclaredCommand
{
    /// <summary>What one command may take.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(10);

    /// <summary>The exit code of a command that was ended because its time was over.</summary>
    public const int TimedOut = 124;

    /// <summary>The exit code of a command that could not be started.</summary>
    public const int NotStarted = 127;

    /// <summary>Runs it to its end in the root of a context; one that cannot be started has an exit code too.</summary>
    /// <param name="context">Of this call: it says who records the process.</param>
    /// <exception cref="OperationCanceledException">The token fired, and every process of the command has been ended.</exception>
    public static async Task<DeclaredResult> RunAsync(ToolContext context, string command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var result = await context.Commands.RunAsync(
                new CommandRequest(command, context.Root.FullPath, TimeLimit)
                {
                    OutputBytes = context.Limits.OutputBytes,
                    ExitCodeFile = context.ExitCodeFile,
                    Started = context.CommandStarted,
                    StillRunning = context.CommandStillRunning,
                },
                cancellationToken);
            return new DeclaredResult(result.ExitCode ?? TimedOut, OutputOf(result));
        }
        catch (CommandStartException exception)
        {
            return new DeclaredResult(NotStarted, exception.Message);
        }
    }

    private static string OutputOf(CommandResult result)
    {
        var left = result.StillRunning is { } process ? $"{CommandResult.WordsOfLeft(process)}\n" : "";
        return result.TimedOut ? $"It was stopped after {TimeLimit.TotalMinutes:0} minutes. {left}Output until then:\n{result.Output}" : left + result.Output;
    }
}

/// <summary>How a declared command ended.</summary>
/// <param name="ExitCode">Its own, <see cref="DeclaredCommand.TimedOut"/> or <see cref="DeclaredCommand.NotStarted"/>.</param>
/// <param name="Output">Standard output and standard error in the order they came, the middle left out when it was long; or why it could not be started.</param>
public sealed record DeclaredResult(int ExitCode, string Output);
