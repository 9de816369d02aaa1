using System.Text;
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

    [Theory]
    [InlineData("Title\n=======\ntwo\n", true)]
    [InlineData("Title\n=======\nboth\n", false)]
    [InlineData("Title\n=======\ntwo\nand more\n", false)]
    public async Task A_heading_underlined_in_the_text_before_both_sides_is_not_taken_for_a_mark(string text, bool isBefore)
    {
        (TicketRepository repository, TicketTree tree, string tip) = await OfAsync("Head\n\nTitle\n=======\ntwo\n", "Head\n\nTheirs\n=\ntheirs\n", "Head\n\nMine\n-\nmine\n");
        await repository.BringInAsync(tree, tip, Token);

        Write(tree, "n.txt", $"Head \n\n{text}");

        Assert.Equal(isBefore ? [UnresolvedReason.Before] : [], Done(await repository.UnresolvedAsync(tree, Token)).Select(file => file.Reason));
    }

    [Fact]
    public async Task A_file_whose_own_text_has_lines_like_marks_lands_without_gits()
    {
        const string Own = "<<<<<<< HEAD\none\n||||||| base\n=======\n>>>>>>> other\n";
        (TicketRepository repository, TicketTree tree, string tip) = await OfAsync($"two\n{Own}", $"theirs\n{Own}", $"mine\n{Own}");
        await repository.BringInAsync(tree, tip, Token);
        string marked = File.ReadAllText(Path.Combine(tree.Root, "n.txt"));
        Assert.Equal(["n.txt"], await UnresolvedAsync(repository, tree));

        Write(tree, "n.txt", $"both\n{Own}");

        Assert.Empty(await UnresolvedAsync(repository, tree));
        Write(tree, "n.txt", $"two \n{Own}");
        Assert.Equal([new UnresolvedFile("n.txt", UnresolvedReason.Before)], Done(await repository.UnresolvedAsync(tree, Token)));
        Write(tree, "n.txt", marked);
        _folder.Folder.Git("-C", tree.Root, "add", "n.txt");
        Assert.Equal(["n.txt"], await UnresolvedAsync(repository, tree));
    }

    [Fact]
    public async Task New_lines_like_marks_that_belong_into_a_file_land_once_git_is_told()
    {
        (TicketRepository repository, TicketTree tree, string tip) = await ConflictAsync();
        await repository.BringInAsync(tree, tip, Token);
        Write(tree, "a.txt", "both\n<<<<<<< a mark begins so\n>>>>>>> theirs is how it ends\n");

        Assert.Equal(["a.txt"], await UnresolvedAsync(repository, tree));
        Assert.Contains("git add a file whose own text has such lines", Words(await repository.SaveAsync(tree, "Too early", Token)), StringComparison.Ordinal);
        _folder.Folder.Git("-C", tree.Root, "add", "a.txt");

        Assert.Empty(await UnresolvedAsync(repository, tree));
        Assert.True(Done(await repository.SaveAsync(tree, "Resolved", Token)).IsNew);
    }

    [Fact]
    public async Task Marks_of_a_file_that_was_marked_again_are_not_resolved_by_telling_git()
    {
        (TicketRepository repository, TicketTree tree, string tip) = await ConflictAsync();
        await repository.BringInAsync(tree, tip, Token);
        _folder.Folder.Git("-C", tree.Root, "checkout", "-q", "--merge", "a.txt");

        _folder.Folder.Git("-C", tree.Root, "add", "a.txt");

        Assert.Equal(["a.txt"], await UnresolvedAsync(repository, tree));
    }

    [Theory]
    [InlineData("one\nTWO\nthree\n", "one\ntwo  \nthree\n")]
    [InlineData("one\ntwo \nthree\n", "one\nTWO\nthree\n")]
    public async Task Where_a_side_changes_only_blanks_its_text_is_not_taken_for_the_one_before(string theirs, string mine)
    {
        (TicketRepository repository, TicketTree tree, string tip) = await OfAsync("one\ntwo\nthree\n", theirs, mine);
        await repository.BringInAsync(tree, tip, Token);

        Write(tree, "n.txt", "one\ntwo   \nthree\n");

        Assert.Empty(await UnresolvedAsync(repository, tree));
        Write(tree, "n.txt", "one\ntwo\nthree\n");
        Assert.Equal([new UnresolvedFile("n.txt", UnresolvedReason.Before)], Done(await repository.UnresolvedAsync(tree, Token)));
    }

    [Fact]
    public async Task A_file_that_git_cannot_read_keeps_nobody_from_looking_at_the_others()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree first, _) = await WorkAsync(repository, "t-1", from, "a.txt", "one\ntheirs\nthree\n");
        Write(first, "sub/b.txt", "theirs\n");
        string tip = await LandAsync(repository, Done(await repository.SaveAsync(first, "More", Token)).Tip, from);
        (TicketTree tree, _) = await WorkAsync(repository, "t-2", from, "a.txt", "one\nmine\nthree\n");
        Write(tree, "sub/b.txt", "mine\n");
        string before = _folder.Folder.Git("show", $"{from}:sub/b.txt");
        await repository.BringInAsync(tree, tip, Token);
        Write(tree, "a.txt", "one\ntwo\nthree\n");
        Write(tree, "sub/b.txt", before);
        _folder.Folder.Git("config", "filter.broken.clean", "false");
        _folder.Folder.Git("config", "filter.broken.required", "true");
        await File.WriteAllTextAsync(_folder.Folder.At(".git/info/attributes"), "a.txt filter=broken\n", Token);

        Assert.Equal(["sub/b.txt"], await UnresolvedAsync(repository, tree));
    }

    [Fact]
    public async Task The_text_before_both_sides_that_was_committed_by_hand_does_not_land_until_more_is_committed()
    {
        (TicketRepository repository, TicketTree tree, string tip) = await ConflictAsync();
        await repository.BringInAsync(tree, tip, Token);
        Write(tree, "a.txt", "one\ntwo\nthree\n");
        _folder.Folder.Git("-C", tree.Root, "commit", "-q", "-a", "-m", "By hand");

        Assert.Equal([new UnresolvedFile("a.txt", UnresolvedReason.BeforeCommitted)], Done(await repository.UnresolvedAsync(tree, Token)));
        Assert.Contains("git commit --allow-empty", Words(await repository.SaveAsync(tree, "Too early", Token)), StringComparison.Ordinal);
        SidedFile sides = Assert.Single(Done(await repository.SidesAsync(tree, Token)));
        Assert.Equal(["one\ntwo\nthree\n", "one\nmine\nthree\n", "one\ntheirs\nthree\n"], new[] { sides.Base, sides.Ours, sides.Theirs }.Select(side => Encoding.UTF8.GetString(side ?? [])));
        _folder.Folder.Git("-C", tree.Root, "commit", "-q", "--allow-empty", "-m", "It is right so");

        Assert.Empty(await UnresolvedAsync(repository, tree));
        Done(await repository.SaveAsync(tree, "Resolved", Token));
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

    /// <summary>n.txt, as it was, has landed, and the ticket has it.</summary>
    private async Task<(TicketRepository Repository, TicketTree Tree, string Tip)> OfAsync(string before, string theirs, string mine)
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string start) = await WorkAsync(repository, "t-0", from, "n.txt", before);
        from = await LandAsync(repository, start, from);
        (_, string landed) = await WorkAsync(repository, "t-1", from, "n.txt", theirs);
        string tip = await LandAsync(repository, landed, from);
        (TicketTree tree, _) = await WorkAsync(repository, "t-2", from, "n.txt", mine);
        return (repository, tree, tip);
    }

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
