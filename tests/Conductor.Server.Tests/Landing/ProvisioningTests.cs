using Conductor.Server.Landing;
using Xunit;
using static Conductor.Server.Tests.Landing.TicketRepositoryFolder;

namespace Conductor.Server.Tests.Landing;

public sealed class ProvisioningTests : IDisposable
{
    private readonly TicketRepositoryFolder _folder = Begin();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".env", ".env")]
    [InlineData("./.env", ".env")]
    [InlineData("**/.env", ".env|app/.env|app/deep/.env")]
    [InlineData("app/*.json", "app/local.json")]
    [InlineData("{.env,app/local.json}", ".env|app/local.json")]
    [InlineData("app", "app/.env|app/deep/.env|app/local.json")]
    [InlineData("app/", "app/.env|app/deep/.env|app/local.json")]
    [InlineData("none/*.txt", "")]
    [InlineData("a.txt", "")]
    [InlineData("**/config", "")]
    public async Task A_glob_names_files_that_git_does_not_have(string glob, string files)
    {
        (TicketRepository repository, TicketTree tree) = await AddedAsync();

        Assert.Equal(files.Split('|', StringSplitOptions.RemoveEmptyEntries), Done(await repository.ProvisionAsync(tree, [glob], Token)).Files);

        Assert.All(files.Split('|', StringSplitOptions.RemoveEmptyEntries), file => Assert.Equal(_folder.Folder.Read(file), File.ReadAllText(Path.Combine(tree.Root, file))));
    }

    [Fact]
    public async Task What_was_copied_is_never_saved_with_the_work_even_where_git_does_not_ignore_it()
    {
        (TicketRepository repository, TicketTree tree) = await AddedAsync();
        Done(await repository.ProvisionAsync(tree, [".env"], Token));
        Done(await repository.ProvisionAsync(tree, ["app/local.json"], Token));

        SavedWork saved = Done(await repository.SaveAsync(tree, "Saved", Token));

        Assert.False(saved.IsNew);
        Assert.Null(Done(await repository.RemoveTreeAsync(tree, keep: false, Token)).KeptAs);
    }

    [Fact]
    public async Task A_copy_that_was_changed_and_is_not_ignored_is_the_tickets_work_and_lands_over_the_copy_there()
    {
        (TicketRepository repository, TicketTree tree) = await AddedAsync();
        Done(await repository.ProvisionAsync(tree, [".env", "app/local.json"], Token));
        Write(tree, "app/local.json", "changed\n");

        Assert.Equal(["app/local.json"], Done(await repository.ReviewAsync(tree, Token)).Files.Select(file => file.Path));
        Assert.Contains("not saved", Words(await repository.RemoveTreeAsync(tree, keep: false, Token)), StringComparison.Ordinal);
        Assert.Equal([".env"], Done(await repository.ProvisionAsync(tree, [".env", "app/local.json"], Token)).Files);
        SavedWork saved = Done(await repository.SaveAsync(tree, "Saved", Token));

        Assert.Equal("app/local.json\n", _folder.Folder.Git("diff", "--name-only", $"{saved.Tip}^", saved.Tip));
        Assert.Equal("changed\n", _folder.Folder.Git("show", $"{saved.Tip}:app/local.json"));
        Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, _folder.Folder.Git("rev-parse", "conductor/checkout/integration").Trim(), "Nothing", Token));
        Done(await repository.ProvisionLandingAsync(Track, ["app/local.json"], Token));
        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, saved.Tip, "Land", Token));
        Assert.Equal("changed\n", File.ReadAllText(Path.Combine(merged.Root, "app/local.json")));
    }

    [Fact]
    public async Task A_copy_that_was_changed_and_is_ignored_is_not_saved()
    {
        _folder.Folder.Write(".gitignore", ".env\n");
        _folder.Folder.Commit();
        (TicketRepository repository, TicketTree tree) = await AddedAsync();
        Done(await repository.ProvisionAsync(tree, [".env"], Token));
        Write(tree, ".env", "changed\n");

        Assert.False(Done(await repository.SaveAsync(tree, "Saved", Token)).IsNew);
    }

    [Fact]
    public async Task What_lands_where_another_ticket_has_a_copy_is_brought_in_over_it()
    {
        (TicketRepository repository, TicketTree tree) = await AddedAsync();
        Done(await repository.ProvisionAsync(tree, ["app/local.json"], Token));
        string from = _folder.Folder.Git("rev-parse", "conductor/checkout/integration").Trim();
        (_, string commit) = await WorkAsync(repository, "other", from, "app/local.json", "landed\n");
        string tip = await LandAsync(repository, commit, from);

        Assert.IsType<MergeOutcome.Merged>(await repository.BringInAsync(tree, tip, Token));

        Assert.Equal("landed\n", File.ReadAllText(Path.Combine(tree.Root, "app/local.json")));
    }

    [Fact]
    public async Task The_tree_of_landings_keeps_its_copies_from_one_merge_to_the_next()
    {
        (TicketRepository repository, TicketTree tree) = await AddedAsync();
        string from = _folder.Folder.Git("rev-parse", "conductor/checkout/integration").Trim();
        Write(tree, "new.txt", "new\n");
        string commit = Done(await repository.SaveAsync(tree, "Saved", Token)).Tip;
        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, commit, "Land", Token));

        Done(await repository.ProvisionLandingAsync(Track, [".env"], Token));
        Done(await repository.AcceptAsync(Track, merged.Commit, from, Token));
        Done(await repository.ForgetMergeAsync(Track, Token));

        Assert.True(File.Exists(Path.Combine(merged.Root, ".env")));
    }

    [Theory]
    [InlineData("../secret", "leaves the workspace")]
    [InlineData("/etc/passwd", "leaves the workspace")]
    [InlineData("app/[ab]", "no meaning here")]
    public async Task A_glob_that_leaves_the_workspace_is_refused(string glob, string words)
    {
        (TicketRepository repository, TicketTree tree) = await AddedAsync();

        Assert.Contains(words, Words(await repository.ProvisionAsync(tree, [glob], Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_leads_out_is_refused_where_it_is_named_and_not_followed_where_it_is_not()
    {
        (TicketRepository repository, TicketTree tree) = await AddedAsync();
        File.CreateSymbolicLink(_folder.Folder.At("app/out.env"), "/etc/passwd");
        Directory.CreateSymbolicLink(_folder.Folder.At("linked"), "/etc");

        Assert.Contains("leads out of the workspace", Words(await repository.ProvisionAsync(tree, ["app/*.env"], Token)), StringComparison.Ordinal);
        Assert.Contains("leads out of the workspace", Words(await repository.ProvisionAsync(tree, ["linked/*"], Token)), StringComparison.Ordinal);
        Assert.Empty(Done(await repository.ProvisionAsync(tree, ["**/passwd"], Token)).Files);
        Assert.Contains("leads out of the workspace", Words(await repository.ProvisionAsync(tree, ["linked/passwd"], Token)), StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(tree.Root, "*.txt"));
    }

    [Fact]
    public async Task A_link_in_the_tree_that_leads_out_is_not_written_through()
    {
        _folder.Folder.Shell("ln -s /tmp/nowhere-of-ours out && git add out && git commit -q -m link && rm out && mkdir out && echo x > out/.env");
        (TicketRepository repository, TicketTree tree) = await AddedAsync();

        Assert.Contains("leads out of the workspace", Words(await repository.ProvisionAsync(tree, ["out/.env"], Token)), StringComparison.Ordinal);
        Assert.False(Directory.Exists("/tmp/nowhere-of-ours"));
    }

    [Fact]
    public async Task More_than_64_MB_are_refused()
    {
        (TicketRepository repository, TicketTree tree) = await AddedAsync();
        using (FileStream big = File.Create(_folder.Folder.At("app/big.json")))
        {
            big.SetLength(Provisioning.MostBytes + 1);
        }

        Assert.Contains("set-up command", Words(await repository.ProvisionAsync(tree, ["app/*.json"], Token)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(tree.Root, "app")));
    }

    private async Task<(TicketRepository Repository, TicketTree Tree)> AddedAsync()
    {
        foreach (string path in (string[])[".env", "app/.env", "app/deep/.env", "app/local.json"])
        {
            _folder.Folder.Write(path, $"KEY={path}");
        }

        (TicketRepository repository, string from) = await _folder.BegunAsync();
        return (repository, Done(await repository.AddTreeAsync(Track, "t", 1, from, Token)));
    }
}
