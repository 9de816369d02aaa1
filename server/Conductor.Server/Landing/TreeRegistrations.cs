namespace Conductor.Server.Landing;

/// <summary>
/// What the repository knows of its working trees. Git's own prune is never used: it would forget trees of the person's that are only away for
/// a while. Changed by one at a time.
/// </summary>
internal sealed class TreeRegistrations(RepositoryFacts facts)
{
    private string Folder => Path.Combine(facts.CommonFolder, "worktrees");

    /// <summary>The tree's own folder of git, where its index and HEAD are; null when the tree is not there or not whole.</summary>
    public static string? GitFolderOf(string tree)
    {
        const string Mark = "gitdir: ";
        string file = Path.Combine(tree, ".git");
        return File.Exists(file) && File.ReadAllText(file) is var text && text.StartsWith(Mark, StringComparison.Ordinal)
            && Path.GetFullPath(text[Mark.Length..].Trim(), tree) is var folder && Directory.Exists(folder)
            ? folder
            : null;
    }

    /// <summary>Makes a tree that was moved with its repository work again; true when it works now.</summary>
    public async Task<bool> RepairAsync(string tree, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(tree, ".git")))
        {
            return false;
        }

        if (!IsWhole(tree))
        {
            await facts.Git.TryAsync(["worktree", "repair", tree], cancellationToken);
        }

        return IsWhole(tree);
    }

    /// <summary>Forgets a tree whose folder is gone, and what a git that was killed had begun for one of its name.</summary>
    public void Forget(string tree)
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        string name = Path.GetFileName(tree);
        foreach (string registration in Directory.GetDirectories(Folder))
        {
            string? place = PlaceOf(registration);
            if (place is null ? IsNamed(Path.GetFileName(registration), name) : RepositoryFacts.IsSame(place, tree))
            {
                TreeDisk.Delete(registration);
            }
        }

        if (!Directory.EnumerateFileSystemEntries(Folder).Any())
        {
            Directory.Delete(Folder);
        }
    }

    /// <summary>All of them, the main one first, the person's among them.</summary>
    public async Task<IReadOnlyList<RegisteredTree>> ListAsync(CancellationToken cancellationToken)
    {
        string text = await facts.Git.RunAsync(["worktree", "list", "--porcelain"], cancellationToken);
        var trees = new List<RegisteredTree>();
        foreach (string line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (line.StartsWith("worktree ", StringComparison.Ordinal))
            {
                trees.Add(new RegisteredTree(line["worktree ".Length..], null, null));
            }
            else if (line.StartsWith("HEAD ", StringComparison.Ordinal))
            {
                trees[^1] = trees[^1] with { Head = line["HEAD ".Length..] };
            }
            else if (line.StartsWith("branch ", StringComparison.Ordinal))
            {
                trees[^1] = trees[^1] with { Branch = line["branch ".Length..] };
            }
        }

        return trees;
    }

    /// <summary>Refuses while a branch of ours is checked out where nobody but Conductor should move it.</summary>
    /// <exception cref="LandingException">It is; the message says where.</exception>
    public async Task NotCheckedOutAsync(string branch, CancellationToken cancellationToken)
    {
        if ((await ListAsync(cancellationToken)).FirstOrDefault(tree => tree.Branch == $"refs/heads/{branch}") is { } tree)
        {
            throw CheckedOut(branch, tree.Folder);
        }
    }

    /// <summary>A branch of ours is checked out elsewhere.</summary>
    public static LandingException CheckedOut(string branch, string folder) =>
        new($"The branch {branch} is checked out in {folder}, and would move under the files there. Check out another branch there (git switch -), then ask again.");

    private bool IsWhole(string tree) => GitFolderOf(tree) is { } folder && RepositoryFacts.IsSame(Path.GetDirectoryName(folder) ?? "", Folder)
        && PlaceOf(folder) is { } place && RepositoryFacts.IsSame(place, tree);

    /// <summary>The tree that a registration is of; null when git was killed before it wrote that.</summary>
    private static string? PlaceOf(string registration)
    {
        string file = Path.Combine(registration, "gitdir");
        return File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } text ? Path.GetDirectoryName(Path.GetFullPath(text, registration)) : null;
    }

    /// <summary>Git adds a number to a name that is taken.</summary>
    private static bool IsNamed(string registration, string name) =>
        registration.StartsWith(name, StringComparison.Ordinal) && registration[name.Length..].All(char.IsAsciiDigit);
}

/// <summary>A working tree as the repository knows it.</summary>
/// <param name="Folder">Absolute; may be gone.</param>
/// <param name="Head">What is checked out; null when nothing is yet.</param>
/// <param name="Branch">With <c>refs/heads/</c>; null when HEAD is detached.</param>
internal sealed record RegisteredTree(string Folder, string? Head, string? Branch);
