using System.Collections.Concurrent;

namespace Conductor.Server.Hosting;

/// <summary>
/// The workspace's cap on workers at a time, over all its tracks. A track takes slots before it decides and gives back what the decision
/// did not use, so that two tracks cannot both start the last worker; a track that went short is woken when a slot comes back. Thread-safe.
/// </summary>
internal sealed class SlotPool(Func<int> capacity)
{
    private readonly ConcurrentDictionary<Action, bool> _hungry = new();
    private int _taken;

    /// <summary>Takes up to this many; 0 when none is free. A capacity that shrank leaves running workers alone.</summary>
    public int Take(int wanted)
    {
        while (true)
        {
            int taken = Volatile.Read(ref _taken);
            int granted = Math.Clamp(capacity() - taken, 0, wanted);
            if (granted == 0 || Interlocked.CompareExchange(ref _taken, taken + granted, taken) == taken)
            {
                return granted;
            }
        }
    }

    /// <summary>Gives slots back and wakes whoever went short. A negative count books workers that started beyond what was taken.</summary>
    public void Return(int count)
    {
        Interlocked.Add(ref _taken, -count);
        if (count > 0)
        {
            Wake();
        }
    }

    /// <summary>Asks to be woken, once, when a slot may be free.</summary>
    public void WakeWhenFree(Action wake)
    {
        _hungry[wake] = true;
        if (capacity() > Volatile.Read(ref _taken))
        {
            Wake();
        }
    }

    /// <summary>Wakes whoever went short; also for a capacity that grew.</summary>
    public void Wake()
    {
        foreach (Action wake in _hungry.Keys)
        {
            if (_hungry.TryRemove(wake, out _))
            {
                wake();
            }
        }
    }
}
