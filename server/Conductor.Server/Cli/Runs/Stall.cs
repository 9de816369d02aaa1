using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;

namespace Conductor.Server.Cli.Runs;

/// <summary>Why a running track stands still.</summary>
/// <param name="Words">For whom it waits, each on a line.</param>
/// <param name="IsAtGates">Gates are open that nobody answers here.</param>
internal sealed record Standstill(string Words, bool IsAtGates);

/// <summary>
/// A running track in which nothing moves: the scheduler has started whatever it may, so all that is left waits for a person, who in an editor
/// would mark a ticket as done, run it, or answer its gate. Here the run is paused rather than waiting for ever; its gates stay open.
/// </summary>
internal static class Stall
{
    private const int MostNamed = 5;
    private const int MostDetail = 200;

    /// <summary>For whom the run waits; null while anything moves.</summary>
    /// <param name="left">Gates that nobody answers here, by their ids.</param>
    public static Standstill? Of(TrackState state, IReadOnlySet<string> left)
    {
        if (state.Run is not { Status: RunStatus.Running, Stopping: null })
        {
            return null;
        }

        ApprovalRequest[] gates = [.. state.OpenApprovals.Values.Where(request => left.Contains(request.ApprovalId))];
        if (!state.Active.IsEmpty && (gates.Length == 0 || state.Active.Any(key => Moves(state, state.Tickets[key.TicketId].Attempt, left))))
        {
            return null;
        }

        IEnumerable<string> asked = Some([.. gates.Select(InWords)]);
        IEnumerable<string> persons = state.ReadyForPerson.Take(MostNamed).Select(key => $"{key.TicketId} waits for {state.Tickets[key.TicketId].Definition.AssignedTo} to do it.");
        IEnumerable<string> unasked = state.Ready.Concat(state.ReadyInStepMode).Take(MostNamed).Select(key => $"{key.TicketId} waits to be run, because the run does not start tickets by itself.");
        int ready = gates.Length > 0 ? 0 : state.Ready.Count + state.ReadyInStepMode.Count;
        int named = Math.Min(state.ReadyForPerson.Count, MostNamed) + Math.Min(ready, MostNamed);
        int more = state.ReadyForPerson.Count + ready - named;
        IEnumerable<string> unaccepted = state.Unaccepted.Take(MostNamed).Select(key => $"{key.TicketId} is {state.Tickets[key.TicketId].Outcome?.Status}.");
        string words = string.Join("\n", asked.Concat(persons).Concat(ready > 0 ? unasked : []).Concat(more > 0 ? [$"And {more} more."] : []).Concat(unaccepted));
        return new Standstill(words, gates.Length > 0);
    }

    /// <summary>How such a run counts: failed beats blocked.</summary>
    public static RunStatus StatusOf(TrackState state) =>
        state.Unaccepted.Any(key => state.Tickets[key.TicketId].Outcome is TicketOutcome.Failed) ? RunStatus.Failed : RunStatus.Blocked;

    /// <summary>Something goes on by itself. What waits for a slot, or for the paths of others, does not: the scheduler has looked at it.</summary>
    private static bool Moves(TrackState state, AttemptState? attempt, IReadOnlySet<string> left) => attempt switch
    {
        null => false,
        { OpenApprovals: { IsEmpty: false } open } => !open.All(left.Contains),
        { Phase: AttemptPhase.Queued or AttemptPhase.Suspended } => attempt.ParkedUntil > state.At,
        _ => true,
    };

    private static string InWords(ApprovalRequest request) => request switch
    {
        ApprovalRequest.Landing { Problem: null, Tree: var tree } => $"{request.TicketId} is done and waits to land; its work is on {tree.Branch}.",
        ApprovalRequest.Landing { Problem: { Kind: LandingProblemKind.Conflict } problem } => $"{request.TicketId} is in conflict with what has landed since, in {string.Join(", ", Some(problem.Files))}.",
        ApprovalRequest.Landing { Problem: { } problem } => $"{request.TicketId} did not land: {RunWords.OneLine(TerminalWords.Of(problem.Detail), MostDetail)}",
        ApprovalRequest.Tool tool => $"{request.TicketId} waits for approval of {tool.Proposal.Tool}.",
        ApprovalRequest.InDoubt => $"{request.TicketId} waits until a person says what became of an interrupted call.",
        _ => $"{request.TicketId} waits for approval to start.",
    };

    private static IEnumerable<string> Some(IReadOnlyList<string> all) => all.Count <= MostNamed ? all : [.. all.Take(MostNamed), $"and {all.Count - MostNamed} more."];
}
