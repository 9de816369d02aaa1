using System.Collections.Immutable;
using Conductor.Core.Graph;

namespace Conductor.Core.Tickets;

/// <summary>How a definition, and a changed one, becomes state: new tickets join with the status written, known ones keep their history.</summary>
internal static class DefinitionMerge
{
    /// <summary>Takes over the definition in time linear in the track; this is the only event that costs that much.</summary>
    public static TrackState Apply(TrackState state, TrackEvent.TicketsDefined defined)
    {
        TicketGraph graph = TicketGraph.Build(state.Graph.Tickets.IsEmpty && defined is { Order.IsDefaultOrEmpty: true, Removed.IsDefaultOrEmpty: true } ? defined.Upserted : MergedTickets(state, defined));
        foreach (TicketDefinition joined in state.Departed.IsEmpty ? [] : graph.Tickets)
        {
            if (state.Departed.TryGetValue(joined.Id, out TicketState? past))
            {
                state = state with { Departed = state.Departed.Remove(joined.Id), Tickets = state.Tickets.SetItem(joined.Id, past) };
            }
        }

        foreach (string id in defined.Removed.Where(state.Tickets.ContainsKey))
        {
            state = state with { Departed = state.Departed.SetItem(id, state.Tickets[id] with { Hold = null }), Tickets = state.Tickets.Remove(id) };
        }

        state = Rebuild(state, defined.Header, graph);
        foreach (string id in defined.Upserted.Select(ticket => ticket.Id))
        {
            // Which of what it was built on it still waits for may have changed. What joins as accepted was built on what stands.
            TicketState ticket = state.Tickets[id];
            TicketState now = BuiltOn.Checked(state, ticket is { Outcome.IsAccepted: true, BuiltOn: null } ? ticket with { BuiltOn = BuiltOn.Now(state, ticket) } : ticket);
            state = ReferenceEquals(ticket, now) ? state : state.With(now);
        }

        return state;
    }

    /// <summary>The outcome that a status written in the file stands for; null for todo and in_progress.</summary>
    public static TicketOutcome? Seed(string status) => status switch
    {
        TicketStatus.Completed => new TicketOutcome.Completed("Marked completed in the track file."),
        TicketStatus.Skipped => new TicketOutcome.Skipped("Marked skipped in the track file."),
        TicketStatus.Blocked => new TicketOutcome.Blocked("file", "Marked blocked in the track file. Retry it once that is cleared."),
        TicketStatus.Failed => new TicketOutcome.Failed("Marked failed in the track file. Retry it to run it."),
        TicketStatus.Cancelled => new TicketOutcome.Cancelled("Marked cancelled in the track file."),
        _ => null,
    };

    /// <summary>Known tickets with their changes and without those that left, then new ones; or all in the order given.</summary>
    private static ImmutableArray<TicketDefinition> MergedTickets(TrackState state, TrackEvent.TicketsDefined defined)
    {
        var definitions = state.Graph.Tickets.ToDictionary(ticket => ticket.Id, StringComparer.Ordinal);
        var order = state.Graph.Tickets.Select(ticket => ticket.Id).ToList();
        foreach (TicketDefinition definition in defined.Upserted)
        {
            if (!definitions.ContainsKey(definition.Id))
            {
                order.Add(definition.Id);
            }

            definitions[definition.Id] = definition;
        }

        var removed = defined.Removed.ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> ids = defined.Order.IsDefaultOrEmpty ? order : defined.Order;
        return [.. ids.Where(id => !removed.Contains(id)).Select(id => definitions[id])];
    }

    private static TrackState Rebuild(TrackState before, TrackHeader header, TicketGraph graph)
    {
        TicketState?[] known = [.. graph.Tickets.Select(ticket => before.Tickets.GetValueOrDefault(ticket.Id))];
        TicketState[] merged = [.. graph.Tickets.Select((ticket, ordinal) => Merge(known[ordinal], ticket, before.Revision + 1))];

        TrackState state = before with { Header = header, Graph = graph };
        var indexes = new IndexBuilder(state);
        for (int ordinal = 0; ordinal < merged.Length; ordinal++)
        {
            TicketState ticket = merged[ordinal];
            int unmet = 0;
            foreach (int dependency in graph.DependenciesAt(ordinal))
            {
                unmet += merged[dependency].Outcome?.IsAccepted != true && !ticket.Waived.Contains(merged[dependency].Definition.Id) ? 1 : 0;
            }

            // A ticket that is what it was stays the same object: that is how the wire tells what changed.
            indexes.Add(known[ordinal], ticket.UnmetDependencies == unmet ? ticket : ticket with { UnmetDependencies = unmet });
        }

        return indexes.Build();
    }

    private static TicketState Merge(TicketState? known, TicketDefinition definition, long revision)
    {
        if (known is null)
        {
            TicketOutcome? seeded = Seed(definition.Status);
            return new TicketState(definition)
            {
                Outcome = seeded,
                AcceptedAt = seeded is { IsAccepted: true } ? revision : 0,
                Notice = definition.Status == TicketStatus.InProgress ? "The file says in_progress, but no worker of this workspace has it: it counts as todo." : null,
            };
        }

        if (ReferenceEquals(known.Definition, definition))
        {
            return known;
        }

        string? notice = known.Attempt is { } attempt && !attempt.Definition.AsksTheSameAs(definition) ? UnderWay(attempt.Phase) : null;
        return known with
        {
            Definition = definition,
            Hold = known.Definition.Model == definition.Model ? known.Hold : null,
            Notice = notice ?? known.Notice,
        };
    }

    /// <summary>What a person should know of a change that comes too late for the attempt; null where it is prepared anew with it.</summary>
    private static string? UnderWay(AttemptPhase phase) => phase switch
    {
        AttemptPhase.Running or AttemptPhase.Suspended => "The file changed after this attempt began; the attempt goes on with what it began with.",
        AttemptPhase.Submitted or AttemptPhase.Landing =>
            "The file changed after this attempt began; its work is proven and lands as it was asked for then. To use the change, land or reject the work and retry the ticket.",
        _ => null,
    };

    /// <summary>Collects every index in builders, because <see cref="TrackState.With(TicketState)"/> per ticket would copy paths 100,000 times.</summary>
    private sealed class IndexBuilder(TrackState state)
    {
        private readonly ImmutableDictionary<string, TicketState>.Builder _tickets = state.Tickets.ToBuilder();
        private readonly List<ReadyKey> _ready = [];
        private readonly List<ReadyKey> _step = [];
        private readonly List<ReadyKey> _requested = [];
        private readonly List<ReadyKey> _person = [];
        private readonly List<ReadyKey> _active = [];
        private readonly List<ReadyKey> _unaccepted = [];
        private int _accepted;
        private int _running;

        /// <param name="known">What the state held of the ticket; the same object when nothing changed.</param>
        public void Add(TicketState? known, TicketState ticket)
        {
            if (!ReferenceEquals(known, ticket))
            {
                _tickets[ticket.Definition.Id] = ticket;
            }

            if (ticket.Attempt is { } attempt)
            {
                _running += attempt.Phase == AttemptPhase.Running ? 1 : 0;
            }
            else if (ticket.Outcome is { IsAccepted: true })
            {
                _accepted++;
                return;
            }
            else if (ticket is { Outcome: null, IsReady: false })
            {
                return;
            }

            ListOf(ticket).Add(state.KeyOf(ticket.Definition));
        }

        public TrackState Build() => state with
        {
            Tickets = _tickets.ToImmutable(),
            Ready = [.. _ready],
            ReadyInStepMode = [.. _step],
            Requested = [.. _requested],
            ReadyForPerson = [.. _person],
            Active = [.. _active],
            Unaccepted = [.. _unaccepted],
            AcceptedCount = _accepted,
            RunningCount = _running,
        };

        private List<ReadyKey> ListOf(TicketState ticket) => ticket switch
        {
            { Attempt: not null } => _active,
            { Outcome: not null } => _unaccepted,
            { Definition.IsForPerson: true } => _person,
            { IsRequested: true } => _requested,
            { Definition.StepMode: true } => _step,
            _ => _ready,
        };
    }
}
