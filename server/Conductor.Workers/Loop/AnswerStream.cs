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

    /// <summary>The answer's pieces.</summary>
    /// <param name="call">Makes the call.</param>
    /// <param name="idleLimit">How long nothing may come; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <exception cref="ModelCallException">Nothing came for that long.</exception>
    public static async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> call,
        TimeSpan idleLimit,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var updates = call(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = Task.FromResult(false);
        try
        {
            while (true)
            {
                next = updates.MoveNextAsync().AsTask();
                if (!await WithinAsync(next, idleLimit, time, cancellationToken))
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

    private static async Task<bool> WithinAsync(Task<bool> next, TimeSpan idleLimit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await next.WaitAsync(idleLimit, time, cancellationToken);
        }
        catch (TimeoutException) when (!next.IsCompleted)
        {
            throw new ModelCallException(
                ModelFailureKind.Idle, $"Nothing came from the model for {idleLimit.TotalSeconds:0} seconds, so the call was cut.")
            { WasTaken = true };
        }
    }

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
