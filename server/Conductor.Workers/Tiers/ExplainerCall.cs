using Conductor.Core.Usage;
using Conductor.Workers.Loop;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Tiers;

/// <summary>Asks tier 4 one question, within a time limit, and books each call: also one that failed or was stopped may have to be paid for.</summary>
internal sealed class ExplainerCall(AttemptRun run, IChatClient model, int turn, List<ChatMessage> sent, ChatOptions options, TokenUsage estimate)
{
    private readonly long _started = run.Time.GetTimestamp();
    private string? _answer;

    /// <summary>What it said; null when there is no answer in time.</summary>
    public async Task<string?> AnswerAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(FailureExplainer.TimeLimit, run.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        ModelCallException? failed = null;
        try
        {
            var retries = ModelRetries.ForExplainer(
                run.Time, Left, (failure, wait) => new ValueTask(RecordAsync(failure, run.Time.GetUtcNow() + wait, cancellationToken)));
            failed = await retries.ExecuteAsync(async token => await MakeAsync(limit.Token, cancellationToken, token), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Its time is over: an explanation is a kindness, never a reason to wait.
        }
        if (failed is not null)
        {
            // Nothing is kept back any more for a call that is not made again.
            await RecordAsync(failed, retryAt: null, cancellationToken);
        }
        return _answer?.Trim();
    }

    private TimeSpan Left() => FailureExplainer.TimeLimit - run.Time.GetElapsedTime(_started);

    private async Task<ModelCallException?> MakeAsync(CancellationToken limit, CancellationToken stop, CancellationToken either)
    {
        // Whoever looks at the ticket sees the command's result late, so this waits without a word.
        using var lease = run.Model.QaLimits is { } limits ? await limits.EnterAsync(estimate.InputTokens, _ => Task.CompletedTask, either) : null;
        if (await run.Port.BeginModelCallAsync(new ModelCallPlan(turn, Tier.Qa, run.Model.QaId, estimate), stop) is not null)
        {
            // No budget is left for it: the worker goes on without an explanation.
            return null;
        }
        lease?.Made();
        ChatResponse? answer = null;
        ModelCallException? failure = null;
        var hasCost = true;
        try
        {
            answer = await model.GetResponseAsync(sent, options, either).WaitAsync(either);
            _answer = answer.Text;
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            // The boundary to the model.
            failure = ModelFailures.From(exception);
            hasCost = limit.IsCancellationRequested || failure.WasTaken;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new OperationCanceledException("The model call was stopped.", exception, stop);
        }
        finally
        {
            if (hasCost)
            {
                await BookAsync(answer, failure);
            }
        }
        return limit.IsCancellationRequested ? null : failure;
    }

    private Task RecordAsync(ModelCallException failure, DateTimeOffset? retryAt, CancellationToken cancellationToken) => run.Port.RecordModelFailureAsync(
        new ModelFailure(turn, Tier.Qa, run.Model.QaId, ModelFailureKinds.NameOf(failure.Kind), failure.Message, retryAt, run.Model.QaProvider), cancellationToken);

    private Task BookAsync(ChatResponse? answer, ModelCallException? failure)
    {
        var cost = CallCost.Of(failure?.Usage ?? answer?.Usage, () => TextUsage.Count(sent, [], answer?.Messages ?? [], run.Environment.Tools.Tokens), run.Model.QaFacts);
        return run.Port.RecordModelAnswerAsync(
            new ModelAnswer(turn, Tier.Qa, run.Model.QaId, cost.Usage, cost.Estimated, Messages: null, answer?.Text ?? ""), CancellationToken.None);
    }
}
