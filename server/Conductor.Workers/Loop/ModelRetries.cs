using Conductor.Workers.Models;
using Polly;
using Polly.Retry;

namespace Conductor.Workers.Loop;

/// <summary>
/// When a model call that gave no answer is made again: limits are waited out for as long as it takes; what broke is tried a few times more, at
/// growing distances; an idle call once. Making a call again is always safe: nothing of a failed answer has been recorded or acted on.
/// </summary>
internal static class ModelRetries
{
    /// <summary>How often a call that broke is made again.</summary>
    internal const int Breakages = 3;

    /// <summary>The longest single wait; then it is tried whatever the provider said.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private const int Idles = 1;
    private static readonly TimeSpan LongestOwnWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestAfterBreakage = TimeSpan.FromSeconds(30);

    /// <summary>For a worker's calls. A call's result is null, or why it gave no answer.</summary>
    /// <param name="waits">Told before each wait, with its length.</param>
    public static ResiliencePipeline<ModelCallException?> ForWorker(TimeProvider time, Func<ModelCallException, TimeSpan, ValueTask> waits) =>
        Builder(time)
            .AddRetry(Retry(failure => failure.Kind == ModelFailureKind.Idle, Idles, waits))
            .AddRetry(Retry(failure => ModelFailureKinds.IsBreakage(failure.Kind), Breakages, waits))
            .AddRetry(Limits(waits))
            .Build();

    /// <summary>For tier 4, which has little time: one more try of what broke, where the provider does not ask to wait for longer than there is time.</summary>
    /// <param name="left">How much time there is yet.</param>
    public static ResiliencePipeline<ModelCallException?> ForExplainer(
        TimeProvider time, Func<TimeSpan> left, Func<ModelCallException, TimeSpan, ValueTask> waits) =>
        Builder(time).AddRetry(Retry(failure => ModelFailureKinds.IsBreakage(failure.Kind) && failure.RetryAfter.GetValueOrDefault() < left(), 1, waits)).Build();

    private static ResiliencePipelineBuilder<ModelCallException?> Builder(TimeProvider time) => new() { TimeProvider = time };

    /// <summary>As the provider says; else from a second on, twice as long each time, with jitter, so that workers do not come back together.</summary>
    private static RetryStrategyOptions<ModelCallException?> Retry(
        Func<ModelCallException, bool> handles, int attempts, Func<ModelCallException, TimeSpan, ValueTask> waits) => new()
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } failure && handles(failure)),
            MaxRetryAttempts = attempts,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(1),
            MaxDelay = LongestAfterBreakage,
            UseJitter = true,
            DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter is { } told ? Least(told, LongestWait) : (TimeSpan?)null),
            OnRetry = arguments => OnRetryAsync(arguments, waits),
        };

    private static RetryStrategyOptions<ModelCallException?> Limits(Func<ModelCallException, TimeSpan, ValueTask> waits) => new()
    {
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } failure && ModelFailureKinds.IsLimit(failure.Kind)),
        MaxRetryAttempts = int.MaxValue,
        DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(WaitFor(arguments.Outcome.Result?.RetryAfter, arguments.AttemptNumber)),
        OnRetry = arguments => OnRetryAsync(arguments, waits),
    };

    /// <summary>As long as told, never less; longer when being told the same again and again helps nobody.</summary>
    /// <param name="earlier">Waits before this one.</param>
    private static TimeSpan WaitFor(TimeSpan? told, int earlier)
    {
        var own = TimeSpan.FromMilliseconds(500 * Math.Pow(2, Math.Min(earlier, 9)));
        return told switch
        {
            null => Least(own, LongestOwnWait),
            { } wait when earlier == 0 => Least(wait, LongestWait),
            { } wait => Greatest(Least(wait, LongestWait), Least(own, LongestOwnWait)),
        };
    }

    private static TimeSpan Greatest(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static ValueTask OnRetryAsync(OnRetryArguments<ModelCallException?> arguments, Func<ModelCallException, TimeSpan, ValueTask> waits) =>
        arguments.Outcome.Result is { } failure ? waits(failure, arguments.RetryDelay) : ValueTask.CompletedTask;
}
