using System.Collections.Immutable;

namespace Conductor.Core.Tickets;

/// <summary>Why a command was refused. An expected answer, not an error.</summary>
/// <param name="Code">One of <see cref="RefusalCode"/>.</param>
/// <param name="Message">What happened and what to do next, in words for a person.</param>
public sealed record Refusal(RefusalCode Code, string Message)
{
    /// <summary>With <see cref="RefusalCode.FilesMoved"/>: workspace-relative paths. Otherwise empty.</summary>
    public ImmutableArray<string> Files { get; init; } = [];
}

/// <summary>The closed list of reasons for a refusal.</summary>
public enum RefusalCode
{
    /// <summary>The track has no such ticket.</summary>
    UnknownTicket,

    /// <summary>There is no such approval.</summary>
    UnknownApproval,

    /// <summary>The ticket's or run's state does not allow it.</summary>
    WrongState,

    /// <summary>Model calls under way may take what is left of a budget; asked again when one of them is over, the answer may be another.</summary>
    BudgetReserved,

    /// <summary>A call that a worker can do without is not to be made: a budget does not last for it, or holds money and it has no known price.</summary>
    LeftOut,

    /// <summary>Dependencies are not accepted yet.</summary>
    NotReady,

    /// <summary>What was decided on is not what is asked now.</summary>
    Stale,

    /// <summary>The answer does not fit the gate.</summary>
    InvalidDecision,

    /// <summary>Files are not what was left in them.</summary>
    FilesMoved,

    /// <summary>The definition has problems.</summary>
    InvalidTrack,
}
