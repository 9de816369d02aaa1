using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Cli.Runs;
using Xunit;

namespace Conductor.Server.Tests.Cli;

public sealed class PolicyAnswersTests
{
    [Theory]
    [InlineData(nameof(ApproveMode.All))]
    [InlineData(nameof(ApproveMode.None))]
    [InlineData(nameof(ApproveMode.Leave))]
    public async Task Whether_work_lands_is_left_to_a_person(string mode)
    {
        var landing = new ApprovalRequest.Landing("x", "A", 1, "hash", Make.Noon, new SubmittedWork("Done.", "c0ffee"), new WorkingTree("tree", "t/A", "base"), [], null);

        Assert.Null(await AnswerAsync(mode, landing));
    }

    [Fact]
    public async Task A_file_that_another_ticket_has_in_hand_is_not_approved_and_the_worker_is_told_whose_it_is()
    {
        var gate = new ApprovalRequest.Tool("x", "B", 1, "hash", Make.Noon, Make.Write("b1") with { OwnedBy = "A" }, "Why.");

        ApprovalDecision? decision = await AnswerAsync(nameof(ApproveMode.All), gate);

        Assert.Equal(ApprovalChoice.Reject, decision?.Choice);
        Assert.Contains("belongs to A", decision?.Reason, StringComparison.Ordinal);
    }

    private static Task<ApprovalDecision?> AnswerAsync(string mode, ApprovalRequest request) =>
        new PolicyAnswers(Enum.Parse<ApproveMode>(mode)).AnswerAsync(TrackState.Empty, request, TestContext.Current.CancellationToken);
}
