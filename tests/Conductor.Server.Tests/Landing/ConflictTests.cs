using Conductor.Server.Protocol;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Landing;

public sealed class ConflictTests : LandingTestBase
{
    [Fact]
    public async Task A_person_resolves_a_conflict_by_hand_with_both_sides_before_them_and_the_work_lands()
    {
        string theirs = Theirs();
        await InConflictAsync();

        ConflictedWork work = await BringInAsync("B");
        ConflictFileInfo file = Assert.Single(work.Files);
        ConflictedWork again = await BringInAsync("B");
        await File.WriteAllTextAsync(Path.Combine(work.Folder, "a.txt"), "first and second\n", Token);
        ConflictedWork resolved = await BringInAsync("B");
        await LandAsync("B");
        await TicketIsAsync("B", TicketStateName.Completed);

        Assert.Equal(TreeOf("B"), work.Folder);
        Assert.Equal(("a.txt", "one\ntwo\nthree\n", "second\n", "first\n"), (file.Path, file.Base, file.Ours, file.Theirs));
        Assert.Equal(file, Assert.Single(again.Files));
        Assert.Empty(resolved.Files);
        Assert.Equal("first and second\n", Folder.Git("show", $"{Integration}:a.txt"));
        Assert.Equal("other\n", Folder.Git("show", $"{Integration}:other.txt"));
        Assert.Equal(theirs, Theirs());
    }

    [Fact]
    public async Task Work_with_marks_still_in_it_does_not_land_and_the_gate_names_the_files()
    {
        await InConflictAsync();
        await BringInAsync("B");
        string tip = Tip();

        await LandAsync("B");
        ApprovalInfo gate = await Received.WaitForAsync<ApprovalInfo>(asked => asked.TicketId == "B" && asked.Landing?.Problem?.Detail.Contains("not resolved yet", StringComparison.Ordinal) == true);

        Assert.Equal((LandingProblemName.Conflict, "a.txt"), (gate.Landing?.Problem?.Kind, gate.Landing?.Problem?.Files.Single()));
        Assert.Equal(tip, Tip());
    }

    [Fact]
    public async Task A_merge_editor_that_saves_the_text_before_both_sides_resolves_nothing()
    {
        await InConflictAsync();
        ConflictedWork work = await BringInAsync("B");
        string tip = Tip();
        await File.WriteAllTextAsync(Path.Combine(work.Folder, "a.txt"), "one\ntwo\nthree\n", Token);

        ConflictFileInfo file = Assert.Single((await BringInAsync("B")).Files);
        await LandAsync("B");
        ApprovalInfo gate = await Received.WaitForAsync<ApprovalInfo>(asked => asked.TicketId == "B" && asked.Landing?.Problem?.Detail.Contains("not resolved yet", StringComparison.Ordinal) == true);

        Assert.Equal((ConflictReasonName.Marks, ConflictReasonName.Before), (work.Files.Single().Reason, file.Reason));
        Assert.Contains("a.txt (holds neither side's changes: the text before both)", gate.Landing?.Problem?.Detail, StringComparison.Ordinal);
        Assert.Contains($"{TreeOf("B")}: git add (or git rm) a file that is right as it is; git checkout --merge FILE marks", gate.Landing?.Problem?.Detail, StringComparison.Ordinal);
        Assert.Equal(["a.txt"], gate.Landing?.Problem?.Files);
        Assert.Equal(tip, Tip());
    }

    [Fact]
    public async Task What_a_person_is_shown_of_a_resolved_conflict_is_only_what_the_ticket_changes()
    {
        await InConflictAsync();
        ConflictedWork work = await BringInAsync("B");
        await File.WriteAllTextAsync(Path.Combine(work.Folder, "a.txt"), "first and second\n", Token);

        WorkReview review = await WorkAsync("B");

        Assert.Equal([new WorkFileInfo("a.txt", true, true, "first\n", "first and second\n"), new WorkFileInfo("other.txt", false, true, null, "other\n")], review.Files);
        Assert.Equal(Tip(), review.Base);
    }

    [Fact]
    public async Task Nothing_is_brought_in_where_no_work_waits_at_its_gate()
    {
        await InConflictAsync();

        RemoteInvocationException refused = await Assert.ThrowsAsync<RemoteInvocationException>(() => BringInAsync("A"));

        Assert.Equal(ErrorCodes.WrongState, refused.ErrorCode);
        Assert.Contains("no work that waits at its landing gate", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_in_conflict_that_is_rejected_blocks_its_ticket_and_is_kept()
    {
        ApprovalInfo gate = await InConflictAsync();

        await DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.Reject, gate.ShownHash, Reason: "Not this way."));
        await TicketIsAsync("B", TicketStateName.Blocked);
        await RunIsAsync(RunStatusName.Blocked);
        TreeList trees = await Client.AskAsync<TreeList>("conductor/trees/list", new ListTreesParams());

        Assert.Equal([("B", TreeStateName.Unlanded)], trees.Trees.Where(tree => tree.TicketId is not null).Select(tree => (tree.TicketId ?? "", tree.State)));
        Assert.Equal("second\n", await File.ReadAllTextAsync(Path.Combine(TreeOf("B"), "a.txt"), Token));
    }

    /// <summary>A has landed, and B, which changes the same file, has not.</summary>
    private async Task<ApprovalInfo> InConflictAsync()
    {
        await SubmitAsync(new Work("A", ("a.txt", "first\n")), new Work("B", ("a.txt", "second\n"), ("other.txt", "other\n")));
        await GoOnAsync();
        await LandAsync("A");
        await TicketIsAsync("A", TicketStateName.Completed);
        await LandAsync("B");
        return await StoppedAsync("B");
    }

    private Task<ConflictedWork> BringInAsync(string ticket) => Client.AskAsync<ConflictedWork>("conductor/landing/bringIn", new TicketParams(Main, ticket));

    private Task<WorkReview> WorkAsync(string ticket) => Client.AskAsync<WorkReview>("conductor/landing/work", new TicketParams(Main, ticket));
}
