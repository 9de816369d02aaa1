using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;

namespace Conductor.Server.Cli.Runs;

/// <summary>What can be said of work that waits at its landing gate, as whole commands, one on a line.</summary>
internal static class LandingSteps
{
    private const int MostNamed = 5;

    /// <summary>The ways for all that waits in a track; none when nothing does.</summary>
    public static IEnumerable<string> Of(TrackState state, NextCommands next)
    {
        Dictionary<string, ApprovalRequest.Landing> gates = state.OpenApprovals.Values.OfType<ApprovalRequest.Landing>().ToDictionary(gate => gate.TicketId, StringComparer.Ordinal);
        string[] waiting = [.. state.Graph.Tickets.Select(ticket => ticket.Id).Where(gates.ContainsKey)];
        string[] conflicts = [.. waiting.Where(id => IsConflict(gates[id]))];
        string[] others = [.. waiting.Except(conflicts)];
        return
        [
            .. conflicts is [var conflict, ..] ? OfConflict(state, next, conflict, conflicts).Concat(Refusals(state, next, conflict)) : [],
            .. others is [var first, ..] ? OfWork(state, next, first, others) : [],
        ];
    }

    /// <summary>The ways out of conflicts alone.</summary>
    /// <param name="conflicts">Tickets in conflict, at least one; the commands name the first.</param>
    public static IEnumerable<string> OfConflict(TrackState state, NextCommands next, string conflict, IReadOnlyList<string> conflicts)
    {
        yield return $"Have the worker of {conflict} resolve its conflict with: {next.Land(state, $"--resolve {NextCommands.Quoted(conflict)}")}";
        yield return $"Resolve it yourself, beginning with: {next.Look(state, $"--by-hand {NextCommands.Quoted(conflict)}")}";
        yield return $"Land what you have resolved with: {next.Land(state, NextCommands.Quoted(conflict))}";
        if (conflicts.Count > 1)
        {
            yield return $"For each of {Named(conflicts)}, give its name in place of {conflict}.";
        }
    }

    private static IEnumerable<string> OfWork(TrackState state, NextCommands next, string first, string[] all)
    {
        yield return $"Look at the work of {first} with: {next.Look(state, $"--show {NextCommands.Quoted(first)}")}";
        yield return $"Land it with: {next.Land(state, NextCommands.Quoted(first))}";
        if (all.Length > 1)
        {
            yield return $"Land all that waits ({Named(all)}) with: {next.Land(state)}";
        }

        foreach (string line in Refusals(state, next, first))
        {
            yield return line;
        }

        if (state.Run.Options is { Landing: LandingPolicy.Ask })
        {
            yield return $"Have work land by itself from now on with: {next.Resume(state, "--land auto")}";
        }
    }

    private static IEnumerable<string> Refusals(TrackState state, NextCommands next, string ticketId) =>
    [
        $"Send {ticketId} back with: {next.Land(state, $"--send-back {AnswerOption.For(ticketId)}")}",
        $"Reject {ticketId} with: {next.Land(state, $"--reject {NextCommands.Quoted(ticketId)}")}",
    ];

    private static bool IsConflict(ApprovalRequest.Landing gate) => gate.Problem is { Kind: LandingProblemKind.Conflict };

    private static string Named(IReadOnlyList<string> all) =>
        string.Join(", ", all.Count <= MostNamed ? all : [.. all.Take(MostNamed), $"and {all.Count - MostNamed} more"]);
}
