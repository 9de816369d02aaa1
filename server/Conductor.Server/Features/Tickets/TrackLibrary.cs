using System.Collections.Concurrent;
using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;
using Conductor.Server.TrackFiles;
using Conductor.Workers.Models;

namespace Conductor.Server.Features.Tickets;

/// <summary>
/// The track files of a workspace and the tracks they define. A file with problems is refused whole and disturbs nothing that is loaded.
/// Thread-safe.
/// </summary>
internal sealed class TrackLibrary(ConductorWorkspace workspace, TrackDocuments documents)
{
    // Reading a file and taking over what it says is one step: of two at a time the older text could win.
    private readonly System.Threading.Lock _gate = new();
    private Task _latest = Task.CompletedTask;
    private volatile bool _isJournalLoaded;

    // Files outside .conductor/tracks that a client or the command line opened.
    private readonly ConcurrentDictionary<string, bool> _openedElsewhere = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<TrackFileProblem>> _problems = new(StringComparer.Ordinal);

    /// <summary>The text of the files.</summary>
    public TrackDocuments Documents => documents;

    /// <summary>Workspace-relative paths of every track file, in ordinal order.</summary>
    public IReadOnlyList<string> Paths() =>
        [.. TrackPaths.In(workspace.Folder.Root).Concat(_openedElsewhere.Keys).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What is wrong with a file, as of the last look; empty when it is sound.</summary>
    public ImmutableArray<TrackFileProblem> ProblemsOf(string? path) => path is null ? [] : _problems.GetValueOrDefault(path, []);

    /// <summary>The list clients show: each file with its track, or with what is wrong; then tracks opened from text.</summary>
    public async Task<IReadOnlyList<TrackListItem>> ListAsync()
    {
        await LoadJournalAsync();
        var items = new List<TrackListItem>();
        foreach (string path in Paths())
        {
            items.Add(await OpenAsync(path) switch
            {
                TrackOpening.Opened { Actor: var actor } =>
                    new TrackListItem(actor.TrackId, path, actor.State.Header.Description, TrackMapping.ToName(actor.State.Run.Status), []),
                TrackOpening.Refused { Known: var known, Problems: var problems } => new TrackListItem(
                    known?.TrackId, path, known?.State.Header.Description ?? "", TrackMapping.ToName(known?.State.Run.Status ?? RunStatus.Idle), [.. problems.Select(problem => problem.ToProblemInfo())]),
                _ => throw new InvalidOperationException("A track is opened or refused."),
            });
        }

        IEnumerable<TrackActor> fromText = workspace.Actors.Where(actor => actor.State.Header.Path is null && !actor.State.Tickets.IsEmpty);
        items.AddRange(fromText.Select(actor => new TrackListItem(
            actor.TrackId, null, actor.State.Header.Description, TrackMapping.ToName(actor.State.Run.Status), [])));
        return items;
    }

    /// <summary>Loads every track the journal knows, once: their open gates, and tracks that have no file, are there after a restart too.</summary>
    public async Task LoadJournalAsync()
    {
        if (_isJournalLoaded)
        {
            return;
        }

        foreach (string trackId in workspace.Journal.TrackIds())
        {
            await workspace.Actor(trackId).SendAsync(new TrackCommand.Reschedule());
        }

        _isJournalLoaded = true;
    }

    /// <summary>Loads a track from its file, or merges what changed in it since.</summary>
    /// <param name="path">Workspace-relative, '/'-separated.</param>
    /// <param name="context">A context document that takes the place of the file's; null for the file's own.</param>
    public Task<TrackOpening> OpenAsync(string path, string? context = null) => OneAtATimeAsync(() => OpenFileAsync(path, context));

    private async Task<TrackOpening> OpenFileAsync(string path, string? context)
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
        ImmutableArray<TrackFileProblem> problems = reading.Problems.AddRange(Clashes(path, reading));
        if (!problems.IsEmpty)
        {
            return Refuse(path, trackId, problems);
        }

        if (!path.StartsWith(".conductor/tracks/", StringComparison.Ordinal))
        {
            _openedElsewhere[path] = true;
        }

        _problems[path] = [];
        var header = new TrackHeader(trackId, reading.Description, context ?? reading.Context, path);
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
        return await DefineAsync(new TrackHeader($"text:{Guid.NewGuid():n}", said, reading.Context), reading.Tickets);
    }

    /// <summary>
    /// Adds tickets to a loaded track, all or nothing. A track with a file gets them written into it, so that the file stays its definition.
    /// </summary>
    public Task<TrackOpening> AddAsync(TrackActor actor, string json) => OneAtATimeAsync(() => AddTicketsAsync(actor, json));

    private async Task<TrackOpening> AddTicketsAsync(TrackActor actor, string json)
    {
        ImmutableArray<TicketDefinition> loaded = actor.State.Graph.Tickets;
        TrackFileReading reading = TrackFileReader.ReadAddition(json, loaded);
        if (!reading.IsSound)
        {
            return new TrackOpening.Refused(actor, reading.Problems);
        }

        ImmutableArray<TicketDefinition> joined = loaded.AddRange(reading.Tickets);
        return actor.State.Header.Path is { } path
            ? await AddToFileAsync(actor, path, joined, json)
            : await DefineAsync(actor.State.Header, joined, isAddition: true);
    }

    /// <summary>The file is written first: when it cannot be, nothing was added; when the track refuses, it is as it was.</summary>
    private async Task<TrackOpening> AddToFileAsync(TrackActor actor, string path, ImmutableArray<TicketDefinition> joined, string json)
    {
        string before;
        try
        {
            before = documents.ReadDisk(path);
            AtomicFile.Write(documents.FullPath(path), TextEdits.Apply(before, TrackFileAddition.Append(before, json)));
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return new TrackOpening.Refused(
                actor, [new TrackFileProblem(TrackFileProblemCodes.Unreadable, $"{path} cannot be written: {unwritable.Message} Check its permissions, then add the tickets again.", null)]);
        }

        bool isAdded = false;
        try
        {
            TrackOpening opening = await DefineAsync(actor.State.Header, joined, isAddition: true);
            isAdded = opening is TrackOpening.Opened;
            return opening;
        }
        finally
        {
            if (!isAdded)
            {
                AtomicFile.Write(documents.FullPath(path), before);
            }
        }
    }

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

    /// <summary>
    /// What is wrong with a document as it is being typed: the same checks as when it is loaded, and models that do not exist. Those do not
    /// keep a file from being loaded (a script can be written later), but no worker gets past its gate with one.
    /// </summary>
    public TrackCheck Check(string path, string text)
    {
        TrackFileReading reading = TrackFileReader.Read(text);
        return new TrackCheck([.. reading.Problems, .. Clashes(path, reading), .. UnknownModels(reading)], reading.Warnings, reading.Tickets.Length);
    }

    private IEnumerable<TrackFileProblem> UnknownModels(TrackFileReading reading) =>
        from ticket in reading.Tickets
        let model = ticket.Model ?? ""
        where !string.IsNullOrWhiteSpace(model)
        let refused = workspace.Models.Resolve(model) as ModelResolution.Refused
        where refused is not null
        select new TrackFileProblem(TrackFileProblemCodes.UnknownModel, $"Ticket \"{ticket.Id}\" cannot be started: {refused.Message}", reading.PlaceOf(ticket.Id));

    private async Task<TrackOpening> DefineAsync(TrackHeader header, ImmutableArray<TicketDefinition> tickets, bool isAddition = false)
    {
        TrackActor actor = workspace.Actor(header.TrackId);
        CommandReply reply = await actor.SendAsync(new TrackCommand.Define(header, tickets));
        if (reply.Refusal is { } refusal && (reply.State.Tickets.IsEmpty || isAddition))
        {
            return new TrackOpening.Refused(actor, [new TrackFileProblem(TrackFileProblemCodes.Unreadable, refusal.Message, null)], reply.IsInUse);
        }

        return new TrackOpening.Opened(actor);
    }

    private TrackOpening.Refused Refuse(string path, string? trackId, ImmutableArray<TrackFileProblem> problems)
    {
        _problems[path] = problems;
        TrackActor? known = trackId is null ? null : workspace.Find(trackId);
        return new TrackOpening.Refused(known, problems);
    }

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

    private IEnumerable<TrackFileProblem> Clashes(string path, TrackFileReading reading)
    {
        if (reading.Id is null)
        {
            return [];
        }

        var readings = new List<KeyValuePair<string, TrackFileReading>> { new(path, reading) };
        foreach (string other in Paths().Where(other => other != path && File.Exists(documents.FullPath(other))))
        {
            try
            {
                readings.Add(new(other, TrackFileReader.Read(documents.Read(other))));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                // The other file's problem, which shows where that one is opened; it claims no id that can be known.
            }
        }

        return TrackIdentity.Clashes(readings).TryGetValue(path, out TrackFileProblem? clash) ? [clash] : [];
    }
}

/// <summary>What became of opening a track.</summary>
internal abstract record TrackOpening
{
    private TrackOpening()
    {
    }

    /// <summary>It is loaded.</summary>
    public sealed record Opened(TrackActor Actor) : TrackOpening;

    /// <summary>It is not; everything that is wrong.</summary>
    /// <param name="Known">The track as it was loaded before, undisturbed; null when it never was.</param>
    /// <param name="IsInUse">Another process has the workspace, and the journal knows nothing of this track.</param>
    public sealed record Refused(TrackActor? Known, ImmutableArray<TrackFileProblem> Problems, bool IsInUse = false) : TrackOpening;
}
