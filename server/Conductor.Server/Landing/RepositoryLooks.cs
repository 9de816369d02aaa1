using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Conductor.Core.Tickets;
using Conductor.Workers.Processes;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Landing;

/// <summary>Looks at the repository of a workspace, and changes nothing.</summary>
internal static partial class RepositoryLooks
{
    /// <summary>The oldest git with all that is asked of it.</summary>
    public static Version OldestGit { get; } = new(2, 30);

    private const string InFolder = "or choose folder with the setting conductor.run.isolation (in a terminal: --isolation folder), so that tickets work in the folder itself.";

    /// <summary>Looks.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">git hangs.</exception>
    public static async Task<RepositoryLook> LookAsync(string workspaceRoot, TimeProvider time, CancellationToken cancellationToken)
    {
        string root = WorkspaceRoot.Open(workspaceRoot).FullPath;
        var git = new LandingGit(root);
        GitResult version = await git.TryAsync(["version"], cancellationToken);
        if (WhyNot(version) is { } tooOld)
        {
            return tooOld;
        }

        GitResult place = await git.TryAsync(["rev-parse", "--is-bare-repository", "--is-inside-work-tree", "--git-common-dir", "--show-prefix"], cancellationToken);
        if (place.ExitCode != 0 || place.Output.Split('\n') is not [var isBare, var isInside, var common, var prefix, ..])
        {
            return place.Error.Contains("not a git repository", StringComparison.OrdinalIgnoreCase)
                ? Refused(RepositoryTrouble.NoRepository, $"{root} is in no git repository. Run git init and commit what is there, {InFolder}")
                : Refused(RepositoryTrouble.Unreadable, $"git cannot read the repository of {root}: {LandingGit.Words(place)} Put that right, {InFolder}");
        }

        if (isInside.Trim() != "true")
        {
            return isBare.Trim() == "true"
                ? Refused(RepositoryTrouble.Bare, $"The repository at {root} is bare: it has no files checked out. Open a clone or a working tree of it, {InFolder}")
                : Refused(RepositoryTrouble.NoRepository, $"{root} is inside git's own folder. Open the folder with the repository's files.");
        }

        if (await git.LineAsync(["rev-parse", "--verify", "-q", "HEAD^{commit}"], cancellationToken) is null)
        {
            return Refused(RepositoryTrouble.NoCommit, $"Nothing has been committed yet on the branch that is checked out in {root}, so tickets have nothing to start from. Commit what is there, {InFolder}");
        }

        // The top of a tree is never ignored; a folder in it that holds files of the repository is in it all the same.
        if (prefix.Trim().Length > 0 && await git.LineAsync(["check-ignore", "-q", "."], cancellationToken) is not null)
        {
            return Refused(RepositoryTrouble.Ignored, $"The repository around {root} ignores it, so no working tree of a ticket would have its files. Make it a repository of its own, {InFolder}");
        }

        var facts = new RepositoryFacts(root, prefix.TrimEnd('\r'), Path.GetFullPath(common.TrimEnd('\r'), root), ReadVersion(version.Output) ?? OldestGit);
        return new RepositoryLook.Usable(new TicketRepository(facts, time), await NotesAsync(facts, cancellationToken));
    }

    /// <summary>Why the git on the PATH is none to work with; null when it is one.</summary>
    /// <param name="version">What it said of its version.</param>
    public static RepositoryLook.Refused? WhyNot(GitResult version) => (version.ExitCode, ReadVersion(version.Output)) switch
    {
        (not 0, _) or (_, null) => Refused(RepositoryTrouble.NoGit, $"{LandingGit.Words(version)} Install git and start the editor or terminal anew, {InFolder}"),
        (_, { } known) when known < OldestGit =>
            Refused(RepositoryTrouble.GitTooOld, $"The git on the PATH is {known}; working trees for tickets need {OldestGit} or newer. Install a newer one, {InFolder}"),
        _ => null,
    };

    /// <summary>The version that git says of itself; null when it says none. Other people's builds add words of their own.</summary>
    public static Version? ReadVersion(string text) =>
        VersionText().Match(text) is { Success: true } match && Version.TryParse(match.Value, out Version? version) ? version : null;

    /// <summary>The operation of the person that has begun in a working tree and not ended, as git calls it; null when there is none.</summary>
    /// <param name="gitFolder">The working tree's own folder of git.</param>
    public static string? OperationIn(string gitFolder)
    {
        (string Name, string Operation)[] signs =
        [
            ("rebase-merge", "rebase"), ("rebase-apply", "rebase"), ("MERGE_HEAD", "merge"), ("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert"), ("BISECT_LOG", "bisect"),
        ];
        return signs.Where(sign => Path.Exists(Path.Combine(gitFolder, sign.Name))).Select(sign => sign.Operation).FirstOrDefault();
    }

    private static async Task<ImmutableArray<RepositoryNote>> NotesAsync(RepositoryFacts facts, CancellationToken cancellationToken)
    {
        var notes = ImmutableArray.CreateBuilder<RepositoryNote>();
        string[] facets = (await facts.Git.RunAsync(["rev-parse", "--is-shallow-repository", "--show-toplevel", "--git-dir"], cancellationToken)).Split('\n');
        string top = facets[1].TrimEnd('\r');
        string gitFolder = Path.GetFullPath(facets[2].TrimEnd('\r'), facts.Workspace);
        string? branch = await facts.Git.LineAsync(["symbolic-ref", "-q", "--short", "HEAD"], cancellationToken);
        if (branch is null)
        {
            notes.Add(new(RepositoryNoteKind.DetachedHead, "No branch is checked out. Tickets start from the commit that is; at the end, check out the branch that is to have their work before you merge it."));
        }

        if (OperationIn(gitFolder) is { } operation)
        {
            notes.Add(new(RepositoryNoteKind.OperationUnderWay, $"A {operation} is under way in your working tree. Tickets start from the last commit and do not touch it; end it before their work is merged into your branch."));
        }

        string[] changes = await facts.Git.EntriesAsync(["status", "--porcelain", "-z", "--untracked-files=normal", "--ignore-submodules=all", "--no-renames"], cancellationToken);
        string[] changed = [.. changes.Where(entry => entry.Length > 3).Select(entry => entry[3..]).Where(path => !path.StartsWith($"{facts.Prefix}.conductor/", StringComparison.Ordinal))];
        if (changed.Length > 0)
        {
            string some = string.Join(", ", changed.Take(3)) + (changed.Length > 3 ? $" and {changed.Length - 3} more" : "");
            notes.Add(new(RepositoryNoteKind.UncommittedChanges, $"What is not committed is no part of what tickets start from: {some}. Commit it first if they need it."));
        }

        if (facets[0].Trim() == "true")
        {
            notes.Add(new(RepositoryNoteKind.Shallow, "The repository is a shallow clone. Tickets work and land as usual; history before the cut is not there for them. git fetch --unshallow brings it."));
        }

        if (File.Exists(Path.Combine(top, ".gitmodules")))
        {
            notes.Add(new(RepositoryNoteKind.Submodules, "Submodules are not checked out in the trees of tickets. Put git submodule update --init into the set-up command if they need them."));
        }

        if (await facts.Git.LineAsync(["config", "--type=bool", "core.sparseCheckout"], cancellationToken) == "true")
        {
            notes.Add(new(RepositoryNoteKind.Sparse, "Only some files are checked out here (git sparse-checkout), and the trees of tickets have the same. Run git sparse-checkout add for what tickets need beside them."));
        }

        return notes.ToImmutable();
    }

    private static RepositoryLook.Refused Refused(RepositoryTrouble trouble, string words) => new(trouble, new Refusal(RefusalCode.WrongState, words));

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex VersionText();
}
