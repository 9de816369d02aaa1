using System.Collections.Immutable;
using Conductor.Core.Landing;
using Conductor.Server.Landing;

namespace Conductor.Server.Hosting;

/// <summary>Where the tickets of a run can work, by what is wanted and what the workspace is.</summary>
internal abstract record RunSurroundings
{
    private RunSurroundings()
    {
    }

    /// <summary>In the workspace's own folder.</summary>
    public sealed record Folder(ImmutableArray<string> Notes) : RunSurroundings;

    /// <summary>In working trees of a repository.</summary>
    public sealed record Trees(TicketRepository Repository, ImmutableArray<string> Notes) : RunSurroundings;

    /// <summary>Not where they are wanted, or nowhere before a person has said where; in words with the way out.</summary>
    public sealed record Refused(string Words) : RunSurroundings;

    /// <summary>Chooses; changes nothing.</summary>
    /// <param name="wanted">Null for working trees wherever there is a repository.</param>
    public static async Task<RunSurroundings> ChooseAsync(ConductorWorkspace workspace, Isolation? wanted, CancellationToken cancellationToken)
    {
        if (wanted == Isolation.Folder)
        {
            return new Folder([]);
        }

        try
        {
            return await workspace.Repository.LookAsync(cancellationToken) switch
            {
                RepositoryLook.Usable usable => new Trees(usable.Repository, [.. usable.Notes.Select(note => note.Message)]),
                RepositoryLook.Refused { Trouble: var trouble } when wanted is null && FolderNotes(trouble, workspace.Folder.Root) is { } notes => new Folder(notes),
                RepositoryLook.Refused { Refusal.Message: var words } => new Refused(words),
                _ => throw new InvalidOperationException("A repository is usable or refused."),
            };
        }
        catch (IOException hangs)
        {
            return new Refused($"{hangs.Message} Put that right and run the track again, or choose folder with the setting conductor.run.isolation (in a terminal: --isolation folder), so that tickets work in the folder itself.");
        }
    }

    /// <summary>What there is to say where tickets work in the folder because there is no repository for them; null where a person must say so first, since one is there.</summary>
    private static ImmutableArray<string>? FolderNotes(RepositoryTrouble trouble, string root) => trouble switch
    {
        RepositoryTrouble.NoRepository => [],
        RepositoryTrouble.NoGit when !IsInRepository(root) => [],
        RepositoryTrouble.NoGit => ["Git was not found on the PATH, so tickets work in the folder itself, not in working trees of their own."],
        RepositoryTrouble.Ignored => ["The repository around this folder ignores it, so tickets work in the folder itself, not in working trees of their own."],
        RepositoryTrouble.Bare => ["This repository is bare, so tickets work in the folder itself, not in working trees of their own."],
        _ => null,
    };

    /// <summary>As far as it can be told without git.</summary>
    private static bool IsInRepository(string root)
    {
        for (DirectoryInfo? folder = new(root); folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
            {
                return true;
            }
        }

        return false;
    }
}
