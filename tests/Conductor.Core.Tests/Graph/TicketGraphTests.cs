using System.Collections.Immutable;
using Conductor.Core.Graph;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Graph;

public sealed class TicketGraphTests
{
    [Fact]
    public void A_chain_is_one_longer_than_the_longest_chain_of_those_who_wait()
    {
        RandomGraphs.WithoutCycles(tickets =>
        {
            TicketGraph graph = TicketGraph.Build(tickets);

            Assert.All(tickets, ticket => Assert.Equal(LongestChain(ticket.Id, tickets), graph.ChainLengthOf(ticket.Id)));
        });
    }

    [Fact]
    public void Dependents_are_exactly_the_tickets_that_name_this_one()
    {
        RandomGraphs.WithoutCycles(tickets =>
        {
            TicketGraph graph = TicketGraph.Build(tickets);

            Assert.All(tickets, ticket => Assert.Equal(
                tickets.Where(other => other.DependsOn.Contains(ticket.Id)).Select(other => other.Id).Order(),
                graph.DependentsOf(ticket.Id).Select(other => other.Id).Order()));
        });
    }

    [Fact]
    public void Ordinals_are_the_places_in_the_file()
    {
        RandomGraphs.WithoutCycles(tickets =>
        {
            TicketGraph graph = TicketGraph.Build(tickets);

            Assert.Equal(Enumerable.Range(0, tickets.Length), tickets.Select(ticket => graph.OrdinalOf(ticket.Id)));
        });
    }

    [Fact]
    public void A_graph_with_a_cycle_is_not_built()
    {
        RandomGraphs.WithCycles(tickets =>
        {
            bool isSound = GraphCheck.Check(tickets).IsEmpty;

            Assert.Equal(isSound, Record.Exception(() => TicketGraph.Build(tickets)) is null);
        });
    }

    [Fact]
    public void Unknown_dependencies_and_repeated_ids_are_not_built()
    {
        Assert.Throws<ArgumentException>(() => TicketGraph.Build([new TicketDefinition("a", "d") { DependsOn = ["b"] }]));
        Assert.Throws<ArgumentException>(() => TicketGraph.Build([new TicketDefinition("a", "d"), new TicketDefinition("a", "d")]));
    }

    [Fact]
    public void A_chain_of_100_000_tickets_is_built_without_recursion()
    {
        const int Count = 100_000;
        ImmutableArray<TicketDefinition> tickets = [.. Enumerable.Range(0, Count).Select(index =>
            new TicketDefinition($"T-{index}", "d") { DependsOn = index == 0 ? [] : [$"T-{index - 1}"] })];

        Assert.Equal(Count, TicketGraph.Build(tickets).ChainLengthOf("T-0"));
    }

    private static int LongestChain(string id, ImmutableArray<TicketDefinition> tickets) =>
        1 + tickets.Where(ticket => ticket.DependsOn.Contains(id)).Select(ticket => LongestChain(ticket.Id, tickets)).DefaultIfEmpty(0).Max();
}
