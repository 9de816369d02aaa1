using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Usage;
using Conductor.Server.Protocol;

namespace Conductor.Server.Features.Tickets;

/// <summary>A ticket, from the engine's shape to the wire's.</summary>
internal static class TicketMapping
{
    private const int MostDetail = 300;

    /// <summary>The ticket as lists show it.</summary>
    public static TicketInfo ToInfo(TrackState state, TicketState ticket)
    {
        TicketDefinition definition = ticket.Definition;
        return new TicketInfo(
            definition.Id,
            definition.DisplayTitle,
            definition.Description,
            StatusOf(ticket),
            Enum.Parse<TicketStateName>(TicketPhases.Of(state, ticket).ToString()),
            definition.AssignedTo,
            definition.DependsOn,
            [.. Explanation.UnmetDependencies(state, ticket)],
            definition.StepMode,
            definition.ContextRequirements,
            definition.Priority,
            definition.Model,
            definition.Acceptance,
            ticket.Attempts,
            Detail(state, ticket),
            (ticket.Outcome as TicketOutcome.Blocked)?.Kind,
            ticket.Notice,
            [.. TicketPhases.Acts(state, ticket).Select(act => Enum.Parse<TicketAction>(act.ToString()))],
            [.. ticket.Attempt?.OpenApprovals ?? []],
            [.. ticket.Files.Paths],
            UsageMapping.ToFigures(ticket.Usage));
    }

    /// <summary>The track file's word for where the ticket stands.</summary>
    public static string StatusOf(TicketState ticket) =>
        ticket.Outcome?.Status ?? (ticket.Attempt is null ? TicketStatus.Todo : TicketStatus.InProgress);

    /// <summary>Every reason the ticket is not running.</summary>
    public static TicketExplanation ToExplanation(string trackId, TrackState state, TicketState ticket) => new(
        trackId,
        ticket.Definition.Id,
        [.. Explanation.For(state, ticket).Select(reason => new ReasonInfo(reason.Kind, reason.Text, reason.Action, reason.RelatedTicketId))]);

    private static string Detail(TrackState state, TicketState ticket)
    {
        string text = ticket.Outcome switch
        {
            TicketOutcome.Completed completed => completed.Summary,
            TicketOutcome.Blocked blocked => blocked.Reason,
            TicketOutcome.Failed failed => failed.Error,
            TicketOutcome.Cancelled cancelled => cancelled.Reason,
            TicketOutcome.Skipped skipped => skipped.Reason,
            _ => ticket.UnmetDependencies > 0 ? "waits for " + string.Join(", ", Explanation.UnmetDependencies(state, ticket)) : "",
        };
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= MostDetail ? line : line[..(MostDetail - 1)] + "…";
    }
}
