using System.Collections.Immutable;

namespace Conductor.Core.Usage;

/// <summary>What may be spent. A member that is null sets no limit.</summary>
/// <param name="Tokens">Input and output together.</param>
/// <param name="Money">US dollars, at the prices of when each call is made. A call of a model without a known price is not made, since nobody could say what it takes of the limit.</param>
/// <param name="Calls">Model calls.</param>
/// <param name="Minutes">Minutes in which a worker is at work: waiting for people, for providers and for other calls does not count, nor do pauses.</param>
public sealed record Budget(long? Tokens = null, decimal? Money = null, long? Calls = null, long? Minutes = null)
{
    /// <summary>The largest amount of any kind: sums of such amounts never overflow.</summary>
    public const long Most = 1_000_000_000_000;

    /// <summary>No limit at all.</summary>
    public static Budget None { get; } = new();

    /// <summary>Every kind, in the order people are told of them.</summary>
    public static IReadOnlyList<BudgetKind> Kinds { get; } = [BudgetKind.Tokens, BudgetKind.Money, BudgetKind.Calls, BudgetKind.Minutes];

    /// <summary>The limit of one kind; null for none.</summary>
    public decimal? Of(BudgetKind kind) => kind switch
    {
        BudgetKind.Tokens => Tokens,
        BudgetKind.Money => Money,
        BudgetKind.Calls => Calls,
        _ => Minutes,
    };

    /// <summary>The limits that make sense, 0 to <see cref="Most"/>; null when none does.</summary>
    public Budget? Sound()
    {
        var sound = new Budget(Sound(Tokens), Money is < 0 or > Most ? null : Money, Sound(Calls), Sound(Minutes));
        return sound == None ? null : sound;
    }

    /// <summary>These limits, and those of another budget where this one has none.</summary>
    public Budget Or(Budget? other) => other is null
        ? this
        : new Budget(Tokens ?? other.Tokens, Money ?? other.Money, Calls ?? other.Calls, Minutes ?? other.Minutes);

    /// <summary>These limits, but none of some kinds.</summary>
    public Budget Without(ImmutableArray<BudgetKind> kinds) => new(
        kinds.Contains(BudgetKind.Tokens) ? null : Tokens,
        kinds.Contains(BudgetKind.Money) ? null : Money,
        kinds.Contains(BudgetKind.Calls) ? null : Calls,
        kinds.Contains(BudgetKind.Minutes) ? null : Minutes);

    /// <summary>Both amounts together; what neither names stays unnamed.</summary>
    public Budget Add(Budget added) =>
        new(Sum(Tokens, added.Tokens), (Money ?? added.Money) is null ? null : (Money ?? 0) + (added.Money ?? 0), Sum(Calls, added.Calls), Sum(Minutes, added.Minutes));

    /// <summary>These limits, each one higher by what was added to it. Where there is no limit there is none afterwards.</summary>
    public Budget RaisedBy(Budget added) => new(
        Tokens + (added.Tokens ?? 0),
        Money + (added.Money ?? 0),
        Calls + (added.Calls ?? 0),
        Minutes + (added.Minutes ?? 0));

    private static long? Sound(long? amount) => amount is < 0 or > Most ? null : amount;

    private static long? Sum(long? left, long? right) => (left ?? right) is null ? null : (left ?? 0) + (right ?? 0);
}

/// <summary>What a limit counts.</summary>
public enum BudgetKind
{
    /// <summary>Input and output together.</summary>
    Tokens,

    /// <summary>US dollars.</summary>
    Money,

    /// <summary>Model calls.</summary>
    Calls,

    /// <summary>Minutes in which a worker is at work.</summary>
    Minutes,
}

/// <summary>Why a run cannot go on within a budget.</summary>
/// <param name="TicketId">Whose budget it is; null for the run's.</param>
/// <param name="Limit">How much of it there was.</param>
/// <param name="Needs">What the call that was not made takes of it; 0 for minutes.</param>
public sealed record BudgetShortage(string? TicketId, BudgetKind Kind, decimal Limit, decimal Needs);
