using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;

namespace Conductor.Workers.Loop;

/// <summary>Everything a worker starts (or goes on) with.</summary>
/// <param name="Prompt">The first user message, exactly as approved.</param>
/// <param name="Context">The track's context document as approved; empty when there is none. Sent as the system message's second part.</param>
/// <param name="Model">Model id, <c>provider:model</c>.</param>
/// <param name="Definition">The ticket as it was when the attempt was set up.</param>
/// <param name="HasAnswer">The attempt carries a person's answer or note.</param>
/// <param name="Steps">The conversation so far; empty for a fresh start.</param>
/// <param name="Calls">Tool calls of the attempt so far, by id; empty for a fresh start.</param>
public sealed record AttemptStart(
    string TrackId,
    string TicketId,
    int Attempt,
    string Prompt,
    string Context,
    string Model,
    TicketDefinition Definition,
    bool HasAnswer,
    ImmutableList<AttemptStep> Steps,
    ImmutableDictionary<string, ToolCallState> Calls)
{
    /// <summary>What the prompt is made of, as it was approved; empty when nothing of any file was.</summary>
    public ImmutableArray<PromptPiece> Approved { get; init; } = [];
}

/// <summary>How a worker's attempt ended.</summary>
/// <param name="StopsRun">Null, or why no other ticket whose model is of the same account can do better (a refused key): what happened and what to do.</param>
public sealed record AttemptResult(TicketOutcome Outcome, string? StopsRun = null)
{
    /// <summary>The providers, as first parts of model ids, that the account pays; empty where <see cref="StopsRun"/> is null.</summary>
    public ImmutableArray<string> Account { get; init; } = [];
}
