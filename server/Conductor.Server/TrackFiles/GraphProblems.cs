using System.Collections.Immutable;
using Conductor.Core.Graph;
using Conductor.Core.Tickets;

namespace Conductor.Server.TrackFiles;

/// <summary>Puts what is wrong between tickets at its place in the text.</summary>
internal static class GraphProblems
{
    /// <summary>Checks the tickets of a text together with tickets that are loaded already.</summary>
    public static void Find(ImmutableArray<TicketDefinition> loaded, List<WrittenTicket> written, ProblemList problems)
    {
        ImmutableArray<TicketDefinition> all = [.. loaded, .. written.Select(ticket => ticket.Definition)];
        foreach (TrackProblem problem in GraphCheck.Check(all))
        {
            switch (problem)
            {
                case TrackProblem.DuplicateId duplicate:
                    foreach (int ordinal in duplicate.Ordinals.Where(ordinal => ordinal >= loaded.Length))
                    {
                        problems.Add(TrackFileProblemCodes.DuplicateId, IdSpan(written[ordinal - loaded.Length].Node), problem.Message);
                    }

                    break;
                case TrackProblem.UnknownDependency unknown when unknown.Ordinal >= loaded.Length:
                    JsonSyntax node = written[unknown.Ordinal - loaded.Length].Node;
                    problems.Add(TrackFileProblemCodes.UnknownDependency, DependencySpan(node, id => id == unknown.Dependency), problem.Message);
                    break;
                case TrackProblem.Cycle cycle:
                    problems.Add(TrackFileProblemCodes.Cycle, CycleSpan(cycle, written), problem.Message);
                    break;
            }
        }
    }

    /// <summary>The first dependency, in the order of the file, that lies within the circle. One mark: the message names every member.</summary>
    private static ByteSpan CycleSpan(TrackProblem.Cycle cycle, List<WrittenTicket> written)
    {
        HashSet<string> members = [.. cycle.Members];
        WrittenTicket first = written.FirstOrDefault(ticket => members.Contains(ticket.Definition.Id));
        return first.Node is null ? default : DependencySpan(first.Node, members.Contains);
    }

    private static ByteSpan DependencySpan(JsonSyntax node, Func<string, bool> isMeant)
    {
        List<JsonSyntax> entries = node.Member(TrackFields.DependsOn)?.Value.Items ?? [];
        return entries.Find(entry => entry.Text is { } id && isMeant(id))?.Span ?? IdSpan(node);
    }

    private static ByteSpan IdSpan(JsonSyntax node) => node.Member(TrackFields.Id)?.Value.Span ?? node.Span;
}
