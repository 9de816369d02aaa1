using System.Collections.Concurrent;
using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Features.Tickets;

/// <summary>
/// The track files of a workspace and the tracks they define. A file with problems is refused whole and disturbs nothing that is loaded.
/// Thread-safe.
/// </summary>
internal sealed class TrackLibrary(ConductorWorkspace workspace, TrackDocuments documents)
{
    // Tracks of the journal that have had their first turn, in which an interruption is found.
    private readonly ConcurrentDictionary<string, bool> _loaded = new(StringComparer.Ordinal);
    // Reading a file and taking over what it says is one step: of two at a time the older text could win.
    private readonly System.Threading.Lock _gate = new();
    private Task _latest = Task.CompletedTask;

    // Files outside .conductor/tracks that a client or the command line opened.
    private readonly ConcurrentDictionary<string, bool> _openedElsewhere = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<TrackFileProblem>> _problems = new(StringComparer.Ordinal);

    // What files say beside each other, for which every path is needed.
    private TrackChecks Checks => new(workspace, documents, Paths);

    /// <summary>The text of the files.</summary>
    public TrackDocuments Documents => documents;

    /// <summary>Workspace-relative paths of every track file, in ordinal order.</summary>
    public IReadOnlyList<string> Paths() =>
        [.. TrackPaths.In(workspace.Folder.Root).Concat(_openedElsewhere.Keys).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What is wrong with a file, as of the last look; empty when it is sound.</summary>
    public ImmutableArray<TrackFileProblem> ProblemsOf(string? path) => path is null ? [] : _problems.GetValueOrDefault(path, []);

    /// <summary>Whether a file was there, or was missed, since this process began.</summary>
    public bool HasLookedAt(string path) => _problems.ContainsKey(path);

    /// <summary>What is wrong with a file that is not there any more, for its track's snapshot too.</summary>
    public void NoteProblem(string path, TrackFileProblem problem) => _problems[path] = [problem];

    /// <summary>The list clients show.</summary>
    public async Task<IReadOnlyList<TrackListItem>> ListAsync(CancellationToken cancellationToken)
    {
        await LoadJournalAsync();
        return await new TrackListing(workspace, this).ListAsync(cancellationToken);
    }

    /// <summary>Loads every track the journal knows and that is not loaded: their open gates, and tracks that have no file, are there after a restart too.</summary>
    public async Task LoadJournalAsync()
    {
        // Reading and replaying is most of it, and each track's events are its own.
        string[] unknown = [.. workspace.Journal.TrackIds().Where(trackId => !_loaded.ContainsKey(trackId))];
        if (unknown.Length == 0)
        {
            return;
        }

        await Parallel.ForEachAsync(unknown, async (trackId, _) =>
        {
            await workspace.Actor(trackId).SendAsync(new TrackCommand.Reschedule());
            _loaded[trackId] = true;
        });
    }

    /// <summary>Loads a track from its file, or merges what changed in it since.</summary>
    /// <param name="path">Workspace-relative, '/'-separated.</param>
    /// <param name="context">A context document that takes the place of the file's; null for the file's own.</param>
    public Task<TrackOpening> OpenAsync(string path, string? context = null) => OneAtATimeAsync(() => OpenFileAsync(path, context));

    /// <summary>The same, within a step that has begun.</summary>
    internal async Task<TrackOpening> OpenFileAsync(string path, string? context)
    {
        string text;
        try
        {
            text = documents.ReadDisk(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            var problem = new TrackFileProblem(TrackFileProblemCodes.Unreadable, UnreadableFile.Describe(path, documents.FullPath(path), unreadable), null);
            return Refuse(path, null, [problem]);
        }

        TrackFileReading reading = TrackFileReader.Read(text);
        string trackId = ResolveTrackId(path, reading.Id);
        ImmutableArray<TrackFileProblem> problems = reading.Problems.AddRange(Checks.Clashes(path, reading));
        if (!problems.IsEmpty)
        {
            return Refuse(path, trackId, problems);
        }

        if (!path.StartsWith(".conductor/tracks/", StringComparison.Ordinal))
        {
            _openedElsewhere[path] = true;
        }

        _problems[path] = [];
        var header = new TrackHeader(trackId, reading.Description, context ?? reading.Context, path, reading.Budget, reading.Worktree);
        return await DefineAsync(header, reading.Tickets);
    }

    /// <summary>Loads a track from text; it gets a new id.</summary>
    public async Task<TrackOpening> OpenTextAsync(string json, string description)
    {
        TrackFileReading reading = TrackFileReader.Read(json);
        if (!reading.IsSound)
        {
            return new TrackOpening.Refused(null, reading.Problems);
        }

        string said = reading.Description.Length > 0 ? reading.Description : description;
        return await DefineAsync(new TrackHeader($"text:{Guid.NewGuid():n}", said, reading.Context, Budget: reading.Budget, WorkingTrees: reading.Worktree), reading.Tickets);
    }

    /// <summary>
    /// Adds tickets to a loaded track, all or nothing. A track with a file gets them written into it, so that the file stays its definition.
    /// </summary>
    public Task<TrackOpening> AddAsync(TrackActor actor, string json) => OneAtATimeAsync(() => new TicketAddition(this).AddAsync(actor, json));

    /// <summary>What is wrong with a document as it is being typed.</summary>
    public TrackCheck Check(string path, string text) => Checks.Check(path, text);

    private Task<TrackOpening> OneAtATimeAsync(Func<Task<TrackOpening>> step)
    {
        lock (_gate)
        {
            Task<TrackOpening> next = AfterAsync(_latest, step);
            _latest = next;
            return next;
        }
    }

    private static async Task<TrackOpening> AfterAsync(Task earlier, Func<Task<TrackOpening>> step)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        return await step();
    }

    /// <summary>Takes over a definition that passed all checks. Only within a step of its own: of two at a time the older text could win.</summary>
    /// <param name="isAddition">Refused as a whole when it is refused; otherwise a track that is loaded stays loaded as it was.</param>
    internal async Task<TrackOpening> DefineAsync(TrackHeader header, ImmutableArray<TicketDefinition> tickets, bool isAddition = false)
    {
        TrackActor actor = workspace.Actor(header.TrackId);
        ImmutableDictionary<string, string>? remarks = await new PersonsWork(workspace).JoinCompletedAsync(actor, tickets, CancellationToken.None);
        CommandReply reply = await actor.SendAsync(new TrackCommand.Define(header, tickets, remarks));
        if (reply.Refusal is { } refusal && (reply.State.Tickets.IsEmpty || isAddition))
        {
            return new TrackOpening.Refused(actor, [new TrackFileProblem(TrackFileProblemCodes.Unreadable, refusal.Message, null)], reply.IsInUse);
        }

        return new TrackOpening.Opened(actor);
    }

    private TrackOpening.Refused Refuse(string path, string? trackId, ImmutableArray<TrackFileProblem> problems)
    {
        _problems[path] = problems;
        return new TrackOpening.Refused(Loaded(path, trackId), problems);
    }

    /// <summary>
    /// The loaded track of a file that is refused now. Its text may name none (it is half-typed, or gone) or another file's, so the track that
    /// was read from this path counts; where there were several, the one that runs.
    /// </summary>
    private TrackActor? Loaded(string path, string? trackId) =>
        trackId is not null && workspace.Find(trackId) is { } named && (named.State.Header.Path is not { } home || home == path || !File.Exists(documents.FullPath(home)))
            ? named
            : workspace.Actors
                .Where(actor => actor.State.Header.Path == path && !actor.State.Tickets.IsEmpty)
                .MaxBy(actor => actor.State.Run.IsAlive);

    /// <summary>
    /// A file that names an id keeps its history under a new path, as long as no file stands at the old one: its track id stays the first.
    /// </summary>
    private string ResolveTrackId(string path, string? id)
    {
        string trackId = TrackIdentity.Of(path, id);
        if (id is null || workspace.Find(trackId) is not null)
        {
            return trackId;
        }

        string? earlier = workspace.Journal.TrackIds().FirstOrDefault(known => TrackIdentity.IdOf(known) == id);
        return earlier ?? trackId;
    }
}
