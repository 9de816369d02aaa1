namespace Conductor.Workers.Projects;

/// <summary>
/// Runs what goes as deep as somebody's code is nested. What a compiler does with a body takes stack for each level of an expression, and a stack that ends
/// takes the process with it; so it gets a thread of its own with a large one.
/// </summary>
internal static class DeepThread
{
    /// <summary>Bytes; reserved, and used only as far as something goes. The parser's own limit on nesting ends far below.</summary>
    private const int StackSize = 256 * 1024 * 1024;

    /// <summary>Whoever takes longer is left to itself, at a lower priority, and its answer is not waited for.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <exception cref="TimeoutException">It takes too long.</exception>
    public static async Task<T> RunAsync<T>(Func<T> work, TimeProvider time, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                try
                {
                    done.TrySetResult(work());
                }
                catch (Exception exception)
                {
                    done.TrySetException(exception);
                }
            },
            StackSize)
        {
            IsBackground = true,
            Name = "reading code",
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
        return await done.Task.WaitAsync(Limit, time, cancellationToken);
    }
}
