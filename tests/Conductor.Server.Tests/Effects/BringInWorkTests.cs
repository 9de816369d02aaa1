using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Effects;

/// <summary>Work that came back because others have changed the same, and its worker that brings both together.</summary>
public sealed class BringInWorkTests : IAsyncLifetime
{
    private readonly TreeRun _run = new() { Landing = LandingPolicy.Auto };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task A_worker_finds_both_sides_in_its_tree_and_its_resolution_lands_when_it_is_proven_again()
    {
        object look = TreeRun.Run("grep -c '^<<<<<<<' a.txt; grep -c '^|||||||' a.txt");
        object resolve = TreeRun.Run("echo both > a.txt");
        WriteScript(look, resolve, TestWorkspace.Finish());

        string loser = await ReturnAsync();
        await _run.EndedAsync(loser);

        Assert.IsType<TicketOutcome.Completed>(_run.Actor.State.Tickets[loser].Outcome);
        Assert.Contains(ResultsOf(loser), text => text.Contains("exit code 0\n1\n1", StringComparison.Ordinal));
        Assert.Equal("both\n", _run.Repository.Folder.Git("show", $"{_run.Actor.State.Integration?.Name}:a.txt"));
        // In its own tree before and after, and each time on the merged one, but for the merge that could not be made.
        Assert.Equal(3, _run.Events.OfType<TrackEvent.AcceptanceRan>().Count(ran => ran.TicketId == loser));
        Assert.Equal("one\ntwo\nthree\n", _run.Repository.Folder.Read("a.txt"));
    }

    [Fact]
    public async Task A_worker_that_leaves_conflicts_is_told_which_before_its_work_is_handed_in()
    {
        WriteScript(TestWorkspace.Finish("Nothing to do."), TreeRun.Run("echo both > a.txt"), TestWorkspace.Finish());

        string loser = await ReturnAsync();
        await _run.EndedAsync(loser);

        TrackEvent.WorkerTold told = Assert.Single(_run.Events.OfType<TrackEvent.WorkerTold>(), told => told.TicketId == loser && told.Kind == "unresolved");
        Assert.Contains("a.txt", told.Text, StringComparison.Ordinal);
        Assert.Equal("both\n", _run.Repository.Folder.Git("show", $"{_run.Actor.State.Integration?.Name}:a.txt"));
    }

    [Fact]
    public async Task A_worker_that_leaves_conflicts_again_and_again_is_stopped()
    {
        WriteScript(TestWorkspace.Finish(), TestWorkspace.Finish(), TestWorkspace.Finish(), TestWorkspace.Finish());

        string loser = await ReturnAsync();
        var blocked = Assert.IsType<TicketOutcome.Blocked>(await _run.EndedAsync(loser));

        Assert.Contains("a.txt", blocked.Reason, StringComparison.Ordinal);
        Assert.Equal(2, _run.Events.OfType<TrackEvent.WorkerTold>().Count(told => told.Kind == "unresolved"));
    }

    /// <summary>Both tickets write the same line; what follows is for the one whose work comes back.</summary>
    private void WriteScript(params object[] afterReturn) => _run.WriteScript(
        ("A", [TreeRun.Run("echo A > a.txt"), TestWorkspace.Finish(), .. afterReturn]), ("B", [TreeRun.Run("echo B > a.txt"), TestWorkspace.Finish(), .. afterReturn]));

    /// <summary>Runs both, and gives the work that does not land back to its worker.</summary>
    /// <returns>Whose that is.</returns>
    private async Task<string> ReturnAsync()
    {
        await _run.BeginAsync(null, new TicketDefinition("A", "First.") { Acceptance = ["true"] }, new TicketDefinition("B", "Second.") { Acceptance = ["true"] });
        TrackState state = await _run.UntilAsync(state => state.OpenApprovals.Values.OfType<ApprovalRequest.Landing>().Any());
        ApprovalRequest.Landing gate = state.OpenApprovals.Values.OfType<ApprovalRequest.Landing>().Single();
        await _run.SendAsync(new TrackCommand.Decide(gate.ApprovalId, new ApprovalDecision(ApprovalChoice.Resolve, ApprovalDecision.Person), null));
        return gate.TicketId;
    }

    private IEnumerable<string> ResultsOf(string ticket) =>
        _run.Events.OfType<TrackEvent.ToolFinished>().Where(finished => finished.TicketId == ticket).Select(finished => finished.Result);
}
