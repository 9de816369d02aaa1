using Conductor.Core.Approvals;

namespace Conductor.Server.Features.Approvals;

/// <summary>What the ledger remembers of an attempt while its rows fill. Used by one fold; not thread-safe.</summary>
/// <param name="title">The ticket's title when the attempt was set up.</param>
/// <param name="number">As people are told it: only attempts that a worker began count.</param>
internal sealed class LedgerAttempt(string title, int number)
{
    /// <summary>As people are told it: only attempts that a worker began count.</summary>
    public int Number { get; } = number;

    /// <summary>The ticket's title when the attempt was set up.</summary>
    public string Title { get; } = title;

    /// <summary>The model its latest spawn gate has shown; null before the first one.</summary>
    public string? Model { get; set; }

    /// <summary>The row of its latest spawn gate; null before the first one.</summary>
    public int? SpawnRow { get; set; }

    /// <summary>Something was sent to its model, so that it counts as begun whatever comes later.</summary>
    public bool HasCalledModel { get; set; }

    /// <summary>Its tool calls by their ids.</summary>
    public Dictionary<string, LedgerCall> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>What a person has approved for the ticket, and in which approval.</summary>
    public Dictionary<ApprovalRule, string> Remembered { get; } = [];
}

/// <summary>What the ledger remembers of a tool call while its rows fill.</summary>
/// <param name="proposal">As the worker proposed it; proposed again, it is another one.</param>
internal sealed class LedgerCall(ToolProposal proposal)
{
    /// <summary>As the worker proposed it.</summary>
    public ToolProposal Proposal { get; } = proposal;

    /// <summary>The row of what was asked about it last, or of its passing; null while neither has happened.</summary>
    public int? Row { get; set; }

    /// <summary>The row that it has begun under; null while it has not, and once its result is there.</summary>
    public int? BegunRow { get; set; }
}
