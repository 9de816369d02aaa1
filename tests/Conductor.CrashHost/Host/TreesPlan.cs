using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;

namespace Conductor.CrashHost.Host;

/// <summary>What the person of the track in working trees wants: an order of landings in which every conflict comes about, each way out of one, and one refusal.</summary>
/// <param name="folder">Where a person looks at what became of something.</param>
/// <param name="answersFirst">After an interruption open gates are answered before the run is resumed.</param>
internal sealed class TreesPlan(RunFolder folder, bool answersFirst) : IPlan
{
    private static readonly string[] Together = ["A", "B", "D", "E"];

    /// <inheritdoc/>
    public TrackCommand? Next(TrackState state) => state.Run.Status switch
    {
        RunStatus.Idle => new TrackCommand.StartRun(new RunOptions { AutoQueue = true, MaxParallel = Together.Length, Model = Plan.Model, Isolation = Isolation.Worktree }),
        RunStatus.Paused => (TrackCommand?)(answersFirst ? Answer(state) : null) ?? new TrackCommand.ResumeRun(),
        _ => Answer(state),
    };

    private TrackCommand.Decide? Answer(TrackState state) => state.OpenApprovals.Values
        .OrderBy(request => request.ApprovalId, StringComparer.Ordinal)
        .Select(request => Decide(state, request) is { } decision ? new TrackCommand.Decide(request.ApprovalId, decision, request.ShownHash) : null)
        .FirstOrDefault(answer => answer is not null);

    private ApprovalDecision? Decide(TrackState state, ApprovalRequest request) => request switch
    {
        ApprovalRequest.InDoubt { Interrupted.Call: var call } => Settle(state, request.TicketId, call),
        ApprovalRequest.Landing landing => Land(state, landing),
        _ => Approve,
    };

    /// <summary>A lands once those that begin with it have their trees, so that B and E begin without what A changes; they land after it.</summary>
    private static ApprovalDecision? Land(TrackState state, ApprovalRequest.Landing request) => request switch
    {
        { TicketId: "A" } => Together.All(id => state.Tickets[id] is { Attempt.Tree: not null } or { Outcome: not null }) ? Approve : null,
        { TicketId: "B", Problem.Kind: LandingProblemKind.Conflict } => new ApprovalDecision(ApprovalChoice.Resolve, "person"),
        { TicketId: "D" } when !IsSentBack(state) =>
            new ApprovalDecision(ApprovalChoice.SendBack, "person", "Write d2.txt too."),
        { TicketId: "E", Problem.Kind: LandingProblemKind.Acceptance } => new ApprovalDecision(ApprovalChoice.Reject, "person", "It does not go with A."),
        { TicketId: "B" or "E" } => state.Tickets["A"].Outcome is TicketOutcome.Completed ? Approve : null,
        _ => Approve,
    };

    private static bool IsSentBack(TrackState state) =>
        state.Tickets["D"].Attempt is { } attempt && attempt.Steps.OfType<AttemptStep.Told>().Any(told => told.Kind == Core.Engine.WorkReturns.Review);

    private ApprovalDecision Settle(TrackState state, string ticketId, ToolProposal call)
    {
        string root = state.Tickets[ticketId].Attempt?.Tree is { } tree ? Path.Combine(folder.Workspace, tree.Folder) : folder.Workspace;
        return ToolEffect.HasHappened(call.Tool, JsonElement.Parse(call.Arguments), folder, root)
            ? new ApprovalDecision(ApprovalChoice.TreatAsDone, "person", Result: "It is done, I have looked.")
            : new ApprovalDecision(ApprovalChoice.RunAgain, "person");
    }

    private static ApprovalDecision Approve { get; } = new(ApprovalChoice.Approve, "person");
}
