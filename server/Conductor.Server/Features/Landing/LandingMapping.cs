using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Protocol;

namespace Conductor.Server.Features.Landing;

/// <summary>Working trees, and what is to land, from the engine's shape to the wire's.</summary>
internal static class LandingMapping
{
    private const int MostOutput = 8_000;

    /// <summary>What a landing gate shows.</summary>
    public static LandingInfo ToInfo(TrackState state, ApprovalRequest.Landing landing) => new(
        landing.Work.Summary,
        landing.Work.Commit,
        ToInfo(landing.Tree),
        [.. landing.Evidence.Select(ran => new EvidenceInfo(ran.Command, ran.ExitCode, OutputEnd.Of(ran.Output, MostOutput), ran.Tree is not null, ran.Tree))],
        landing.Problem is { } problem ? new LandingProblemInfo(Enum.Parse<LandingProblemName>(problem.Kind.ToString()), problem.Detail, problem.Files) : null,
        state.Tickets.GetValueOrDefault(landing.TicketId) is { Definition: var definition } ? Turn(state.KeyOf(definition)) : null,
        state.Tickets.GetValueOrDefault(landing.TicketId)?.Attempt is { } attempt ? WorkReturns.LastWords(attempt) : null);

    /// <summary>A ticket's working tree.</summary>
    public static WorkingTreeInfo ToInfo(WorkingTree tree) => new(tree.Folder, tree.Branch, tree.Base);

    /// <summary>Where a track's work comes together; null while nothing of it does.</summary>
    public static IntegrationInfo? ToInfo(IntegrationBranch? branch) =>
        branch is null ? null : new IntegrationInfo(branch.Name, branch.Tip, branch.Onto, branch.HasUnmerged);

    /// <summary>The commit of landed work that stands.</summary>
    public static string? Landed(TicketState ticket) => ticket.Landed is { RevertedBy: null, Commit: var commit } ? commit : null;

    /// <summary>As the engine orders what may land, for a client that has only numbers to compare.</summary>
    private static IReadOnlyList<int> Turn(ReadyKey key) => [-key.Priority, -key.ChainLength, key.Ordinal];
}
