using System.Runtime.CompilerServices;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Loop;

/// <summary>Reads a model's answer as it comes, for as long as something comes, and lets go of it at once when it is stopped.</summary>
internal static class AnswerStream
{
    /// <summary>
    /// What a client may take to end well. One that ignores the stop for longer is left alone: it ends whenever it does, and nobody listens.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(50);

    /// <summary>So many idle limits a stream may send signs of life and nothing of an answer: a gateway that hangs can do that for ever.</summary>
    private const int MostIdleLimits = 10;

    /// <summary>The answer's pieces.</summary>
    /// <param name="call">Makes the call.</param>
    /// <param name="idleLimit">How long nothing may come, not even a byte that is no part of the answer (see <see cref="CallPulse"/>); <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <exception cref="ModelCallException">Nothing came for that long, or for ten times as long nothing of an answer.</exception>
    public static async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> call,
        TimeSpan idleLimit,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var updates = call(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = Task.FromResult(false);
        var pulse = new CallPulse(time);
        try
        {
            while (true)
            {
                CallPulse.OfCall = pulse;
                pulse.Beat();
                next = updates.MoveNextAsync().AsTask();
                if (!await WithinAsync(next, pulse, idleLimit, time, cancellationToken))
                {
                    yield break;
                }
                yield return updates.Current;
            }
        }
        finally
        {
            await CloseAsync(updates, next, stop).WaitAsync(Grace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<bool> WithinAsync(Task<bool> next, CallPulse pulse, TimeSpan idleLimit, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var beats = pulse.Beats;
        var wait = idleLimit;
        while (true)
        {
            try
            {
                return await next.WaitAsync(wait, time, cancellationToken);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                var now = pulse.Beats;
                if (now == beats)
                {
                    throw Cut($"Nothing came from the model for {idleLimit.TotalSeconds:0} seconds");
                }
                if (time.GetElapsedTime(began) >= idleLimit * MostIdleLimits)
                {
                    throw Cut($"For {idleLimit.TotalSeconds * MostIdleLimits:0} seconds only signs of life came from the model and nothing of an answer");
                }

                // Read before the silence is: a beat between the two makes the next wait too short, and then counts as one.
                beats = now;

                // From what came last on: a timer has no smaller step than a millisecond.
                wait = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((idleLimit - pulse.Silence).TotalMilliseconds)));
            }
        }
    }

    private static ModelCallException Cut(string what) => new(ModelFailureKind.Idle, $"{what}, so the call was cut.") { WasTaken = true };

    private static async Task CloseAsync(IAsyncEnumerator<ChatResponseUpdate> updates, Task<bool> next, CancellationTokenSource stop)
    {
        if (!next.IsCompleted)
        {
            await stop.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await updates.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }
}
