using Conductor.Server.Landing;
using Xunit;
using static Conductor.Server.Tests.Landing.TicketRepositoryFolder;

namespace Conductor.Server.Tests.Landing;

/// <summary>Whose work a merge on the integration branch has brought.</summary>
public sealed class LandedHistoryTests : IDisposable
{
    private readonly TicketRepositoryFolder _folder = Begin();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_merge_that_names_no_ticket_is_not_taken_back_as_the_work_of_one()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string byHand) = await WorkAsync(repository, "t", from, "hand.txt", "by hand\n");
        string merge = await LandAsync(repository, byHand, from);

        Assert.Contains("nothing to take back", Words(await repository.RevertLandingAsync(Track, merge, "other", "Take back", Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_whose_message_a_hook_has_cut_is_that_of_the_ticket_that_its_commits_name()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        TicketTree tree = Done(await repository.AddTreeAsync(Track, "t", 1, from, Token));
        Write(tree, "new.txt", "new\n");
        string work = Done(await repository.SaveAsync(tree, $"Work\n\n{LandingMessage.TicketMark}: t\n", Token)).Tip;
        string merge = await LandAsync(repository, work, from);

        Assert.IsType<RevertOutcome.Reverted>(Done(await repository.RevertLandingAsync(Track, merge, "t", "Take back", Token)));
    }

    [Fact]
    public async Task A_branch_that_was_joined_since_it_has_all_that_landed_is_no_tickets_work_though_its_commits_name_one()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        TicketTree tree = Done(await repository.AddTreeAsync(Track, "t", 1, from, Token));
        Write(tree, "new.txt", "new\n");
        await LandAsync(repository, Done(await repository.SaveAsync(tree, $"Work\n\n{LandingMessage.TicketMark}: t\n", Token)).Tip, from);
        _folder.Folder.Shell("echo mine > mine.txt && git add mine.txt && git commit -q -m Mine && git cherry-pick conductor/checkout/t/t");

        string joined = Done(await repository.BeginRunAsync(Track, Token)).Branch.Commit;

        Assert.Equal("2", _folder.Folder.Git("rev-list", "--no-walk", "--count", $"{joined}^@").Trim());
        Assert.Contains("nothing to take back", Words(await repository.RevertLandingAsync(Track, joined, "t", "Take back", Token)), StringComparison.Ordinal);
        Assert.Empty(Done(await repository.ReviewLandingAsync(joined, "t", Token)).Files);
    }
}
