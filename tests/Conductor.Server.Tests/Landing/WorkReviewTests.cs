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
                new WorkFileInfo("a.txt", "one\ntwo\nthree\n", "one\n2\nthree\n"),
                new WorkFileInfo("logo.bin", null, null, "A binary file."),
                new WorkFileInfo("long.txt", null, null, "Too long to show: 2,000,000 bytes."),
                new WorkFileInfo("sub/b.txt", "b\n", null),
                new WorkFileInfo("sub/c.txt", null, "b\n"),
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

        Assert.Equal([new WorkFileInfo("by hand.txt", null, "by hand\n"), new WorkFileInfo("new.txt", null, "newer\n")], review.Files);
        Assert.Equal(before, Status());
    }

    [Fact]
    public async Task Of_work_that_has_landed_what_it_brought_is_shown()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        await GoOnAsync();
        await LandAsync("A");
        TicketInfo landed = await TicketIsAsync("A", TicketStateName.Completed);

        WorkReview review = await WorkAsync("A");

        Assert.Equal([new WorkFileInfo("new.txt", null, "new\n")], review.Files);
        Assert.Equal((landed.Landed, null), (review.Commit, review.Folder));
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
