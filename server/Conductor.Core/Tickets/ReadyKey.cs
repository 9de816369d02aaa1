namespace Conductor.Core.Tickets;

/// <summary>The order of ready tickets: priority, then longest remaining chain, then age (place in the file), then id. Total and deterministic.</summary>
public readonly record struct ReadyKey(int Priority, int ChainLength, int Ordinal, string TicketId) : IComparable<ReadyKey>
{
    /// <inheritdoc/>
    public int CompareTo(ReadyKey other)
    {
        int order = other.Priority.CompareTo(Priority);
        order = order != 0 ? order : other.ChainLength.CompareTo(ChainLength);
        order = order != 0 ? order : Ordinal.CompareTo(other.Ordinal);
        return order != 0 ? order : string.CompareOrdinal(TicketId, other.TicketId);
    }

    /// <summary>Comes before.</summary>
    public static bool operator <(ReadyKey left, ReadyKey right) => left.CompareTo(right) < 0;

    /// <summary>Comes after.</summary>
    public static bool operator >(ReadyKey left, ReadyKey right) => left.CompareTo(right) > 0;

    /// <summary>Comes before or is the same.</summary>
    public static bool operator <=(ReadyKey left, ReadyKey right) => left.CompareTo(right) <= 0;

    /// <summary>Comes after or is the same.</summary>
    public static bool operator >=(ReadyKey left, ReadyKey right) => left.CompareTo(right) >= 0;
}
