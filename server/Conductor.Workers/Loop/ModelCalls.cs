using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Limits;

namespace Conductor.Workers.Loop;

/// <summary>Gets the model's next answer: within the provider's limits, as <see cref="ModelRetries"/> says, with every wait recorded before it begins.</summary>
internal sealed class ModelCalls(AttemptRun run)
{
    private readonly string _provider = ModelId.Parse(run.Model.Id).Provider;
    private AttemptResult? _ended;
    private int _made;

    /// <summary>Asks until there is an answer and records it.</summary>
    /// <returns>Null, or how the attempt ends because there will be no answer.</returns>
    public static Task<AttemptResult?> AskAsync(AttemptRun run, CancellationToken cancellationToken) => new ModelCalls(run).AskAsync(cancellationToken);

    private async Task<AttemptResult?> AskAsync(CancellationToken cancellationToken)
    {
        var retries = ModelRetries.ForWorker(run.Time, (failure, wait) => new ValueTask(WaitsAsync(failure, wait, cancellationToken)));
        var failure = await retries.ExecuteAsync(async token => await TryAsync(token), cancellationToken);
        if (failure is null)
        {
            return _ended;
        }
        await run.Port.RecordModelFailureAsync(FailureOf(ModelFailureKinds.NameOf(failure.Kind), failure.Message, retryAt: null), cancellationToken);
        var ended = ModelEndings.Of(failure, _made);
        return ended.StopsRun is null ? ended : ended with { Account = run.Model.Account, Outcome = WithKeyOf(ended.Outcome, run.Model.Account.FirstOrDefault()) };
    }

    private static TicketOutcome WithKeyOf(TicketOutcome outcome, string? provider) =>
        outcome is TicketOutcome.Failed { Cause: TicketOutcome.KeyCause } failed ? failed with { KeyOf = provider } : outcome;

    /// <summary>Makes the call; once more where something can be done about its failure that is no matter of time.</summary>
    private async Task<ModelCallException?> TryAsync(CancellationToken cancellationToken)
    {
        var isShortened = false;
        while (true)
        {
            // Looked at before the call, so that a permission that is given meanwhile is not missed.
            var changed = run.Environment.Signals.NextAsync(_provider);
            var failure = await MakeAsync(cancellationToken);
            if (failure?.Kind == ModelFailureKind.NeedsConsent)
            {
                await run.Port.RecordModelFailureAsync(FailureOf(ModelWait.Consent, failure.Message, retryAt: null), cancellationToken);
                run.Port.Output($"[{failure.Message} Waiting until it is allowed.]\n", "waiting");
                await changed.WaitAsync(cancellationToken);
            }
            else if (failure?.Kind == ModelFailureKind.ContextTooLong && !isShortened && await ConversationFit.ShortenAsync(run, cancellationToken))
            {
                isShortened = true;
                await run.Port.RecordModelFailureAsync(
                    FailureOf(ModelFailureKinds.NameOf(failure.Kind), failure.Message, run.Time.GetUtcNow()), cancellationToken);
            }
            else
            {
                return failure;
            }
        }
    }

    /// <summary>Makes it as soon as no budget is kept back for others. Meanwhile it holds no place at the provider: those who have one may be slow, or another provider's.</summary>
    private async Task<ModelCallException?> MakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (wait, failure) = await MakeWithinLimitsAsync(cancellationToken);
            if (wait is null)
            {
                return failure;
            }
            await run.Port.WaitForBudgetAsync(wait, cancellationToken);
        }
    }

    /// <returns>Null and how the call went, or the call that is to be made when there is budget for it.</returns>
    private async Task<(ModelCallPlan? Waits, ModelCallException? Failure)> MakeWithinLimitsAsync(CancellationToken cancellationToken)
    {
        using var lease = run.Model.Limits is { } limits
            ? await limits.EnterAsync(run.Size.Expected(run.Conversation), wait => LimitedAsync(wait, cancellationToken), cancellationToken)
            : null;
        foreach (var message in await run.Port.TakeMessagesAsync(cancellationToken))
        {
            run.Conversation.Add(new AttemptStep.Told("message", message));
        }
        if (await ConversationFit.EnsureAsync(run, cancellationToken) is { } ended)
        {
            _ended = ended;
            return (null, null);
        }
        var turn = run.Conversation.Turns;
        var call = new StreamedCall(run);
        var plan = new ModelCallPlan(turn, Tier.Worker, run.Model.Id, Estimate());
        if (await run.Port.BeginModelCallAsync(plan, cancellationToken) is { } reserved)
        {
            await ReservedAsync(reserved, cancellationToken);
            return (plan, null);
        }
        _made++;
        ModelCallException? failure;
        try
        {
            failure = await call.RunAsync(lease, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await BookAsync(call, turn, failure: null);
            throw;
        }
        await (failure is null ? RecordAsync(call, turn) : BookAsync(call, turn, failure));
        return (null, failure);
    }

    /// <summary>What the call is likely to take. Answers are hardly ever as long as a model may make them; to keep that much back would pause runs long before their budget is spent.</summary>
    private TokenUsage Estimate()
    {
        var facts = run.Model.Facts;
        var answer = Math.Min(facts.MaximumOutput ?? ConversationFit.LikelyAnswer, ConversationFit.LikelyAnswer);
        return CallCost.Expected(new TokenUsage(run.Size.Expected(run.Conversation), answer, 0, Calls: 1, EstimatedCalls: 1), facts);
    }

    /// <summary>A wait before the call is made again. Where the provider asked for it, nobody calls it meanwhile.</summary>
    private async Task WaitsAsync(ModelCallException failure, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (failure.Kind == ModelFailureKind.RateLimit || (failure.Kind == ModelFailureKind.Overloaded && failure.RetryAfter is not null))
        {
            run.Model.Limits?.Hold(wait);
        }
        await run.Port.RecordModelFailureAsync(
            FailureOf(ModelFailureKinds.NameOf(failure.Kind), failure.Message, run.Time.GetUtcNow() + wait), cancellationToken);
        run.Port.Output(
            string.Create(CultureInfo.InvariantCulture, $"[{failure.Message} Waiting {wait.TotalSeconds:0.#} s, then trying again.]\n"), "waiting");
    }

    private async Task LimitedAsync(LimitWait wait, CancellationToken cancellationToken)
    {
        var message = $"{run.Model.Provider} is not called yet: {wait.Reason}.";
        await run.Port.RecordModelFailureAsync(FailureOf(ModelWait.Limit, message, wait.Until), cancellationToken);
        run.Port.Output($"[{message}]\n", "waiting");
    }

    private async Task ReservedAsync(string message, CancellationToken cancellationToken)
    {
        await run.Port.RecordModelFailureAsync(FailureOf(ModelWait.Budget, message, retryAt: null) with { Provider = ModelWait.Budget }, cancellationToken);
        run.Port.Output($"[Waiting for budget: {message}]\n", "waiting");
    }

    private ModelFailure FailureOf(string kind, string message, DateTimeOffset? retryAt) =>
        new(run.Conversation.Turns, Tier.Worker, run.Model.Id, kind, message, retryAt, run.Model.Provider);

    /// <summary>Books what a call without a whole answer has cost: as far as the provider said, else by what was sent and has come.</summary>
    /// <param name="failure">Why there is none; null when the call was stopped.</param>
    private Task BookAsync(StreamedCall call, int turn, ModelCallException? failure)
    {
        if (!call.HasCost(failure))
        {
            return Task.CompletedTask;
        }
        var cost = call.Cost;
        return run.Port.RecordModelAnswerAsync(
            new ModelAnswer(turn, Tier.Worker, run.Model.Id, cost.Usage, cost.Estimated, Messages: null, call.Text, call.Finish?.Value), CancellationToken.None);
    }

    /// <summary>A whole answer is kept also when the run is stopped just then: it is paid for, and a resumed worker goes on from it.</summary>
    private async Task RecordAsync(StreamedCall call, int turn)
    {
        var cost = call.Cost;
        var finish = call.Finish?.Value;
        var messages = MessageJson.Write(run.Conversation.WithOwnCallIds(call.Messages));
        await run.Port.RecordModelAnswerAsync(
            new ModelAnswer(turn, Tier.Worker, run.Model.Id, cost.Usage, cost.Estimated, messages, call.Text, finish), CancellationToken.None);
        run.Conversation.AddAnswer(messages, finish);
    }
}
