using System.Globalization;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Landing;
using Conductor.Server.Features.Usage;
using Conductor.Server.Protocol;

namespace Conductor.Server.Features.Tickets;

/// <summary>A ticket, from the engine's shape to the wire's.</summary>
internal static class TicketMapping
{
    private const int LongestRemark = 300;

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
            ticket.Begun.Count,
            Detail(state, ticket),
            (ticket.Outcome as TicketOutcome.Blocked)?.Kind,
            ticket.Notice,
            [.. TicketPhases.Acts(state, ticket).Select(act => Enum.Parse<TicketAction>(act.ToString()))],
            [.. ticket.Attempt?.OpenApprovals ?? []],
            [.. ticket.Files.Paths],
            UsageMapping.ToFigures(ticket.Usage),
            ToInfo(ticket.Attempt?.Waiting),
            BudgetMapping.OfTicket(state, ticket),
            (ticket.Outcome as TicketOutcome.Failed)?.KeyOf,
            definition.ContextViews.IsEmpty ? null : [.. definition.ContextViews.Select(ToInfo)],
            Staleness.InWords(state, ticket),
            ticket.StandsIn is { } tree ? LandingMapping.ToInfo(tree) : null,
            LandingMapping.Landed(ticket),
            TicketStages.Of(ticket),
            ticket.Attempt is { } attempt ? WorkReturns.LastWords(attempt) : null);
    }

    private static ContextViewInfo ToInfo(ContextView view) =>
        new(view.Path, view.Level is { } level ? Enum.Parse<ViewLevelName>(level.ToString()) : null, view.Members);

    private static ModelWaitInfo? ToInfo(ModelWait? wait) =>
        wait is null ? null : new ModelWaitInfo(wait.Kind, wait.Message, wait.Until?.ToString("O", CultureInfo.InvariantCulture), wait.Model);

    /// <summary>The track file's word for where the ticket stands.</summary>
    public static string StatusOf(TicketState ticket) =>
        ticket.Outcome?.Status ?? (ticket.Attempt is null ? TicketStatus.Todo : TicketStatus.InProgress);

    /// <summary>Every reason the ticket is not running.</summary>
    public static TicketExplanation ToExplanation(string trackId, TrackState state, TicketState ticket) => new(
        trackId,
        ticket.Definition.Id,
        [.. Explanation.For(state, ticket).Select(reason => new ReasonInfo(reason.Kind, reason.Text, reason.Action, reason.RelatedTicketId))]);

    /// <summary>What a person has to answer or to mend is told whole; a list shortens it. The rest is a remark on one line.</summary>
    private static string Detail(TrackState state, TicketState ticket) =>
        string.Join('\n', ((string?[])[Said(state, ticket), LandingDecisions.LeftInConflict(ticket), Discarded(ticket)]).OfType<string>());

    /// <summary>What it ended with may still say where its work is kept.</summary>
    private static string? Discarded(TicketState ticket) => ticket is { Outcome: not null, IsDiscarded: true } ? "What it had done was discarded since. It can be restored for 30 days." : null;

    private static string Said(TrackState state, TicketState ticket) => ticket.Outcome switch
    {
        TicketOutcome.Blocked blocked => blocked.Reason.Trim(),
        TicketOutcome.Failed failed => failed.Error.Trim(),
        TicketOutcome.Completed completed => Remark(completed.Summary),
        TicketOutcome.Cancelled cancelled => Remark(cancelled.Reason),
        TicketOutcome.Skipped skipped => Remark(skipped.Reason),
        _ when ticket.Attempt is { Phase: AttemptPhase.Submitted, MayLand: false, LandingProblem: { } problem } => problem.Detail.Trim(),
        _ when ticket.Attempt is { MayLand: false, Work: { } work } => Remark(work.Summary),
        _ when ticket.Attempt?.Waiting is { } wait => Remark($"waits for {wait.Provider}: {wait.Message}"),
        _ when ticket.Hold is { } hold => Remark($"is not begun: {hold}"),
        _ => ticket.UnmetDependencies > 0 ? Remark("waits for " + string.Join(", ", Explanation.UnmetDependencies(state, ticket))) : "",
    };

    private static string Remark(string text)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= LongestRemark ? line : line[..(LongestRemark - 1)] + "…";
    }
}
