using Conductor.Server.Protocol;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Landing;

public sealed class WorkReviewTests : LandingTestBase
{
    [Fact]
    public async Task Work_is_shown_with_both_texts_of_each_file_a_rename_as_two_and_what_is_no_text_with_a_note()
    {
        await SubmitAsync(new Work("A", ("a.txt", "one\n2\nthree\n"), ("sub/b.txt", null), ("sub/c.txt", "b\n"), ("logo.bin", "\0\u0001"), ("long.txt", new string('x', 2_000_000))));
        await GoOnAsync();

        WorkReview review = await WorkAsync("A");

        Assert.Equal(
            [
                new WorkFileInfo("a.txt", true, true, "one\ntwo\nthree\n", "one\n2\nthree\n"),
                new WorkFileInfo("logo.bin", false, true, null, null, "A binary file."),
                new WorkFileInfo("long.txt", false, true, null, null, "Too long to show: 2,000,000 bytes."),
                new WorkFileInfo("sub/b.txt", true, false, "b\n", null),
                new WorkFileInfo("sub/c.txt", false, true, null, "b\n"),
            ],
            review.Files);
        Assert.Equal((TreeOf("A"), Tip()), (review.Folder, review.Base));
    }

    [Fact]
    public async Task What_stands_unsaved_in_the_tree_is_shown_too_and_looking_changes_nothing()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        await GoOnAsync();
        await File.WriteAllTextAsync(Path.Combine(TreeOf("A"), "by hand.txt"), "by hand\n", Token);
        await File.WriteAllTextAsync(Path.Combine(TreeOf("A"), "new.txt"), "newer\n", Token);
        string Status() => Folder.Git("-C", TreeOf("A"), "status", "--porcelain") + Folder.Git("-C", TreeOf("A"), "rev-parse", "HEAD");
        string before = Status();

        WorkReview review = await WorkAsync("A");

        Assert.Equal([new WorkFileInfo("by hand.txt", false, true, null, "by hand\n"), new WorkFileInfo("new.txt", false, true, null, "newer\n")], review.Files);
        Assert.Equal(before, Status());
    }

    [Fact]
    public async Task What_is_deleted_has_no_right_side_though_its_text_is_not_shown_and_changes_of_mode_and_kind_are_told()
    {
        Folder.Write("logo.bin", "\0\u0001");
        Folder.Git("add", "logo.bin");
        Folder.Git("commit", "-q", "-m", "Logo");
        await SubmitAsync(new Work("A", ("logo.bin", null), ("run.sh", "true\n")));
        Folder.Shell($"cd '{TreeOf("A")}' && chmod +x a.txt run.sh && rm sub/b.txt && ln -s ../a.txt sub/b.txt");
        await GoOnAsync();

        WorkReview review = await WorkAsync("A");

        Assert.Equal(
            [
                new WorkFileInfo("a.txt", true, true, "one\ntwo\nthree\n", "one\ntwo\nthree\n", "It becomes executable."),
                new WorkFileInfo("logo.bin", true, false, null, null, "A binary file."),
                new WorkFileInfo("run.sh", false, true, null, "true\n", "It is executable."),
                new WorkFileInfo("sub/b.txt", true, true, "b\n", "../a.txt", "It becomes a link."),
            ],
            review.Files);
    }

    [Fact]
    public async Task A_repository_within_the_tree_is_shown_as_what_does_not_land()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        Folder.Shell($"cd '{TreeOf("A")}' && git init -q sub/inner && echo inner > sub/inner/file.txt");
        await GoOnAsync();

        WorkFileInfo inner = (await WorkAsync("A")).Files[^1];

        Assert.Equal(("sub/inner", false, true), (inner.Path, inner.HasBefore, inner.HasAfter));
        Assert.Contains("do not land", inner.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_contents_have_another_name_though_nothing_of_them_is_saved()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        await GoOnAsync();
        string before = (await WorkAsync("A")).Commit;
        Assert.Equal(before, (await WorkAsync("A")).Commit);

        await File.WriteAllTextAsync(Path.Combine(TreeOf("A"), "new.txt"), "newer\n", Token);

        Assert.NotEqual(before, (await WorkAsync("A")).Commit);
    }

    [Fact]
    public async Task Of_a_ticket_that_is_over_what_its_tree_still_holds_is_shown_until_it_has_landed()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        await GoOnAsync();
        await TrackAsync("cancel");
        TicketInfo over = await TicketIsAsync("A", TicketStateName.Cancelled);

        WorkReview review = await WorkAsync("A");

        Assert.Equal($".conductor/worktrees/{TreeName("A")}", over.Tree?.Folder);
        Assert.Equal(TreeOf("A"), review.Folder);
        Assert.Equal([new WorkFileInfo("new.txt", false, true, null, "new\n")], review.Files);
    }

    [Fact]
    public async Task Of_work_that_has_landed_what_it_brought_is_shown()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        await GoOnAsync();
        await LandAsync("A");
        TicketInfo landed = await TicketIsAsync("A", TicketStateName.Completed);

        WorkReview review = await WorkAsync("A");

        Assert.Equal([new WorkFileInfo("new.txt", false, true, null, "new\n")], review.Files);
        Assert.Equal((landed.Landed, null), (review.Commit, review.Folder));
        Assert.Equal((null, TicketStageName.Landed), (landed.Tree, landed.Stage));
    }

    [Fact]
    public async Task There_is_nothing_to_show_of_a_ticket_that_no_worker_has_begun()
    {
        Workspace.WriteTrack(new { id = "A", description = "Do A." });
        await StartAsync();
        await OpenAsync();

        RemoteInvocationException refused = await Assert.ThrowsAsync<RemoteInvocationException>(() => WorkAsync("A"));

        Assert.Equal(ErrorCodes.WrongState, refused.ErrorCode);
    }

    private Task<WorkReview> WorkAsync(string ticket) => Client.AskAsync<WorkReview>("conductor/landing/work", new TicketParams(Main, ticket));
}
