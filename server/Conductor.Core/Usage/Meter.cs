using System.Collections.Immutable;

namespace Conductor.Core.Usage;

/// <summary>How long workers were at work, and what became of the budget for it. Immutable; replay builds the same one.</summary>
public sealed record Meter
{
    /// <summary>Nobody has worked yet.</summary>
    public static Meter Zero { get; } = new();

    /// <summary>Stretches of work that are over, together.</summary>
    public TimeSpan Worked { get; init; }

    /// <summary>When the stretch of this moment began; null while nobody works.</summary>
    public DateTimeOffset? WorkingSince { get; init; }

    /// <summary>What persons have added to the budget.</summary>
    public Budget Raised { get; init; } = Budget.None;

    /// <summary>The limits that have been warned of, by kind: each one once, and a raised one again.</summary>
    public ImmutableSortedDictionary<BudgetKind, decimal> Warned { get; init; } = ImmutableSortedDictionary<BudgetKind, decimal>.Empty;

    /// <summary>All work until a moment.</summary>
    public TimeSpan WorkedAt(DateTimeOffset now) => WorkingSince is { } since && now > since ? Worked + (now - since) : Worked;

    /// <summary>Work begins.</summary>
    public Meter Start(DateTimeOffset at) => this with { WorkingSince = at };

    /// <summary>Work stops.</summary>
    public Meter Stop(DateTimeOffset at) => this with { Worked = WorkedAt(at), WorkingSince = null };
}
