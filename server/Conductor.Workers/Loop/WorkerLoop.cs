using System.Text.Json;
using Conductor.Core.Tickets;
using Conductor.Workers.Models;
using Conductor.Workers.Tools;

namespace Conductor.Workers.Loop;

/// <summary>
/// Runs one attempt: asks the model, makes the tool calls that are allowed, until there is a verdict. Every effect follows its record,
/// so that the attempt can go on after a crash at any point.
/// </summary>
public static class WorkerLoop
{
    /// <summary>Model answers an attempt may take.</summary>
    public const int MaximumTurns = 100;

    /// <summary>How often in a row a worker is told to go on with an answer that was cut.</summary>
    internal const int MaximumContinuations = 3;

    private const string FinishToolName = "finish";

    /// <summary>Runs the attempt, or goes on with it from its last recorded step.</summary>
    /// <exception cref="OperationCanceledException">
    /// It was stopped. A tool call that had begun has been ended and its result recorded.
    /// </exception>
    public static async Task<AttemptResult> RunAsync(
        AttemptStart start, WorkerEnvironment environment, IAttemptPort port, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(port);
        return environment.Models.Resolve(start.Model) switch
        {
            ModelResolution.Found { Model: var model } =>
                await RunAsync(new AttemptRun(start, environment, model, port, new Conversation(start)), cancellationToken),
            ModelResolution.Refused { Message: var message, KeyOf: var account } =>
                new AttemptResult(new TicketOutcome.Failed(
                    message, account is not null ? TicketOutcome.KeyCause : environment.Models.WhyUnknown(start.Model) is not null ? TicketOutcome.ModelCause : null, account)),
            _ => throw new InvalidOperationException("A model is found or refused."),
        };
    }

    /// <summary>Runs it with a model that has been found.</summary>
    internal static async Task<AttemptResult> RunAsync(AttemptRun run, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (run.Conversation.IsOpen && await SettleAsync(run, cancellationToken) is { } settled)
            {
                return settled;
            }
            if (run.Conversation.Turns >= MaximumTurns)
            {
                return new AttemptResult(new TicketOutcome.Blocked(
                    "noVerdict",
                    $"The worker has had {MaximumTurns} turns and gave no verdict. Split the ticket, or retry it with a note that says what to leave out."));
            }
            if (await ModelCalls.AskAsync(run, cancellationToken) is { } failed)
            {
                return failed;
            }
        }
    }

    /// <summary>Deals with the latest answer.</summary>
    /// <returns>How the attempt ends; null when the model is to be asked again.</returns>
    private static async Task<AttemptResult?> SettleAsync(AttemptRun run, CancellationToken cancellationToken)
    {
        if (run.Conversation.Calls.IsEmpty)
        {
            return await SettleReplyAsync(run, cancellationToken);
        }
        if (await ToolCalls.SettleAsync(run, cancellationToken) is { } ended)
        {
            return ended;
        }
        return VerdictOf(run) switch
        {
            null => Repetition.In(run.Conversation) is { } same ? Blocked("repeats", same) : null,
            { Completed: true } verdict => await AcceptanceCheck.ProveAsync(run, verdict.Summary, cancellationToken),
            var verdict => Blocked(verdict.Kind ?? "needsDecision", verdict.Reason ?? verdict.Summary),
        };
    }

    /// <summary>An answer without tool calls (one with calls goes on, whatever its text says): a person is needed, or it is asked for a verdict, once in a row.</summary>
    private static async Task<AttemptResult?> SettleReplyAsync(AttemptRun run, CancellationToken cancellationToken)
    {
        if (BlockedReply.ReasonIn(run.Conversation.Text) is { } reason)
        {
            return Blocked("needsDecision", reason);
        }
        if (run.Conversation.IsTruncated)
        {
            return await ContinueAsync(run, cancellationToken);
        }
        if (run.Conversation.WasNudged)
        {
            return Blocked("noVerdict", "The worker stopped without a verdict, also when it was asked for one. Read its last words, and retry with a note.");
        }
        await run.TellAsync("nudge", WorkerTexts.Nudge, cancellationToken);
        return null;
    }

    /// <summary>An answer that was cut is never taken as done.</summary>
    private static async Task<AttemptResult?> ContinueAsync(AttemptRun run, CancellationToken cancellationToken)
    {
        if (run.Conversation.Continued >= MaximumContinuations)
        {
            return Blocked(
                "truncated",
                $"The worker's answers were cut {MaximumContinuations + 1} times in a row because they grew too long. Split the ticket, or retry it with a note that asks for smaller steps.");
        }
        await run.TellAsync(WorkerTexts.ContinueKind, WorkerTexts.Continue, cancellationToken);
        return null;
    }

    /// <summary>The verdict of the latest answer; null when it gave none that was allowed.</summary>
    private static WorkerVerdict? VerdictOf(AttemptRun run) => run.Conversation.Calls
        .Where(call => call.Name == FinishToolName)
        .Where(call => run.Conversation.ResultOf(call.CallId) is { Failed: false })
        .Select(call => run.Conversation.StartedWith(call.CallId))
        .OfType<string>()
        .Select(arguments => WorkerVerdict.TryParse(JsonElement.Parse(arguments), out var verdict, out _) ? verdict : null)
        .FirstOrDefault(verdict => verdict is not null);

    private static AttemptResult Blocked(string kind, string reason) => new(new TicketOutcome.Blocked(kind, reason));
}
