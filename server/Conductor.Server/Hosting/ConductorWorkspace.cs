using System.Collections.Concurrent;
using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Landing;
using Conductor.Server.Snapshots;
using Conductor.Server.Storage;
using Conductor.Workers.Loop;
using Conductor.Workers.Models;
using Conductor.Workers.Outlines;
using Conductor.Workers.Processes;
using Conductor.Workers.Projects;
using Conductor.Workers.Tools;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Hosting;

/// <summary>
/// One workspace folder with its journal, tracks and workers: the engine as the wire and the command line use it. Thread-safe.
/// Dispose to stop every worker; what they were doing can be resumed.
/// </summary>
internal sealed class ConductorWorkspace : IAsyncDisposable, ITrackObserver, IOutputObserver
{
    private readonly ConcurrentDictionary<string, Lazy<TrackActor>> _actors = new(StringComparer.Ordinal);
    private readonly TrackActorServices _services;
    private readonly WorkerHost _workers;
    private readonly SlotPool _slots;
    private readonly ProviderSettings? _ownProviders;

    // Replaced whole by AddObserver; read without a lock on every move.
    private ImmutableList<ITrackObserver> _trackObservers = [];
    private ImmutableList<IOutputObserver> _outputObservers = [];
    private readonly System.Threading.Lock _watchGate = new();
    private volatile JournalWatch? _watch;
    private volatile Action? _appeared;
    private readonly TaskCompletionSource<Exception> _unrecorded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WorkspaceSettings _settings;
    private int _isDisposed;

    /// <summary>Opens a workspace. Nothing is written until something must be recorded.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public ConductorWorkspace(WorkspaceOptions options)
    {
        WorkspaceSeams seams = options.Seams ?? WorkspaceSeams.None;
        Folder = new WorkspaceFolder(Path.GetFullPath(options.Root));
        Root = WorkspaceRoot.Open(Folder.Root);
        Time = options.Time;
        Log = options.Log;
        _settings = options.Settings;
        Providers = options.Providers ?? (_ownProviders = seams.Providers(options.Time));
        Providers.Take(_settings);
        Repository = new WorkspaceRepository(Folder.Root, options.Time);
        Starts = new RunStart(this);
        HandMerges = new HandMerges(this);
        Journal = new Journal(Folder.Journal, seams.OpenJournal);
        Ownership = new WorkspaceOwnership(Folder);
        ModelSources = new ModelSources(Folder.Root, options.CurrentFolder ?? Folder.Root, seams.Tokens, options.Time, options.ScriptLogFile)
        {
            Decorate = seams.Model,
            Providers = () => Providers.Table,
            Access = Providers.Access,
            Limits = Providers.Limits,
            QaModel = () => Settings.QaModel,
            SetPriceFile = () => Settings.PriceFile,
        };
        Models = new ChatModels(ModelSources);
        _slots = new SlotPool(() => _settings.MaxParallel);
        var tools = new ToolContext(Root, new CommandRunner(options.Time), seams.Tokens, options.Time, CommandLimits.Default)
        {
            Outlines = Outlines = new NodeOutlines(OutlineSetup.Installed(options.NodePath), options.Time),
            Look = (Code = new WorkspaceCode(Root, options.Time, Log, () => Settings.IsTrusted)).Look,
        };
        var environment = new WorkerEnvironment(tools, Models, ExitCodeFolder)
        {
            Available = [.. WorkerTools.All.Select(seams.Tool)],
            NeverAutoApprove = () => Settings.NeverAutoApprove,
            Thinking = () => Settings.Thinking,
            Signals = ModelSignals,
            IdleLimit = () => Settings.IdleLimit,
        };
        Trees = new TreeRecorder(Root, Folder.Objects, options.Time, Log) { Needed = ReadNeeded, Ownership = Ownership };
        Places = new AttemptPlaces(new AttemptPlace(environment, Trees), OpenPlace);
        Decisions = new DecisionCheck(Places);
        Yard = new TreeYard(new TreeYardServices(
            Folder, Repository, Ownership, () => Journal.TrackIds().Select(Known), Known, (track, ticket) => _workers?.WoundDownAsync(track, ticket) ?? Task.CompletedTask, tree => Places.ForgetAsync(Places.NameOf(tree, "")),
            (track, command) => Actor(track).SendAsync(command), Log));
        _workers = new WorkerHost(new TreePreparation(Places, Repository), new WorkerHostServices(Actor, () => Settings, this, Repository, Yard, Log, failure => _unrecorded.TrySetResult(failure)));
        Reverts = new TicketReverts(Places, Ownership, _workers);
        LandedReverts = new LandedReverts(Repository, Ownership);
        _services = new TrackActorServices(seams.Journal(Journal), Ownership, _slots, this, () => Settings, options.Time, new RecoveredCalls(Places).InDoubt, Halted, _workers.WoundDownAsync, Log)
        {
            Others = new TracksBeside(Journal, Actor, () => Actors).Of,
            FindLanded = new FoundLandings(Repository, () => Settings).FindAsync,
        };
    }

    /// <summary>Where its files stand.</summary>
    public WorkspaceFolder Folder { get; }

    /// <summary>The folder that file tools and views are confined to.</summary>
    public WorkspaceRoot Root { get; }

    /// <summary>What happened in it.</summary>
    public Journal Journal { get; }

    /// <summary>Which process may write its journal.</summary>
    public WorkspaceOwnership Ownership { get; }

    /// <summary>Who serves models here, and how they are reached.</summary>
    public ProviderSettings Providers { get; }

    /// <summary>Where models come from.</summary>
    public ModelSources ModelSources { get; }

    /// <summary>The models that ids name here.</summary>
    public ChatModels Models { get; }

    /// <summary>Reads the declarations of files in other languages than C#.</summary>
    public NodeOutlines Outlines { get; }

    /// <summary>Its C# code, for what stands around a view.</summary>
    public WorkspaceCode Code { get; }

    /// <summary>Wakes workers that wait until a provider may be used.</summary>
    public ModelSignals ModelSignals { get; } = new();

    /// <summary>Looks at answers to gates before they are recorded.</summary>
    public DecisionCheck Decisions { get; }

    /// <summary>Records what stands in the workspace's own folder.</summary>
    public TreeRecorder Trees { get; }

    /// <summary>Where attempts work.</summary>
    public AttemptPlaces Places { get; }

    /// <summary>The git repository that tickets have working trees of, if there is one.</summary>
    public WorkspaceRepository Repository { get; }

    /// <summary>Finds landed work that a person has merged themselves.</summary>
    public HandMerges HandMerges { get; }

    /// <summary>Begins runs.</summary>
    public RunStart Starts { get; }

    /// <summary>Takes back what tickets changed.</summary>
    public TicketReverts Reverts { get; }

    /// <summary>Takes back what has landed.</summary>
    public LandedReverts LandedReverts { get; }

    /// <summary>The working trees of tickets.</summary>
    public TreeYard Yard { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Writes one line to the log.</summary>
    public Action<string> Log { get; }

    /// <summary>What a person set. A grown cap starts what waited for it.</summary>
    public WorkspaceSettings Settings
    {
        get => _settings;
        set
        {
            _settings = value;
            Providers.Take(value);
            _slots.Wake();
        }
    }

    /// <summary>Sees from now on what other processes record, while they do; for those who show a workspace. Call it when nothing else uses this yet.</summary>
    /// <param name="appeared">Called, on any thread, when another process has recorded something of a track that was not loaded and is now.</param>
    public void Watch(Action appeared)
    {
        _appeared = appeared;
        EnsureWatch();
    }

    /// <summary>A workspace that has nothing yet has no folder to watch; it is tried again when there may be one.</summary>
    private void EnsureWatch()
    {
        if (_appeared is null || _watch is not null)
        {
            return;
        }

        lock (_watchGate)
        {
            _watch ??= Volatile.Read(ref _isDisposed) == 0 ? JournalWatch.TryStart(Folder, Recorded, Log) : null;
        }
    }

    /// <summary>Where commands leave their exit codes for a process that comes after this one.</summary>
    private string ExitCodeFolder => Path.Combine(Folder.Folder, "commands");

    /// <summary>Something was recorded in these tracks, perhaps by this process itself: then their actors find nothing new.</summary>
    private void Recorded(IReadOnlyList<string> trackIds)
    {
        bool hasAppeared = false;
        foreach (string trackId in trackIds)
        {
            if (Find(trackId) is { } known)
            {
                known.Look();
            }
            else
            {
                Actor(trackId);
                hasAppeared = true;
            }
        }

        if (hasAppeared)
        {
            _appeared?.Invoke();
        }
    }

    /// <summary>The tracks that are loaded.</summary>
    public IEnumerable<TrackActor> Actors => _actors.Values.Where(actor => actor.IsValueCreated).Select(actor => actor.Value);

    /// <summary>Completes, with the cause, when a worker had to stop because what it does cannot be recorded. Its ticket does not go on by itself.</summary>
    public Task<Exception> Unrecorded => _unrecorded.Task;

    /// <summary>The actor of a track, loaded from the journal when it is not yet.</summary>
    /// <exception cref="JournalException">The journal cannot be read; it is tried again the next time.</exception>
    public TrackActor Actor(string trackId)
    {
        EnsureWatch();
        Lazy<TrackActor> actor = _actors.GetOrAdd(trackId, id => new Lazy<TrackActor>(() => new TrackActor(id, _services)));
        try
        {
            return actor.Value;
        }
        catch (JournalException)
        {
            // A lazy value remembers its failure for ever; a journal that was only busy must not stay unreadable.
            _actors.TryRemove(KeyValuePair.Create(trackId, actor));
            throw;
        }
    }

    /// <summary>The actor of a track that is loaded, or null.</summary>
    public TrackActor? Find(string trackId) => _actors.TryGetValue(trackId, out Lazy<TrackActor>? actor) && actor.IsValueCreated ? actor.Value : null;

    /// <summary>What the workers of attempts that have not ended said and did, as they said it; the journal has it only when it is over.</summary>
    public LiveOutputs Outputs => _workers.Outputs;

    /// <summary>Adds someone who wants to know every move; workers' effects follow after the observers added so far.</summary>
    public void AddObserver(ITrackObserver observer) => ImmutableInterlocked.Update(ref _trackObservers, list => list.Add(observer));

    /// <summary>Adds someone who wants workers' live output.</summary>
    public void AddObserver(IOutputObserver observer) => ImmutableInterlocked.Update(ref _outputObservers, list => list.Add(observer));

    /// <summary>Takes an observer out again.</summary>
    public void RemoveObserver(ITrackObserver observer) => ImmutableInterlocked.Update(ref _trackObservers, list => list.Remove(observer));

    /// <inheritdoc/>
    public void OnMoved(TrackMoved moved)
    {
        EnsureWatch();
        foreach (ITrackObserver observer in _trackObservers.Add(_workers))
        {
            try
            {
                observer.OnMoved(moved);
            }
            catch (Exception failure)
            {
                // What happened is durable; one observer that breaks must not keep it from the others, nor from who asked for it.
                Log($"{observer.GetType().Name} broke on what happened to {moved.TrackId}: {failure}");
            }
        }
    }

    /// <inheritdoc/>
    public void OnOutput(OutputPiece piece)
    {
        foreach (IOutputObserver observer in _outputObservers)
        {
            observer.OnOutput(piece);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _workers.DisposeAsync();
        foreach (TrackActor actor in Actors)
        {
            await actor.DisposeAsync();
        }

        if (_watch is { } watch)
        {
            await watch.DisposeAsync();
        }

        Reverts.Dispose();
        Repository.Dispose();
        await Outlines.DisposeAsync();
        await Code.DisposeAsync();
        await Places.DisposeAsync();
        await Trees.DisposeAsync();
        await Journal.DisposeAsync();
        _ownProviders?.Dispose();
    }

    /// <summary>A working tree as a place: with all that the workspace's own folder has, but what is known of files.</summary>
    private AttemptPlace OpenPlace(WorkspaceRoot root)
    {
        var code = new WorkspaceCode(root, Time, Log, () => Settings.IsTrusted);
        WorkerEnvironment environment = Places.Own.Environment;
        var trees = new TreeRecorder(root, Folder.Objects, Time, Log) { Workspace = Root };
        return new AttemptPlace(environment with { Tools = environment.Tools with { Root = root, Look = code.Look } }, trees) { Code = code };
    }

    private void Halted(string trackId, JournalException failure)
    {
        Log($"The run of {trackId} was paused, because nothing can be recorded: {failure.Message}");
        _unrecorded.TrySetResult(failure);
        _workers.StopAll(trackId);
    }

    private KnownTrack Known(string trackId) => new(trackId, Actor(trackId).State);

    /// <summary>What every track the journal knows needs of what was recorded.</summary>
    private NeededRecords ReadNeeded()
    {
        var needed = new NeededRecords { ExitCodeFolder = ExitCodeFolder };
        foreach (string trackId in Journal.TrackIds())
        {
            // Of a track that is open only what its actor has not heard is read.
            RecordedTrack known = Find(trackId)?.Recorded ?? new RecordedTrack(TrackState.Empty, 0);
            needed.Add(Journal.Read(trackId, known.Sequence).Aggregate(known.State, (state, entry) => TrackEvolution.Apply(state, entry.Event, entry.At)));
        }

        return needed;
    }
}

/// <summary>How a workspace is opened.</summary>
/// <param name="Root">Its folder.</param>
/// <param name="Log">Gets one line at a time, from any thread.</param>
/// <param name="CurrentFolder">Where relative paths of scripts are looked for first; null means the root.</param>
/// <param name="ScriptLogFile">Where scripted models log their calls; null for nowhere.</param>
/// <param name="Seams">What stands between the engine and its effects; null for nothing.</param>
/// <param name="Providers">Who serves models, owned by whoever gives them; null for those of the process's environment.</param>
/// <param name="NodePath">The Node that reads languages other than C#; null for the one on the PATH.</param>
internal sealed record WorkspaceOptions(
    string Root,
    WorkspaceSettings Settings,
    TimeProvider Time,
    Action<string> Log,
    string? CurrentFolder = null,
    string? ScriptLogFile = null,
    WorkspaceSeams? Seams = null,
    ProviderSettings? Providers = null,
    string? NodePath = null);
