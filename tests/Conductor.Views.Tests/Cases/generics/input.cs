namespace Shop;

using System.Collections.Generic;

public interface IPair<out TFirst, in TSecond>
    where TFirst : class?
    where TSecond : struct
{
    TFirst First { get; }

    void Take(TSecond second);

    static abstract int Size { get; }

    TFirst FirstOr(TFirst other) => First ?? other;
}

public sealed class Cache<TKey, TValue> : Dictionary<TKey, List<TValue>>
    where TKey : notnull, IEquatable<TKey>
    where TValue : class, new()
{
    public TResult Map<TResult>(Func<TKey, TResult> map, TKey key)
        where TResult : unmanaged
    {
        return map(key);
    }

    public IEnumerable<(TKey Key, int Count)> Counts<T>(params T[] ignored) where T : allows ref struct
        => this.Select(pair => (pair.Key, pair.Value.Count));
}

public delegate TOut Convert<in TIn, out TOut>(TIn input) where TOut : new();
