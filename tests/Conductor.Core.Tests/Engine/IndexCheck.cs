using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

/// <summary>Every index of a state against its meaning, computed anew from the tickets.</summary>
internal static class IndexCheck
{
    public static void Verify(TrackState state)
    {
        foreach (TicketState ticket in state.Tickets.Values)
        {
            int unmet = ticket.Definition.DependsOn.Count(dependency => !IsMet(state, ticket, dependency));
            Assert.True(ticket.UnmetDependencies == unmet, $"{ticket.Definition.Id} has {unmet} unmet dependencies, but says {ticket.UnmetDependencies}.");
        }

        foreach (TicketState ticket in state.Tickets.Values.Where(ticket => ticket.BuiltOn is not null))
        {
            IEnumerable<string> gone = ticket.Definition.DependsOn.Where(id =>
                ticket.BuiltOn!.TryGetValue(id, out long work) && (state.Tickets[id].Work != work || state.Tickets[id].IsStale));
            Assert.Equal(gone.Order(StringComparer.Ordinal), ticket.StaleBecause.Order(StringComparer.Ordinal));
        }

        Same(state, nameof(state.Active), state.Active, ticket => ticket.Attempt is not null);
        Same(state, nameof(state.Unaccepted), state.Unaccepted, ticket => ticket is { Attempt: null, Outcome.IsAccepted: false });
        Same(state, nameof(state.ReadyForPerson), state.ReadyForPerson, ticket => IsReady(ticket) && ticket.Definition.IsForPerson);
        Same(state, nameof(state.Requested), state.Requested, ticket => IsReady(ticket) && !ticket.Definition.IsForPerson && ticket.IsRequested);
        Same(state, nameof(state.ReadyInStepMode), state.ReadyInStepMode, ticket => IsUnasked(ticket) && ticket.Definition.StepMode);
        Same(state, nameof(state.Ready), state.Ready, ticket => IsUnasked(ticket) && !ticket.Definition.StepMode);
        Assert.Equal(state.Tickets.Values.Count(ticket => ticket.Outcome?.IsAccepted == true), state.AcceptedCount);
        Assert.Equal(state.Tickets.Values.Count(ticket => ticket.Attempt?.Phase == AttemptPhase.Running), state.RunningCount);
        Assert.Equal(state.Tickets.Values.Count(ticket => ticket.IsWorking), state.WorkingCount);
        Assert.Equal(state.WorkingCount > 0, state.Meter.WorkingSince is not null);
        Assert.All(state.Tickets.Values, ticket => Assert.Equal(ticket.IsWorking, ticket.Meter.WorkingSince is not null));
        Assert.All(state.Tickets.Values, ticket => Assert.True(ticket.Attempt is { Phase: AttemptPhase.Running } or null or { Reserved.IsEmpty: true }, $"{ticket.Definition.Id} reserves without a worker."));
        Assert.Equal(state.Graph.Tickets.Select(ticket => ticket.Id).Order(StringComparer.Ordinal), state.Tickets.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            state.Tickets.Values.SelectMany(ticket => ticket.Attempt?.OpenApprovals ?? []).Order(StringComparer.Ordinal),
            state.OpenApprovals.Keys.Order(StringComparer.Ordinal));
    }

    public static bool IsMet(TrackState state, TicketState ticket, string dependency) =>
        state.Tickets[dependency].Outcome?.IsAccepted == true || ticket.Waived.Contains(dependency);

    private static bool IsReady(TicketState ticket) => ticket is { UnmetDependencies: 0, Outcome: null, Attempt: null, Hold: null };

    private static bool IsUnasked(TicketState ticket) => IsReady(ticket) && !ticket.Definition.IsForPerson && !ticket.IsRequested;

    private static void Same(TrackState state, string name, ImmutableSortedSet<ReadyKey> index, Func<TicketState, bool> belongs)
    {
        IEnumerable<ReadyKey> expected = state.Tickets.Values.Where(belongs).Select(ticket => state.KeyOf(ticket.Definition)).Order();
        Assert.True(expected.SequenceEqual(index), $"{name} should be [{string.Join(", ", expected)}] and is [{string.Join(", ", index)}].");
    }
}
