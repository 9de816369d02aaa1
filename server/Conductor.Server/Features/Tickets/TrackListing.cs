using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Features.Tickets;

/// <summary>
/// The list clients show: each file with its track, or with what is wrong, and the tracks that no file defines any more, by their paths; then
/// tracks opened from text. No track that is alive is ever missing.
/// </summary>
internal sealed class TrackListing(ConductorWorkspace workspace, TrackLibrary library)
{
    /// <summary>Looks at every file anew.</summary>
    public async Task<IReadOnlyList<TrackListItem>> ListAsync(CancellationToken cancellationToken)
    {
        var items = new List<TrackListItem>();
        foreach (string path in library.Paths().Where(IsThere))
        {
            cancellationToken.ThrowIfCancellationRequested();
            items.Add(await library.OpenAsync(path) switch
            {
                TrackOpening.Opened { Actor: var actor } => ToItem(actor, path, []),
                TrackOpening.Refused { Known: { } known, Problems: var problems } => ToItem(known, path, [.. problems]),
                TrackOpening.Refused { Problems: var problems } =>
                    new TrackListItem(null, path, "", RunStatusName.Idle, [.. problems.Select(problem => problem.ToProblemInfo())]),
                _ => throw new InvalidOperationException("A track is opened or refused."),
            });
        }

        HashSet<string> listed = [.. items.Select(item => item.TrackId).OfType<string>()];
        items.AddRange(workspace.Actors.Where(actor => !actor.State.Tickets.IsEmpty && !listed.Contains(actor.TrackId)).Select(ItemWithoutFile).OfType<TrackListItem>());
        return [.. items.OrderBy(item => item.Path is null).ThenBy(item => item.Path, StringComparer.Ordinal)];
    }

    /// <summary>
    /// A track that no file defines (any more); null for one that nobody misses: it was never run, or its run had ended, without a file, before
    /// this process began.
    /// </summary>
    private TrackListItem? ItemWithoutFile(TrackActor actor)
    {
        RunState run = actor.State.Run;
        if (actor.State.Header.Path is not { } path)
        {
            return ToItem(actor, null, []);
        }

        if (!run.IsAlive && (run.Status == RunStatus.Idle || !library.HasLookedAt(path)))
        {
            return null;
        }

        string remedy = run.IsAlive ? "Put it back to change the track, or stop the run." : "Put it back to run the track again.";
        bool isThere = IsThere(path);
        string fault = isThere ? $"{path} defines another track now." : $"{path} is gone. What was read from it last still holds.";
        var problem = new TrackFileProblem(TrackFileProblemCodes.Unreadable, $"{fault} {remedy}", null);
        if (!isThere)
        {
            library.NoteProblem(path, problem);
        }

        return ToItem(actor, path, [problem]);
    }

    private bool IsThere(string path) => Path.Exists(library.Documents.FullPath(path));

    private static TrackListItem ToItem(TrackActor actor, string? path, IReadOnlyList<TrackFileProblem> problems) => new(
        actor.TrackId,
        path,
        actor.State.Header.Description,
        TrackMapping.ToName(actor.State.Run.Status),
        [.. problems.Select(problem => problem.ToProblemInfo())]);
}
