using Conductor.Server.Landing;
using Conductor.Server.Tests.Snapshots;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Server.Tests.Landing;

/// <summary>A real repository of a test's own with tickets in it, and what belongs to the person in it.</summary>
/// <param name="folder">Where it is.</param>
internal sealed class TicketRepositoryFolder(GitFolder folder) : IDisposable
{
    public const string Track = "checkout";

    private readonly List<TicketRepository> _opened = [];

    /// <summary>A repository with one commit, in which a person has said who they are.</summary>
    public static TicketRepositoryFolder Begin(params string[] settings) => Begin(new GitFolder(), settings);

    /// <summary>The same in a folder that is there.</summary>
    public static TicketRepositoryFolder Begin(GitFolder folder, params string[] settings)
    {
        var begun = new TicketRepositoryFolder(folder);
        begun.Folder.Init(["user.name=Person", "user.email=person@example.test", "commit.gpgSign=false", .. settings]);
        begun.Folder.Git("checkout", "-q", "-b", "main");
        begun.Folder.Write("a.txt", "one\ntwo\nthree\n");
        begun.Folder.Write("sub/b.txt", "b\n");
        begun.Folder.Commit();
        return begun;
    }

    public GitFolder Folder => folder;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>As a process that has just started sees it.</summary>
    public async Task<TicketRepository> OpenAsync(string? workspace = null)
    {
        RepositoryLook look = await TicketRepository.LookAsync(workspace ?? Folder.Root, Time, Token);
        TicketRepository repository = Assert.IsType<RepositoryLook.Usable>(look).Repository;
        _opened.Add(repository);
        return repository;
    }

    /// <summary>A track whose integration branch is there.</summary>
    public async Task<(TicketRepository Repository, string Base)> BegunAsync(string? workspace = null)
    {
        TicketRepository repository = await OpenAsync(workspace);
        return (repository, Done(await repository.BeginIntegrationAsync(Track, Token)).Commit);
    }

    /// <summary>The commit of an attempt that writes a file.</summary>
    public static async Task<(TicketTree Tree, string Commit)> WorkAsync(TicketRepository repository, string ticket, string from, string path, string text)
    {
        TicketTree tree = Done(await repository.AddTreeAsync(Track, ticket, 1, from, Token));
        Write(tree, path, text);
        return (tree, Done(await repository.SaveAsync(tree, $"Work of {ticket}", Token)).Tip);
    }

    /// <summary>The integration branch after a commit has landed.</summary>
    public static async Task<string> LandAsync(TicketRepository repository, string commit, string tip, string track = Track)
    {
        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(track, commit, "Land", Token));
        return Done(await repository.AcceptAsync(track, merged.Commit, tip, Token));
    }

    public static void Write(TicketTree tree, string path, string text)
    {
        string file = Path.Combine(tree.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file) ?? tree.Root);
        File.WriteAllText(file, text);
    }

    public static T Done<T>(GitOutcome<T> outcome) => outcome is GitOutcome<T>.Done { Value: var value } ? value : throw new InvalidOperationException(Words(outcome));

    /// <summary>The words of a refusal.</summary>
    public static string Words<T>(GitOutcome<T> outcome) => Assert.IsType<GitOutcome<T>.Refused>(outcome).Refusal.Message;

    /// <summary>What is the person's: every ref outside Conductor's own, what is checked out, what is staged, every file.</summary>
    public string Theirs()
    {
        string[] refs = [.. Folder.Git("for-each-ref", "--format=%(refname) %(objectname)").Split('\n')
            .Where(line => !line.StartsWith("refs/heads/conductor/", StringComparison.Ordinal) && !line.StartsWith("refs/conductor/", StringComparison.Ordinal))];
        return string.Join('\n', [.. refs, Folder.Git("rev-parse", "--symbolic-full-name", "HEAD"), Folder.Git("rev-parse", "HEAD"), Folder.Git("ls-files", "-s", "-u"), Folder.Picture()]);
    }

    /// <summary>The folders of registered trees beside the person's own, and what the repository holds of trees at all.</summary>
    public string[] Registered()
    {
        string folder = Folder.At(".git/worktrees");
        string[] listed = [.. Folder.Git("worktree", "list", "--porcelain").Split('\n').Where(line => line.StartsWith("worktree ", StringComparison.Ordinal))
            .Skip(1).Select(line => Path.GetFileName(line))];
        Assert.Equal(listed.Length, Directory.Exists(folder) ? Directory.GetDirectories(folder).Length : 0);
        return listed;
    }

    public string[] OurRefs() => [.. Folder.Git("for-each-ref", "--format=%(refname)", "refs/heads/conductor", "refs/conductor").Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    public void Dispose()
    {
        _opened.ForEach(repository => repository.Dispose());
        Folder.Dispose();
    }
}
