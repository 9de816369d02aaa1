using Conductor.Core.Tickets;
using Conductor.Workers.Tiers;

namespace Conductor.Workers.Loop;

/// <summary>Proves that a ticket is done, by the commands that were shown and approved with it.</summary>
internal static class AcceptanceCheck
{
    /// <summary>Runs the commands in order until one fails. The first failure goes back to the worker, the second blocks the ticket; work that came back begins again with the first.</summary>
    /// <returns>Null when the worker is to mend something.</returns>
    public static async Task<AttemptResult?> ProveAsync(AttemptRun run, string summary, CancellationToken cancellationToken)
    {
        foreach (var (index, command) in run.Start.Definition.Acceptance.Index())
        {
            run.Port.Output($"[Acceptance: {command}]\n");
            var (exitCode, output) = await DeclaredCommand.RunAsync(run.ContextOf($"acceptance-{index + 1}"), command, cancellationToken);
            await run.Port.RecordAcceptanceAsync(command, exitCode, output, cancellationToken);
            if (exitCode != 0)
            {
                return await FailedAsync(run, command, exitCode, output, cancellationToken);
            }
        }
        return new AttemptResult(new TicketOutcome.Completed(summary));
    }

    private static async Task<AttemptResult?> FailedAsync(
        AttemptRun run, string command, int exitCode, string output, CancellationToken cancellationToken)
    {
        var shown = HeadAndTail.Of(output);
        if (run.Conversation.ToldInRound("acceptance") > 0)
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
