namespace Conductor.Workers.Outlines;

/// <summary>Keeps the latest readings, also those that are still under way: whoever asks for the same text waits for the same one. Thread-safe.</summary>
internal sealed class OutlineCache(int capacity)
{
    private readonly Lock _lock = new();

    // Both guarded by _lock. The least lately used key is the first.
    private readonly Dictionary<string, Task<OutlineReading>> _readings = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _keys = new();

    public Task<OutlineReading> GetOrAddAsync(string key, Func<Task<OutlineReading>> read)
    {
        lock (_lock)
        {
            if (_readings.TryGetValue(key, out var known))
            {
                _keys.Remove(key);
                _keys.AddLast(key);
                return known;
            }

            var reading = read();
            _readings[key] = reading;
            _keys.AddLast(key);
            if (_keys is { Count: var count, First.Value: var oldest } && count > capacity)
            {
                Forget(oldest);
            }
            return reading;
        }
    }

    public void Remove(string key)
    {
        lock (_lock)
        {
            Forget(key);
        }
    }

    private void Forget(string key)
    {
        _readings.Remove(key);
        _keys.Remove(key);
    }
}
