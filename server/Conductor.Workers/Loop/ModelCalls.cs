using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Workers.Models;

namespace Conductor.Workers.Loop;

/// <summary>
/// Gets the model's next answer. Limits are waited out for as long as it takes; an answer that broke off is asked for again, which is
/// always safe, since nothing of it has been recorded or acted on.
/// </summary>
internal static class ModelCalls
{
    /// <summary>How often an answer that broke off is asked for again.</summary>
    internal const int Retries = 3;

    /// <summary>The longest single wait; then it is tried whatever the provider said.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static readonly TimeSpan LongestOwnWait = TimeSpan.FromMinutes(1);

    /// <summary>Asks until there is an answer and records it.</summary>
    /// <returns>Null, or how the attempt ends because there will be no answer.</returns>
    public static async Task<AttemptResult?> AskAsync(AttemptRun run, CancellationToken cancellationToken)
    {
        var waits = 0;
        var broken = 0;
        while (true)
        {
            foreach (var message in await run.Port.TakeMessagesAsync(cancellationToken))
            {
                run.Conversation.Add(new AttemptStep.Told("message", message));
            }
            var turn = run.Conversation.Turns;
            var call = new StreamedCall(run);
            await run.Port.BeginModelCallAsync(new ModelCallPlan(turn, Tier.Worker, run.Model.Id, call.Estimate), cancellationToken);
            ModelCallException? failure;
            try
            {
                failure = await call.RunAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                await BookAsync(run, call, turn, failure: null);
                throw;
            }
            if (failure is null)
            {
                await RecordAsync(run, call, turn);
                return null;
            }
            await BookAsync(run, call, turn, failure);
            switch (failure.Kind)
            {
                case ModelFailureKind.RateLimit or ModelFailureKind.Overloaded:
                    waits++;
                    await WaitAsync(run, failure, WaitFor(failure, waits), cancellationToken);
                    break;
                case ModelFailureKind.CutStream or ModelFailureKind.Server when broken < Retries:
                    broken++;
                    await WaitAsync(run, failure, TimeSpan.FromSeconds(1 << (broken - 1)), cancellationToken);
                    break;
                default:
                    return Ended(failure, broken);
            }
        }
    }

    /// <summary>As long as told; longer when being told the same again and again helps nobody.</summary>
    private static TimeSpan WaitFor(ModelCallException failure, int waits)
    {
        var own = TimeSpan.FromMilliseconds(250 * Math.Pow(2, Math.Min(waits, 10)));
        var wait = failure.RetryAfter switch
        {
            { } told when waits == 1 || told >= own => told,
            _ => own < LongestOwnWait ? own : LongestOwnWait,
        };
        return wait < LongestWait ? wait : LongestWait;
    }

    private static async Task WaitAsync(AttemptRun run, ModelCallException failure, TimeSpan wait, CancellationToken cancellationToken)
    {
        run.Port.Output(
            string.Create(CultureInfo.InvariantCulture, $"[{failure.Message} Waiting {wait.TotalSeconds:0.#} s, then trying again.]\n"), "waiting");
        await Task.Delay(wait, run.Time, cancellationToken);
    }

    private static AttemptResult Ended(ModelCallException failure, int broken) => failure.Kind switch
    {
        ModelFailureKind.Auth => new AttemptResult(new TicketOutcome.Failed(failure.Message, TicketOutcome.KeyCause), StopsRun: failure.Message),
        ModelFailureKind.CutStream or ModelFailureKind.Server => new AttemptResult(new TicketOutcome.Failed(
            $"The model gave no whole answer in {broken + 1} calls: {failure.Message} Check the provider's state and the network, then retry the ticket.")),
        _ => new AttemptResult(new TicketOutcome.Failed(failure.Message)),
    };

    /// <summary>Books what a call without a whole answer has cost: as far as the provider said, else by what was sent and has come.</summary>
    /// <param name="failure">Why there is none; null when the call was stopped.</param>
    private static Task BookAsync(AttemptRun run, StreamedCall call, int turn, ModelCallException? failure) => call.HasCost(failure)
        ? run.Port.RecordModelAnswerAsync(
            new ModelAnswer(turn, Tier.Worker, run.Model.Id, call.Cost, Estimated: call.ReportedUsage is null, Messages: null, call.Text), CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>A whole answer is kept also when the run is stopped just then: it is paid for, and a resumed worker goes on from it.</summary>
    private static async Task RecordAsync(AttemptRun run, StreamedCall call, int turn)
    {
        var messages = MessageJson.Write(run.Conversation.WithOwnCallIds(call.Messages));
        await run.Port.RecordModelAnswerAsync(
            new ModelAnswer(turn, Tier.Worker, run.Model.Id, call.Cost, Estimated: call.ReportedUsage is null, messages, call.Text), CancellationToken.None);
        run.Conversation.AddAnswer(messages);
    }
}
