namespace Conductor.Server.Storage;

/// <summary>Where things stand in a workspace's <c>.conductor</c> folder.</summary>
/// <param name="Root">The workspace's full path.</param>
public sealed record WorkspaceFolder(string Root)
{
    private const string IgnoreText = """
        conductor.db*
        conductor.lock
        conductor.owner.json
        commands/
        objects/
        worktrees/
        .gitignore

        """;

    /// <summary>The folder itself.</summary>
    public string Folder => Path.Combine(Root, ".conductor");

    /// <summary>The journal.</summary>
    public string Journal => Path.Combine(Folder, "conductor.db");

    /// <summary>The file whose lock says who owns the journal.</summary>
    public string Lock => Path.Combine(Folder, "conductor.lock");

    /// <summary>Which process holds the lock, for people.</summary>
    public string Owner => Path.Combine(Folder, "conductor.owner.json");

    /// <summary>Where track files are looked for.</summary>
    public string Tracks => Path.Combine(Folder, "tracks");

    /// <summary>Contents of files as they were, so that changes can be taken back.</summary>
    public string Objects => Path.Combine(Folder, "objects");

    /// <summary>The working trees of tickets.</summary>
    public string WorkingTrees => Path.Combine(Folder, "worktrees");

    /// <summary>Makes the folder and the ignore file that keeps our own files out of git. An ignore file that is there is left alone.</summary>
    /// <exception cref="JournalException">The workspace itself is gone; it is not made anew.</exception>
    public void Create()
    {
        if (!Directory.Exists(Root))
        {
            throw new JournalException($"The folder {Root} is no longer there: it was moved or deleted. Put it back, or open it where it is now.");
        }

        Directory.CreateDirectory(Folder);
        string ignore = Path.Combine(Folder, ".gitignore");
        if (!File.Exists(ignore))
        {
            File.WriteAllText(ignore, IgnoreText);
        }
    }
}
