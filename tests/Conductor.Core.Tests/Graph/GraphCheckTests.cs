using System.Collections.Immutable;
using Conductor.Core.Graph;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Graph;

public sealed class GraphCheckTests
{
    [Fact]
    public void Cycles_are_exactly_the_tickets_that_reach_each_other()
    {
        RandomGraphs.WithCycles(tickets =>
        {
            Dictionary<string, HashSet<string>> reachable = tickets.ToDictionary(ticket => ticket.Id, ticket => RandomGraphs.ReachableFrom(ticket.Id, tickets));
            string[] expected = [.. tickets
                .Where(ticket => reachable[ticket.Id].Contains(ticket.Id))
                .Select(ticket => string.Join(' ', tickets
                    .Where(other => reachable[ticket.Id].Contains(other.Id) && reachable[other.Id].Contains(ticket.Id))
                    .Select(other => other.Id)))
                .Distinct()];

            IEnumerable<string> found = GraphCheck.Check(tickets).Select(problem => string.Join(' ', Assert.IsType<TrackProblem.Cycle>(problem).Members));

            Assert.Equal(expected, found);
        });
    }

    [Fact]
    public void A_graph_without_cycles_has_no_problems()
    {
        RandomGraphs.WithoutCycles(tickets => Assert.Empty(GraphCheck.Check(tickets)));
    }

    [Fact]
    public void A_repeated_id_names_all_its_places()
    {
        TrackProblem problem = Assert.Single(GraphCheck.Check([Ticket("a"), Ticket("b"), Ticket("a"), Ticket("a")]));

        var duplicate = Assert.IsType<TrackProblem.DuplicateId>(problem);
        Assert.Equal("a", duplicate.TicketId);
        Assert.Equal([0, 2, 3], duplicate.Ordinals);
    }

    [Fact]
    public void Ids_that_differ_in_case_are_different_tickets()
    {
        Assert.Empty(GraphCheck.Check([Ticket("a"), Ticket("A", "a")]));
    }

    [Fact]
    public void An_unknown_dependency_names_ticket_place_and_suggestion()
    {
        TrackProblem problem = Assert.Single(GraphCheck.Check([Ticket("setup"), Ticket("build", "stup")]));

        Assert.Equal(new TrackProblem.UnknownDependency("build", 1, "stup", "setup"), problem);
        Assert.EndsWith("Did you mean \"setup\"?", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_problem_is_found_at_once()
    {
        ImmutableArray<TrackProblem> problems = GraphCheck.Check([Ticket("a", "a"), Ticket("b", "nowhere-near"), Ticket("b")]);

        Assert.Equal(
            [typeof(TrackProblem.DuplicateId), typeof(TrackProblem.UnknownDependency), typeof(TrackProblem.Cycle)],
            problems.Select(problem => problem.GetType()));
    }

    [Fact]
    public void A_circle_of_100_000_tickets_is_one_cycle()
    {
        const int Count = 100_000;
        ImmutableArray<TicketDefinition> tickets = [.. Enumerable.Range(0, Count).Select(index => Ticket($"T-{index}", $"T-{(index + 1) % Count}"))];

        TrackProblem problem = Assert.Single(GraphCheck.Check(tickets));

        Assert.Equal(Count, Assert.IsType<TrackProblem.Cycle>(problem).Members.Length);
    }

    private static TicketDefinition Ticket(string id, params string[] dependencies) => new(id, "d") { DependsOn = [.. dependencies] };
}
