using System.Collections.Immutable;

namespace Conductor.Server.Landing;

/// <summary>Both sides of conflicts in a ticket's tree, and what stood there before both.</summary>
internal sealed class ConflictSides(TreeSaves saves)
{
    private const int MostBytes = 4 * 1024 * 1024;
    private const long MostInAll = 64L * 1024 * 1024;

    /// <summary>The files whose conflicts wait for a decision, with their sides; none when all are decided.</summary>
    public async Task<ImmutableArray<SidedFile>> ReadAsync(TicketTree tree, CancellationToken cancellationToken)
    {
        OpenTree open = await saves.OpenAsync(tree, cancellationToken);
        ImmutableArray<UnresolvedFile> waiting = await Conflicts.UnresolvedAsync(open, tree.Folder, cancellationToken);
        if (waiting.IsEmpty)
        {
            return [];
        }

        Dictionary<string, UnmergedFile> unmerged = (await Conflicts.UnmergedAsync(open.Git, cancellationToken)).ToDictionary(file => file.Path, StringComparer.Ordinal);
        foreach (UnmergedFile file in await Conflicts.CommittedAsync(open, [.. waiting.Select(file => file.Path).Where(path => !unmerged.ContainsKey(path))], cancellationToken))
        {
            unmerged[file.Path] = file;
        }

        var ids = new Dictionary<string, string?[]>(StringComparer.Ordinal);
        foreach (string path in waiting.Select(file => file.Path))
        {
            ids[path] = unmerged.TryGetValue(path, out UnmergedFile? file) ? [file.Base, file.Ours, file.Theirs] : await CommittedAsync(open.Git, path, cancellationToken);
        }

        IReadOnlyDictionary<string, Blob> blobs = await new Blobs(open.Git).ReadAsync(ids.Values.SelectMany(sides => sides).OfType<string>(), MostBytes, MostInAll, cancellationToken);
        return [.. waiting.Select(file => new SidedFile(file.Path, Content(ids[file.Path][0]), Content(ids[file.Path][1]), Content(ids[file.Path][2]), file.Reason))];

        byte[]? Content(string? id) => id is null ? null : blobs.GetValueOrDefault(id)?.Content;
    }

    /// <summary>Of a file that git was told is resolved though its marks still stand.</summary>
    private static async Task<string?[]> CommittedAsync(LandingGit git, string path, CancellationToken cancellationToken)
    {
        string? before = await git.LineAsync(["merge-base", "HEAD", "MERGE_HEAD"], cancellationToken);
        var ids = new List<string?>();
        foreach (string? commit in new[] { before, "HEAD", "MERGE_HEAD" })
        {
            ids.Add(commit is null ? null : await git.LineAsync(["rev-parse", "--verify", "-q", $"{commit}:{path}"], cancellationToken));
        }

        return [.. ids];
    }
}

/// <summary>A file in conflict. A side that has no such file, or one too large to show, is null.</summary>
/// <param name="Path">From the top of the tree.</param>
/// <param name="Ours">As the ticket has it.</param>
/// <param name="Theirs">As it has landed.</param>
/// <param name="Reason">Why it waits.</param>
internal sealed record SidedFile(string Path, byte[]? Base, byte[]? Ours, byte[]? Theirs, UnresolvedReason Reason);
