using System.Text;
using Conductor.Server.Landing;
using Xunit;
using static Conductor.Server.Tests.Landing.TicketRepositoryFolder;

namespace Conductor.Server.Tests.Landing;

/// <summary>What stands in a file in conflict, and whether that is decided.</summary>
public sealed class ConflictTextsTests : IDisposable
{
    private readonly TicketRepositoryFolder _folder = Begin();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Title\n=======\ntwo\n", true)]
    [InlineData("Title\n=======\nboth\n", false)]
    [InlineData("Title\n=======\ntwo\nand more\n", false)]
    public async Task A_heading_underlined_in_the_text_before_both_sides_is_not_taken_for_a_mark(string text, bool isBefore)
    {
        (TicketRepository repository, TicketTree tree, string tip) = await OfAsync("1\n2\n3\n4\n5\nTitle\n=======\ntwo\n", "one\n2\n3\n4\n5\nTheirs\n=\ntheirs\n", "1\n2\n3\n4\n5\nMine\n-\nmine\n");
        await repository.BringInAsync(tree, tip, Token);

        Write(tree, "n.txt", $"one \n2\n3\n4\n5\n{text}");

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
        (TicketRepository repository, TicketTree tree, string tip) = await OfAsync("one\ntwo\nthree\n", "one\ntheirs\nthree\n", "one\nmine\nthree\n");
        await repository.BringInAsync(tree, tip, Token);
        Write(tree, "n.txt", "both\n<<<<<<< a mark begins so\n>>>>>>> theirs is how it ends\n");

        Assert.Equal(["n.txt"], await UnresolvedAsync(repository, tree));
        Assert.Contains("git add a file whose own text has such lines", Words(await repository.SaveAsync(tree, "Too early", Token)), StringComparison.Ordinal);
        _folder.Folder.Git("-C", tree.Root, "add", "n.txt");

        Assert.Empty(await UnresolvedAsync(repository, tree));
        Assert.True(Done(await repository.SaveAsync(tree, "Resolved", Token)).IsNew);
    }

    [Fact]
    public async Task Marks_of_a_file_that_was_marked_again_are_not_resolved_by_telling_git()
    {
        (TicketRepository repository, TicketTree tree, string tip) = await OfAsync("one\ntwo\nthree\n", "one\ntheirs\nthree\n", "one\nmine\nthree\n");
        await repository.BringInAsync(tree, tip, Token);
        _folder.Folder.Git("-C", tree.Root, "checkout", "-q", "--merge", "n.txt");

        _folder.Folder.Git("-C", tree.Root, "add", "n.txt");

        Assert.Equal(["n.txt"], await UnresolvedAsync(repository, tree));
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
        (TicketRepository repository, TicketTree tree, string tip) = await OfAsync("one\ntwo\nthree\n", "one\ntheirs\nthree\n", "one\nmine\nthree\n");
        await repository.BringInAsync(tree, tip, Token);
        Write(tree, "n.txt", "one\ntwo\nthree\n");
        _folder.Folder.Git("-C", tree.Root, "commit", "-q", "-a", "-m", "By hand");

        Assert.Equal([new UnresolvedFile("n.txt", UnresolvedReason.BeforeCommitted)], Done(await repository.UnresolvedAsync(tree, Token)));
        Assert.Contains("git commit --allow-empty", Words(await repository.SaveAsync(tree, "Too early", Token)), StringComparison.Ordinal);
        SidedFile sides = Assert.Single(Done(await repository.SidesAsync(tree, Token)));
        Assert.Equal(["one\ntwo\nthree\n", "one\nmine\nthree\n", "one\ntheirs\nthree\n"], new[] { sides.Base, sides.Ours, sides.Theirs }.Select(side => Encoding.UTF8.GetString(side ?? [])));
        _folder.Folder.Git("-C", tree.Root, "commit", "-q", "--allow-empty", "-m", "It is right so");

        Assert.Empty(await UnresolvedAsync(repository, tree));
        Done(await repository.SaveAsync(tree, "Resolved", Token));
    }

    [Theory]
    [InlineData("1\n2\n3\n4\n5\n6\n7\ntwo\n9\n", "one\n2\n3\n4\n5\n6\n7\ntheirs\n9\n", "1\n2\n3\n4\n5\n6\n7\nmine\n9\n", "one\n2\n3\n4\n5\n6\n7\ntwo\n9\n")]
    [InlineData("one\ntwo \nthree\n", "one\ntheirs\nthree\n", "one\nmine\nthree\n", "one\ntwo\nthree\n")]
    public async Task What_a_merge_editor_saves_at_first_does_not_land_when_it_is_committed_by_hand(string before, string theirs, string mine, string saved)
    {
        (TicketRepository repository, TicketTree tree, string tip) = await OfAsync(before, theirs, mine);
        await repository.BringInAsync(tree, tip, Token);
        Write(tree, "n.txt", saved);
        _folder.Folder.Git("-C", tree.Root, "commit", "-q", "-a", "-m", "By hand");

        Assert.Equal([new UnresolvedFile("n.txt", UnresolvedReason.BeforeCommitted)], Done(await repository.UnresolvedAsync(tree, Token)));
    }

    [Fact]
    public async Task The_text_before_both_sides_that_was_committed_waits_whatever_else_is_committed_and_no_longer_once_the_file_is()
    {
        (TicketRepository repository, TicketTree tree, string tip) = await OfAsync("one\ntwo\nthree\n", "one\ntheirs\nthree\n", "one\nmine\nthree\n");
        await repository.BringInAsync(tree, tip, Token);
        Write(tree, "n.txt", "one\ntwo\nthree\n");
        _folder.Folder.Git("-C", tree.Root, "commit", "-q", "-a", "-m", "By hand");
        Write(tree, "other.txt", "x\n");
        _folder.Folder.Git("-C", tree.Root, "add", "other.txt");
        _folder.Folder.Git("-C", tree.Root, "commit", "-q", "-m", "Something else");

        Assert.Equal(["n.txt"], await UnresolvedAsync(repository, tree));
        Write(tree, "n.txt", "one\nboth\nthree\n");
        _folder.Folder.Git("-C", tree.Root, "commit", "-q", "-a", "-m", "Decided");
        Assert.Empty(await UnresolvedAsync(repository, tree));
    }

    [Fact]
    public async Task The_text_before_both_sides_of_a_file_that_one_side_has_renamed_does_not_land_when_it_is_committed_by_hand()
    {
        string rest = string.Concat(Enumerable.Range(0, 30).Select(line => $"line {line}\n"));
        (TicketRepository repository, TicketTree tree, string tip) = await OfAsync($"{rest}two\nend\n", $"{rest}theirs\nend\n", $"{rest}mine\nend\n");
        _folder.Folder.Git("-C", tree.Root, "mv", "n.txt", "renamed.txt");
        Done(await repository.SaveAsync(tree, "Renamed", Token));
        await repository.BringInAsync(tree, tip, Token);
        Write(tree, "renamed.txt", $"{rest}two\nend\n");
        _folder.Folder.Git("-C", tree.Root, "commit", "-q", "-a", "-m", "By hand");

        Assert.Equal(["renamed.txt"], await UnresolvedAsync(repository, tree));
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
}
