using Conductor.Core.Approvals;
using Conductor.Core.Tickets;

namespace Conductor.Server.Cli.Runs;

/// <summary>
/// <c>--approve all</c> and <c>--approve none</c>: answers gates without asking anyone. Whether work lands is not theirs to say: that the run's
/// landing policy has decided, and what it asks about all the same is for a person.
/// </summary>
internal sealed class PolicyAnswers(ApproveMode mode) : IGateAnswers
{
    /// <inheritdoc/>
    public Task<ApprovalDecision?> AnswerAsync(TrackState state, ApprovalRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(mode == ApproveMode.Leave || request is ApprovalRequest.Landing ? null : Answer(request));

    /// <inheritdoc/>
    public Task<string?> AnswerQuestionAsync(TicketState ticket, string question, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private ApprovalDecision? Answer(ApprovalRequest request) => (mode, request) switch
    {
        (_, ApprovalRequest.InDoubt) => new ApprovalDecision(
            ApprovalChoice.Reject, mode == ApproveMode.All ? "--approve all" : "--approve none", "Nobody is asked in this run, so nobody said what became of it."),
        (ApproveMode.All, ApprovalRequest.Tool { Proposal: { IsProtected: true } proposal }) => new ApprovalDecision(
            ApprovalChoice.Reject,
            "--approve all",
            $"{proposal.Path ?? proposal.Command ?? proposal.Tool} touches a protected path, which only a person may approve and nobody is asked in this run. Do the task without it, or finish as blocked."),
        (ApproveMode.All, ApprovalRequest.Tool { Proposal: { OwnedBy: { } owner } proposal }) => new ApprovalDecision(ApprovalChoice.Reject, "--approve all", ApprovalPolicy.TakenBy(proposal, owner)),
        (ApproveMode.All, _) => new ApprovalDecision(ApprovalChoice.Approve, "--approve all"),
        _ => new ApprovalDecision(
            ApprovalChoice.Reject, "--approve none", "Nobody is asked in this run, and it was started with --approve none: whatever would be asked is rejected."),
    };
}
