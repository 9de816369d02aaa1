using Conductor.Server.Landing;
using Xunit;
using static Conductor.Server.Tests.Landing.TicketRepositoryFolder;

namespace Conductor.Server.Tests.Landing;

public sealed class BringInTests : IDisposable
{
    private readonly TicketRepositoryFolder _folder = Begin();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_does_not_conflict_is_brought_in_cleanly_and_unsaved_work_is_saved_before()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string landed) = await WorkAsync(repository, "t-1", from, "new.txt", "new\n");
        string tip = await LandAsync(repository, landed, from);
        (TicketTree tree, _) = await WorkAsync(repository, "t-2", from, "a.txt", "changed\n");
        Write(tree, "unsaved.txt", "unsaved\n");

        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.BringInAsync(tree, tip, Token));

        Assert.Equal("new\n", File.ReadAllText(Path.Combine(tree.Root, "new.txt")));
        Assert.Equal("unsaved\n", _folder.Folder.Git("show", $"{tree.Branch}:unsaved.txt"));
        Assert.Equal(merged.Commit, _folder.Folder.Git("rev-parse", tree.Branch).Trim());
        Assert.Equal(merged.Commit, Assert.IsType<MergeOutcome.Merged>(await repository.BringInAsync(tree, tip, Token)).Commit);
    }

    [Fact]
    public async Task A_conflict_stands_in_the_tree_with_both_sides_and_the_base_until_the_marks_are_gone()
    {
        (TicketRepository repository, TicketTree tree, string tip) = await ConflictAsync();

        Assert.Equal([new ConflictedFile("a.txt", true, true, true)], Assert.IsType<MergeOutcome.Conflict>(await repository.BringInAsync(tree, tip, Token)).Files);
        string text = File.ReadAllText(Path.Combine(tree.Root, "a.txt"));
        Assert.Matches(@"(?s)<<<<<<< .*mine.*\|\|\|\|\|\|\| .*two.*=======.*theirs.*>>>>>>> ", text);
        Assert.Equal(["a.txt"], await UnresolvedAsync(repository, tree));
        Assert.Contains("a.txt", Words(await repository.SaveAsync(tree, "Too early", Token)), StringComparison.Ordinal);
        _folder.Folder.Git("-C", tree.Root, "add", "a.txt");
        Assert.Equal(["a.txt"], await UnresolvedAsync(repository, tree));

        Write(tree, "a.txt", "one\nboth\nthree\n");

        Assert.Empty(await UnresolvedAsync(repository, tree));
        SavedWork saved = Done(await repository.SaveAsync(tree, "Resolved", Token));
        Assert.Equal(2, _folder.Folder.Git("log", "-1", "--format=%P", saved.Tip).Trim().Split(' ').Length);
        string landed = await LandAsync(repository, saved.Tip, tip);
        Assert.Equal("one\nboth\nthree\n", _folder.Folder.Git("show", $"{landed}:a.txt"));
    }

    [Fact]
    public async Task Asked_again_a_conflict_keeps_what_has_been_resolved_in_it()
    {
        (TicketRepository repository, TicketTree tree, string tip) = await ConflictAsync();
        await repository.BringInAsync(tree, tip, Token);
        Write(tree, "a.txt", "resolved\n");

        Assert.IsType<MergeOutcome.Conflict>(await (await _folder.OpenAsync()).BringInAsync(tree, tip, Token));

        Assert.Equal("resolved\n", File.ReadAllText(Path.Combine(tree.Root, "a.txt")));
    }

    [Fact]
    public async Task Another_merge_under_way_in_the_tree_is_told()
    {
        (TicketRepository repository, TicketTree tree, string tip) = await ConflictAsync();
        (_, string other) = await WorkAsync(repository, "t-3", tip, "a.txt", "one\nanother\nthree\n");
        _folder.Folder.Shell($"cd '{tree.Root}' && ! git merge -q {other}");

        var failed = Assert.IsType<MergeOutcome.Failed>(await repository.BringInAsync(tree, tip, Token));

        Assert.Contains("git merge --abort", failed.Refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_all_that_has_landed_is_there_already_the_tree_stays_as_it_is()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree tree, string saved) = await WorkAsync(repository, "t-1", from, "a.txt", "changed\n");
        Write(tree, "a.txt", "not saved\n");

        MergeOutcome outcome = await repository.BringInAsync(tree, from, Token);

        Assert.Equal(saved, Assert.IsType<MergeOutcome.Merged>(outcome).Commit);
        Assert.Equal(saved, Done(await repository.HeadAsync(tree, Token)));
    }

    [Fact]
    public async Task What_lands_while_a_conflict_is_resolved_comes_in_after_that()
    {
        (TicketRepository repository, TicketTree tree, string tip) = await ConflictAsync();
        await repository.BringInAsync(tree, tip, Token);
        (_, string more) = await WorkAsync(repository, "t-3", tip, "more.txt", "more\n");
        string later = await LandAsync(repository, more, tip);

        Assert.IsType<MergeOutcome.Conflict>(await repository.BringInAsync(tree, later, Token));
        Write(tree, "a.txt", "resolved\n");
        Done(await repository.SaveAsync(tree, "Resolved", Token));
        Assert.IsType<MergeOutcome.Merged>(await repository.BringInAsync(tree, later, Token));

        Assert.True(File.Exists(Path.Combine(tree.Root, "more.txt")));
    }

    [Fact]
    public async Task A_file_that_git_cannot_mark_waits_until_it_is_changed_or_git_is_told()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree first, _) = await WorkAsync(repository, "t-1", from, "x.bin", "\0one");
        Write(first, "y.bin", "\0one");
        File.Delete(Path.Combine(first.Root, "sub/b.txt"));
        string tip = await LandAsync(repository, Done(await repository.SaveAsync(first, "More", Token)).Tip, from);
        (TicketTree tree, _) = await WorkAsync(repository, "t-2", from, "x.bin", "\0two");
        Write(tree, "y.bin", "\0two");
        Write(tree, "sub/b.txt", "changed\n");

        Assert.IsType<MergeOutcome.Conflict>(await repository.BringInAsync(tree, tip, Token));
        Assert.Equal(["sub/b.txt", "x.bin", "y.bin"], await UnresolvedAsync(repository, tree));
        Write(tree, "x.bin", "\0both");
        _folder.Folder.Git("-C", tree.Root, "add", "y.bin");
        Assert.Equal(["sub/b.txt"], await UnresolvedAsync(repository, tree));
        File.Delete(Path.Combine(tree.Root, "sub/b.txt"));

        Assert.Empty(await UnresolvedAsync(repository, tree));
        Assert.False(Done(await repository.SaveAsync(tree, "Resolved", Token)).Tip == tip);
    }

    [Fact]
    public async Task A_merge_that_was_killed_half_way_is_begun_anew_and_nothing_of_it_is_taken_for_the_tickets_work()
    {
        (TicketRepository repository, TicketTree tree, string tip) = await ConflictAsync();
        string before = _folder.Folder.Git("rev-parse", tree.Branch).Trim();
        string gitFolder = TreeRegistrations.GitFolderOf(tree.Folder) ?? "";
        await BringInNote.WriteAsync(gitFolder, Token);
        Write(tree, "a.txt", "half written");
        Write(tree, "new.txt", "of the other side");
        await File.WriteAllTextAsync(Path.Combine(gitFolder, "index.lock"), "", Token);

        SavedWork saved = Done(await repository.SaveAsync(tree, "After the crash", Token));

        Assert.Equal((before, false), (saved.Tip, saved.IsNew));
        Assert.IsType<MergeOutcome.Conflict>(await repository.BringInAsync(tree, tip, Token));
    }

    [Fact]
    public async Task Marks_that_were_committed_by_hand_are_not_resolved_until_they_are_gone()
    {
        (TicketRepository repository, TicketTree tree, string tip) = await ConflictAsync();
        await repository.BringInAsync(tree, tip, Token);
        _folder.Folder.Git("-C", tree.Root, "commit", "-q", "-a", "-m", "By hand");

        Assert.Equal(["a.txt"], await UnresolvedAsync(repository, tree));
        Assert.Contains("a.txt", Words(await repository.SaveAsync(tree, "Too early", Token)), StringComparison.Ordinal);
        Write(tree, "a.txt", "one\nboth\nthree\n");
        Assert.True(Done(await repository.SaveAsync(tree, "Resolved", Token)).IsNew);
        Write(tree, "a.txt", "<<<<<<< is how a mark begins\n");
        Assert.Empty(await UnresolvedAsync(repository, tree));
    }

    [Theory]
    [InlineData("one\ntwo\nthree\n")]
    [InlineData("one\r\ntwo  \r\nthree")]
    public async Task The_text_before_both_sides_resolves_nothing_until_git_is_told(string before)
    {
        (TicketRepository repository, TicketTree tree, string tip) = await ConflictAsync();
        await repository.BringInAsync(tree, tip, Token);
        Write(tree, "a.txt", before);

        Assert.Equal([new UnresolvedFile("a.txt", UnresolvedReason.Before)], Done(await repository.UnresolvedAsync(tree, Token)));
        string words = Words(await repository.SaveAsync(tree, "Too early", Token));
        Assert.Contains("a.txt (holds neither side's changes: the text before both)", words, StringComparison.Ordinal);
        Assert.Contains("git add", words, StringComparison.Ordinal);
        _folder.Folder.Git("-C", tree.Root, "add", "a.txt");

        Assert.Empty(await UnresolvedAsync(repository, tree));
        Assert.True(Done(await repository.SaveAsync(tree, "Resolved", Token)).IsNew);
    }

    [Theory]
    [InlineData("1\nboth\n3\n\n5\n6\n7\n8\nnine\n10\n", true)]
    [InlineData("1\ntwo\n3\n\n5\n6\n7\n8\nboth\n10\n", true)]
    [InlineData("1\r\nboth\r\n3\r\n\r\n5\r\n6\r\n7\r\n8\r\nnine \r\n10", true)]
    [InlineData("1\nboth\n3\n\n5\n6\n7\n8\nboth\n10\n", false)]
    [InlineData("1\nmy 2\ntheir 2\n3\n\n5\n6\n7\n8\nmy 9\n10\n", false)]
    public async Task Of_several_places_in_conflict_each_waits_until_it_is_decided(string text, bool isBefore)
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string start) = await WorkAsync(repository, "t-0", from, "n.txt", "1\ntwo\n3\n\n5\n6\n7\n8\nnine\n10\n");
        from = await LandAsync(repository, start, from);
        (_, string landed) = await WorkAsync(repository, "t-1", from, "n.txt", "1\ntheir 2\n3\n\n5\n6\n7\n8\ntheir 9\n10\n");
        string tip = await LandAsync(repository, landed, from);
        (TicketTree tree, _) = await WorkAsync(repository, "t-2", from, "n.txt", "1\nmy 2\n3\n\n5\n6\n7\n8\nmy 9\n10\n");
        await repository.BringInAsync(tree, tip, Token);

        Write(tree, "n.txt", text);

        UnresolvedFile[] expected = isBefore ? [new UnresolvedFile("n.txt", UnresolvedReason.Before)] : [];
        Assert.Equal(expected, Done(await repository.UnresolvedAsync(tree, Token)));
    }

    [Theory]
    [InlineData("one\nmine\ntheirs\n", false)]
    [InlineData("one\n", true)]
    public async Task What_both_added_at_the_end_waits_while_it_is_not_there(string text, bool isBefore)
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string start) = await WorkAsync(repository, "t-0", from, "n.txt", "one\n");
        from = await LandAsync(repository, start, from);
        (_, string landed) = await WorkAsync(repository, "t-1", from, "n.txt", "one\ntheirs\n");
        string tip = await LandAsync(repository, landed, from);
        (TicketTree tree, _) = await WorkAsync(repository, "t-2", from, "n.txt", "one\nmine\n");
        await repository.BringInAsync(tree, tip, Token);

        Write(tree, "n.txt", text);

        Assert.Equal(isBefore, Done(await repository.UnresolvedAsync(tree, Token)).Length > 0);
    }

    [Theory]
    [InlineData("one\ntwo\n3\n4\nFIVE\n6\n7\nEIGHT\n", true)]
    [InlineData("one\r\ntwo \r\n3\r\n4\r\nFIVE\r\n6\r\n7\r\nEIGHT", true)]
    [InlineData("one\nmine and theirs\n3\n4\nFIVE\n6\n7\nEIGHT\n", false)]
    public async Task The_text_before_both_sides_in_the_places_in_conflict_alone_resolves_nothing(string text, bool isBefore)
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string start) = await WorkAsync(repository, "t-0", from, "n.txt", "one\ntwo\n3\n4\nfive\n6\n7\neight\n");
        from = await LandAsync(repository, start, from);
        (_, string landed) = await WorkAsync(repository, "t-1", from, "n.txt", "one\ntheirs\n3\n4\nfive\n6\n7\nEIGHT\n");
        string tip = await LandAsync(repository, landed, from);
        (TicketTree tree, _) = await WorkAsync(repository, "t-2", from, "n.txt", "one\nmine\n3\n4\nFIVE\n6\n7\neight\n");
        await repository.BringInAsync(tree, tip, Token);

        Write(tree, "n.txt", text);

        UnresolvedFile[] expected = isBefore ? [new UnresolvedFile("n.txt", UnresolvedReason.Before)] : [];
        Assert.Equal(expected, Done(await repository.UnresolvedAsync(tree, Token)));
    }

    [Fact]
    public async Task The_text_before_both_sides_is_found_as_git_reads_files()
    {
        (TicketRepository repository, TicketTree tree, string tip) = await ConflictAsync();
        await repository.BringInAsync(tree, tip, Token);
        _folder.Folder.Git("config", "filter.upper.clean", "tr A-Z a-z");
        await File.WriteAllTextAsync(_folder.Folder.At(".git/info/attributes"), "a.txt filter=upper\n", Token);

        Write(tree, "a.txt", "ONE\nTWO\nTHREE\n");

        Assert.Equal(["a.txt"], await UnresolvedAsync(repository, tree));
    }

    [Theory]
    [InlineData("one\nmine\nthree\n")]
    [InlineData("one\ntheirs\nthree\n")]
    public async Task One_sides_text_resolves_a_conflict(string side)
    {
        (TicketRepository repository, TicketTree tree, string tip) = await ConflictAsync();
        await repository.BringInAsync(tree, tip, Token);

        Write(tree, "a.txt", side);

        Assert.Empty(await UnresolvedAsync(repository, tree));
    }

    [Fact]
    public async Task A_side_that_changes_only_blanks_at_line_ends_resolves_a_conflict()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string landed) = await WorkAsync(repository, "t-1", from, "a.txt", "one\ntheirs\nthree\n");
        string tip = await LandAsync(repository, landed, from);
        (TicketTree tree, _) = await WorkAsync(repository, "t-2", from, "a.txt", "one\r\ntwo\r\nthree\r\n");
        await repository.BringInAsync(tree, tip, Token);

        Write(tree, "a.txt", "one\r\ntwo\r\nthree\r\n");

        Assert.Empty(await UnresolvedAsync(repository, tree));
    }

    [Fact]
    public async Task A_file_that_both_have_added_is_not_resolved_by_an_empty_one()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string landed) = await WorkAsync(repository, "t-1", from, "a \"new\" one.txt", "theirs\n");
        string tip = await LandAsync(repository, landed, from);
        (TicketTree tree, _) = await WorkAsync(repository, "t-2", from, "a \"new\" one.txt", "mine\n");
        Assert.IsType<MergeOutcome.Conflict>(await repository.BringInAsync(tree, tip, Token));

        Write(tree, "a \"new\" one.txt", "");
        Assert.Equal(["a \"new\" one.txt"], await UnresolvedAsync(repository, tree));
        Write(tree, "a \"new\" one.txt", "both\n");

        Assert.Empty(await UnresolvedAsync(repository, tree));
    }

    private static async Task<IEnumerable<string>> UnresolvedAsync(TicketRepository repository, TicketTree tree) =>
        Done(await repository.UnresolvedAsync(tree, Token)).Select(file => file.Path);

    private async Task<(TicketRepository Repository, TicketTree Tree, string Tip)> ConflictAsync()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree first, _) = await WorkAsync(repository, "t-1", from, "a.txt", "one\ntheirs\nthree\n");
        Write(first, "new.txt", "new\n");
        string tip = await LandAsync(repository, Done(await repository.SaveAsync(first, "More", Token)).Tip, from);
        (TicketTree tree, _) = await WorkAsync(repository, "t-2", from, "a.txt", "one\nmine\nthree\n");
        return (repository, tree, tip);
    }
}
