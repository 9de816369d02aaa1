using Conductor.Core.Tickets;
using Conductor.Workers.Processes;
using Conductor.Workers.Tiers;

namespace Conductor.Workers.Loop;

/// <summary>Proves that a ticket is done, by the commands that were shown and approved with it.</summary>
internal static class AcceptanceCheck
{
    /// <summary>What one command may take.</summary>
    internal static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(10);

    /// <summary>Recorded for a command that was ended because its time was over.</summary>
    internal const int TimedOut = 124;

    /// <summary>Recorded for a command that could not be started.</summary>
    internal const int NotStarted = 127;

    /// <summary>Runs the commands in order until one fails. The first failure goes back to the worker, the second blocks the ticket.</summary>
    /// <returns>Null when the worker is to mend something.</returns>
    public static async Task<AttemptResult?> ProveAsync(AttemptRun run, string summary, CancellationToken cancellationToken)
    {
        foreach (var (index, command) in run.Start.Definition.Acceptance.Index())
        {
            run.Port.Output($"[Acceptance: {command}]\n");
            var (exitCode, output) = await RunAsync(run, command, index, cancellationToken);
            await run.Port.RecordAcceptanceAsync(command, exitCode, output, cancellationToken);
            if (exitCode != 0)
            {
                return await FailedAsync(run, command, exitCode, output, cancellationToken);
            }
        }
        return new AttemptResult(new TicketOutcome.Completed(summary));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(
        AttemptRun run, string command, int index, CancellationToken cancellationToken)
    {
        var context = run.ContextOf($"acceptance-{index + 1}");
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
            return (result.ExitCode ?? TimedOut, OutputOf(result));
        }
        catch (CommandStartException exception)
        {
            return (NotStarted, exception.Message);
        }
    }

    private static string OutputOf(CommandResult result)
    {
        var left = result.StillRunning is { } process ? $"{CommandResult.WordsOfLeft(process)}\n" : "";
        return result.TimedOut ? $"It was stopped after {TimeLimit.TotalMinutes:0} minutes. {left}Output until then:\n{result.Output}" : left + result.Output;
    }

    private static async Task<AttemptResult?> FailedAsync(
        AttemptRun run, string command, int exitCode, string output, CancellationToken cancellationToken)
    {
        var shown = HeadAndTail.Of(output);
        if (run.Conversation.Told("acceptance") > 0)
        {
            return new AttemptResult(new TicketOutcome.Blocked(
                "acceptance",
                $"The acceptance command `{command}` ends with exit code {exitCode}, also after the worker had a second try. "
                + $"Look at its output and retry with a note, or change the command.\n\n{shown}"));
        }
        var explanation = await FailureExplainer.ExplainAsync(run, $"{command}\nexit code {exitCode}\n{output}", cancellationToken);
        var told = explanation is null ? shown : $"{shown}\n\n{explanation}";
        await run.TellAsync("acceptance", WorkerTexts.AcceptanceFailed(command, exitCode, told), cancellationToken);
        return null;
    }
}
