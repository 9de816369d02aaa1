using Conductor.Server.Landing;
using Xunit;
using static Conductor.Server.Tests.Landing.TicketRepositoryFolder;

namespace Conductor.Server.Tests.Landing;

public sealed class LandingTests : IDisposable
{
    private readonly TicketRepositoryFolder _folder = Begin();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_merge_stands_in_a_tree_of_its_own_and_moves_no_branch_until_it_is_accepted()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");

        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, commit, "Land t", Token));

        Assert.Equal(from, Tip());
        Assert.Equal("new\n", File.ReadAllText(Path.Combine(merged.Root, "new.txt")));
        Assert.Equal(merged.Tree, _folder.Folder.Git("rev-parse", $"{merged.Commit}^{{tree}}").Trim());
        Assert.Equal($"{from} {commit}", _folder.Folder.Git("log", "-1", "--format=%P", merged.Commit).Trim());
        Assert.Equal(merged.Commit, Done(await repository.AcceptAsync(Track, merged.Commit, from, Token)));
        Assert.Equal(merged.Commit, Done(await repository.AcceptAsync(Track, merged.Commit, from, Token)));
        Assert.Equal(merged.Commit, Tip());
    }

    [Fact]
    public async Task An_account_of_the_work_that_is_longer_than_an_argument_can_be_is_in_the_history()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        string said = $"Land t\n\n# not a comment\n{new string('x', 300_000)}\n";

        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, commit, said, Token));

        Assert.Equal(said.Trim(), _folder.Folder.Git("log", "-1", "--format=%B", merged.Commit).Trim());
    }

    [Fact]
    public async Task A_landing_whose_hook_makes_another_commit_has_failed_and_says_so()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        _folder.Folder.Shell("printf '#!/bin/sh\ngit commit -q --allow-empty -m more\n' > .git/hooks/post-merge && chmod +x .git/hooks/post-merge");

        var failed = Assert.IsType<MergeOutcome.Failed>(await repository.MergeAsync(Track, commit, "Land t", Token));

        Assert.Contains("post-merge", failed.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(from, Tip());
    }

    [Fact]
    public async Task A_merge_is_not_accepted_once_the_branch_is_elsewhere()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string first) = await WorkAsync(repository, "t-1", from, "1.txt", "1\n");
        (_, string second) = await WorkAsync(repository, "t-2", from, "2.txt", "2\n");
        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, first, "Land", Token));
        string tip = await LandAsync(repository, second, from);

        Assert.Contains("has moved since", Words(await repository.AcceptAsync(Track, merged.Commit, from, Token)), StringComparison.Ordinal);
        Assert.Contains("has moved since", Words(await repository.AcceptAsync(Track, merged.Commit, tip, Token)), StringComparison.Ordinal);
        Assert.Equal(tip, Tip());
    }

    [Fact]
    public async Task A_conflict_names_its_files_with_their_sides_and_is_taken_back()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string first) = await WorkAsync(repository, "t-1", from, "a.txt", "first\n");
        (TicketTree second, _) = await WorkAsync(repository, "t-2", from, "a.txt", "second\n");
        File.Delete(Path.Combine(second.Root, "sub/b.txt"));
        string theirs = Done(await repository.SaveAsync(second, "Deleted", Token)).Tip;
        (TicketTree third, _) = await WorkAsync(repository, "t-3", from, "sub/b.txt", "changed\n");
        string tip = await LandAsync(repository, Done(await repository.SaveAsync(third, "b", Token)).Tip, await LandAsync(repository, first, from));

        var conflict = Assert.IsType<MergeOutcome.Conflict>(await repository.MergeAsync(Track, theirs, "Land", Token));

        Assert.Equal([new ConflictedFile("a.txt", true, true, true), new ConflictedFile("sub/b.txt", true, true, false)], conflict.Files);
        Assert.Equal(tip, Tip());
        Assert.Equal("first\n", File.ReadAllText(_folder.Folder.At(".conductor/worktrees/checkout--integration/a.txt")));
        Assert.Empty(_folder.Folder.Git("-C", ".conductor/worktrees/checkout--integration", "status", "--porcelain"));
    }

    [Fact]
    public async Task The_persons_hooks_run_and_what_one_says_is_told()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        Hook("pre-merge-commit", "echo 'new.txt has no licence header' >&2; exit 1");

        var failed = Assert.IsType<MergeOutcome.Failed>(await repository.MergeAsync(Track, commit, "Land", Token));
        Hook("pre-merge-commit", "exit 0");
        Hook("commit-msg", "echo 'Checked: yes' >> \"$1\"");
        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, commit, "Land", Token));

        Assert.Contains("new.txt has no licence header", failed.Refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Checked: yes", _folder.Folder.Git("log", "-1", "--format=%B", merged.Commit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_that_cannot_be_made_is_told_and_one_that_can_is_made()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        _folder.Folder.Shell("printf '#!/bin/sh\\necho gpg: no secret key >&2; exit 2\\n' > .git/gpg && chmod +x .git/gpg && git config commit.gpgSign true && git config gpg.program \"$PWD/.git/gpg\"");

        var failed = Assert.IsType<MergeOutcome.Failed>(await repository.MergeAsync(Track, commit, "Land", Token));
        _folder.Folder.Shell("printf '#!/bin/sh\\ncat > /dev/null; echo \"[GNUPG:] SIG_CREATED D\" >&2; echo \"-----BEGIN PGP SIGNATURE-----\"; echo; echo x; echo \"-----END PGP SIGNATURE-----\"\\n' > .git/gpg");
        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, commit, "Land", Token));

        Assert.Contains("gpg failed to sign", failed.Refusal.Message, StringComparison.Ordinal);
        Assert.Contains("BEGIN PGP SIGNATURE", _folder.Folder.Git("cat-file", "commit", merged.Commit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_that_is_forgotten_leaves_the_tree_at_the_branch()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, commit, "Land", Token));
        await File.WriteAllTextAsync(Path.Combine(merged.Root, "left by acceptance.txt"), "x", Token);

        Assert.Equal(from, Done(await repository.ForgetMergeAsync(Track, Token)));

        Assert.False(File.Exists(Path.Combine(merged.Root, "new.txt")));
        Assert.False(File.Exists(Path.Combine(merged.Root, "left by acceptance.txt")));
    }

    [Fact]
    public async Task Work_that_has_landed_already_merges_to_where_the_branch_is()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        string tip = await LandAsync(repository, commit, from);

        Assert.Equal(tip, Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, commit, "Again", Token)).Commit);
    }

    [Fact]
    public async Task Nothing_lands_under_the_feet_of_a_person_who_has_the_branch_checked_out()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, commit, "Land", Token));
        _folder.Folder.Git("checkout", "-q", "conductor/checkout/integration");

        Assert.Contains("Check out another branch", Words(await repository.AcceptAsync(Track, merged.Commit, from, Token)), StringComparison.Ordinal);
        Assert.Contains("Check out another branch", Assert.IsType<MergeOutcome.Failed>(await repository.MergeAsync(Track, commit, "Land", Token)).Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(from, Tip());
    }

    [Fact]
    public async Task A_branch_that_somebody_checked_out_in_the_tree_of_landings_does_not_move()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, commit, "Land", Token));
        _folder.Folder.Shell("git branch theirs && git commit -q --allow-empty -m later");
        _folder.Folder.Git("-C", merged.Root, "switch", "-q", "theirs");
        string theirs = _folder.Theirs();

        Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, commit, "Land", Token));

        Assert.Equal(theirs, _folder.Theirs());
    }

    private string Tip() => _folder.Folder.Git("rev-parse", "conductor/checkout/integration").Trim();

    private void Hook(string name, string script)
    {
        _folder.Folder.Write($".git/hooks/{name}", $"#!/bin/sh\n{script}\n");
        _folder.Folder.Shell($"chmod +x .git/hooks/{name}");
    }
}
