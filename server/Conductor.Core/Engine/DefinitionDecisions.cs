using System.Collections.Immutable;
using Conductor.Core.Graph;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>Decides how an edited definition is merged into what is known.</summary>
public static class DefinitionDecisions
{
    /// <summary>Up to here looking through a list beats hashing it.</summary>
    private const int Few = 16;

    /// <summary>Only what differs becomes an event; a status that a person edited counts as a command.</summary>
    internal static Refusal? Define(DecisionBuilder decision, TrackCommand.Define define)
    {
        ImmutableArray<TicketDefinition> tickets = [.. define.Tickets.Select(WithDistinctDependencies)];
        if (GraphCheck.Check(tickets) is { Length: > 0 } problems)
        {
            return new Refusal(RefusalCode.InvalidTrack, string.Join(" ", problems.Select(problem => problem.Message)));
        }

        TrackState before = decision.State;
        if (before is { Tickets.IsEmpty: true, Departed.IsEmpty: true } && !tickets.IsEmpty)
        {
            decision.Add(new TrackEvent.TicketsDefined(define.Header, tickets, [], []));
            return null;
        }

        var ids = tickets.Select(ticket => ticket.Id).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<TicketDefinition> upserted =
            [.. tickets.Where(ticket => !before.Tickets.TryGetValue(ticket.Id, out TicketState? known) || !known.Definition.SameAs(ticket))];
        ImmutableArray<string> removed = [.. before.Graph.Tickets.Where(ticket => !ids.Contains(ticket.Id)).Select(ticket => ticket.Id)];
        ImmutableArray<string> order = OrderIfChanged(before, tickets, upserted, removed);
        if (upserted.IsEmpty && removed.IsEmpty && order.IsEmpty && before.Header == define.Header)
        {
            return null;
        }

        foreach (string ticketId in removed)
        {
            AttemptEnding.EndIfActive(decision, ticketId, new TicketOutcome.Cancelled("The ticket was taken out of the track file."));
        }

        decision.Add(new TrackEvent.TicketsDefined(define.Header, upserted, removed, order));
        foreach (TicketDefinition ticket in upserted)
        {
            TicketState? known = before.Tickets.GetValueOrDefault(ticket.Id) ?? before.Departed.GetValueOrDefault(ticket.Id);
            if (known is not null && known.Definition.Status != ticket.Status)
            {
                FollowStatus(decision, ticket, define.Remarks?.GetValueOrDefault(ticket.Id));
            }

            if (known is not null && !(known.Definition.AsksTheSameAs(ticket) && known.Definition.Budget == ticket.Budget))
            {
                AttemptEnding.PrepareAnew(decision, ticket.Id, "Its definition changed before a worker had begun.");
            }
        }

        return null;
    }

    private static TicketDefinition WithDistinctDependencies(TicketDefinition ticket) =>
        HasRepeated(ticket.DependsOn) ? ticket with { DependsOn = [.. ticket.DependsOn.Distinct()] } : ticket;

    private static bool HasRepeated(ImmutableArray<string> ids)
    {
        if (ids.Length > Few)
        {
            return ids.ToHashSet(StringComparer.Ordinal).Count < ids.Length;
        }

        for (int index = 1; index < ids.Length; index++)
        {
            if (ids.AsSpan(0, index).Contains(ids[index]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Empty when known tickets keep their order and new ones stand at the end, which needs no record.</summary>
    private static ImmutableArray<string> OrderIfChanged(
        TrackState before, ImmutableArray<TicketDefinition> tickets, ImmutableArray<TicketDefinition> upserted, ImmutableArray<string> removed)
    {
        var gone = removed.ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> kept = before.Graph.Tickets.Select(ticket => ticket.Id).Where(id => !gone.Contains(id));
        IEnumerable<string> joined = upserted.Select(ticket => ticket.Id).Where(id => !before.Tickets.ContainsKey(id));
        IEnumerable<string> wanted = tickets.Select(ticket => ticket.Id);
        return kept.Concat(joined).SequenceEqual(wanted) ? [] : [.. wanted];
    }

    /// <summary>Whether a definition, once it is taken over, completes a ticket that is known and is not completed.</summary>
    public static bool Completes(TrackState state, TicketDefinition ticket) =>
        ticket.Status == TicketStatus.Completed
        && state.Tickets.GetValueOrDefault(ticket.Id) is { } known
        && known.Definition.Status != TicketStatus.Completed
        && known.Outcome is not TicketOutcome.Completed;

    /// <summary>An ended status written over another one ends the ticket, worker or not; <c>todo</c> over an ended one is a retry.</summary>
    private static void FollowStatus(DecisionBuilder decision, TicketDefinition ticket, string? remark)
    {
        TicketState state = decision.State.Tickets[ticket.Id];
        if (DefinitionMerge.Seed(ticket.Status) is { } outcome)
        {
            if (state.Outcome?.Status != ticket.Status)
            {
                TicketDecisions.Settle(decision, state, outcome is TicketOutcome.Completed { Summary: var said } ? new TicketOutcome.Completed(Joined(said, LeftOut(state.Attempt), remark)) : outcome);
            }
        }
        else if (ticket.Status == TicketStatus.Todo && state.Outcome is not null)
        {
            AttemptEnding.Overturn(decision, ticket.Id, new TrackEvent.TicketReset(ticket.Id, null));
        }
    }

    /// <summary>What becomes of the work in a tree of a ticket that is completed without it; null where there is none.</summary>
    private static string? LeftOut(AttemptState? attempt) => attempt switch
    {
        { Tree.Branch: var branch, Phase: AttemptPhase.Submitted or AttemptPhase.Landing } =>
            $"The work of its worker has not landed, and is no part of that; it is kept on {branch}. Bring it into your branch with git merge {branch} if you need it.",
        // What a worker is at stands in its tree; a branch has only what was saved.
        { Tree: { } tree, Phase: AttemptPhase.Running or AttemptPhase.Suspended } =>
            $"What its worker has done so far is no part of that; it stands in {tree.Folder}, and not all of it is committed. If you need it, commit the rest there, then bring it into your branch with git merge {tree.Branch}.",
        _ => null,
    };

    private static string Joined(params string?[] sentences) => string.Join(' ', sentences.Where(sentence => sentence is not null));
}
