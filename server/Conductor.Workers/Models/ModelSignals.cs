using System.Collections.Concurrent;

namespace Conductor.Workers.Models;

/// <summary>Wakes workers that wait until a provider may be used. Thread-safe.</summary>
public sealed class ModelSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _next = new(StringComparer.Ordinal);

    /// <summary>Ends with the next <see cref="Changed"/> of the provider. Taken before a call, it does not miss a change during the call.</summary>
    /// <param name="provider">The first part of a model id.</param>
    public Task NextAsync(string provider) => _next.GetOrAdd(provider, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Whether the provider may be used has changed: whoever waits for it tries again.</summary>
    public void Changed(string provider)
    {
        if (_next.TryRemove(provider, out var waiting))
        {
            waiting.SetResult();
        }
    }
}
