using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Server.Features.Lifecycle;
using Conductor.Server.Features.Models;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Features.Usage;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.Editor;
using StreamJsonRpc;

namespace Conductor.Server.Rpc;

/// <summary>What one connection has: its workspace once it is initialized, and who tells the client. Thread-safe after initialize.</summary>
internal sealed class RpcSession(JsonRpc connection, RpcSessionOptions options) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Task, bool> _tasks = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Lazy<ProviderSettings> _providers = new(() => (options.Seams ?? WorkspaceSeams.None).Providers(options.Time));

    // Made in the background, or with the first request that needs it: the answer to initialize does not wait for engine, models and tools.
    private volatile Lazy<OpenWorkspace?>? _open;

    /// <summary>The models of the client's editor, whether it offers them or not.</summary>
    public EditorModels EditorModels { get; } = new(connection);

    /// <summary>Completes when the client said exit, or is gone.</summary>
    public TaskCompletionSource Exited { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The workspace.</summary>
    /// <exception cref="LocalRpcException">No folder is open.</exception>
    public ConductorWorkspace Workspace => Open.Workspace;

    /// <summary>The workspace's track files.</summary>
    /// <exception cref="LocalRpcException">No folder is open.</exception>
    public TrackLibrary Library => Open.Library;

    /// <summary>Null until initialize, and when no folder is open.</summary>
    public TrackLibrary? LibraryOrNull => _open?.Value?.Library;

    /// <summary>Who serves models and with which keys; there before any folder is opened.</summary>
    public ProviderSettings Providers => _providers.Value;

    /// <summary>Writes one line to the log.</summary>
    public Action<string> Log => options.Log;

    private OpenWorkspace Open => _open?.Value ?? throw WireRefusal.Of(ErrorCodes.NoWorkspace, "No folder is open. Open the folder of your project first.");

    /// <summary>
    /// Takes over what a client said with initialize: its workspace (a client without a folder gets none), and its process, whose end is
    /// the session's.
    /// </summary>
    public void Begin(InitializeParams client)
    {
        _open = new Lazy<OpenWorkspace?>(() => WorkspacePath.Of(client) is { } root && Directory.Exists(root) ? OpenFolder(root, client.InitializationOptions) : null);
        Lazy<OpenWorkspace?> open = _open;
        Own(Task.Factory.StartNew(() => open.Value, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        if (client.ProcessId is { } processId)
        {
            WatchClient(processId);
        }
    }

    private OpenWorkspace OpenFolder(string root, JsonElement? clientOptions)
    {
        ConductorInitializationOptions client = clientOptions is { ValueKind: JsonValueKind.Object } given
            // What cannot be read may have said that nothing here is trusted.
            ? ClientSettings.Read<ConductorInitializationOptions>(given, options.Log) ?? new ConductorInitializationOptions(Trusted: false)
            : new ConductorInitializationOptions();
        if (client.ContractHash is { } theirs && theirs != ContractHash.Value)
        {
            options.Log("The client was built with another version of the contract. Reload the window after an update, so that both are of one version.");
        }

        WorkspaceSettings settings = Merge(options.Settings, client.Settings) with { IsTrusted = client.Trusted ?? client.Settings?.Trusted ?? true };
        if (client.EditorModels == true)
        {
            Providers.Offer(new EditorProvider(EditorModels));
        }

        var workspace = new ConductorWorkspace(new WorkspaceOptions(root, settings, options.Time, options.Log, ScriptLogFile: options.ScriptLogFile, Seams: options.Seams, Providers: Providers, NodePath: client.NodePath));
        var notifier = new ClientNotifier(connection, ChatModels.LabelOf, () => workspace.Settings, options.Log);
        workspace.AddObserver((ITrackObserver)notifier);
        workspace.AddObserver((Effects.IOutputObserver)notifier);
        var library = new TrackLibrary(workspace, new TrackDocuments(workspace.Folder));
        workspace.Watch(() => notifier.Tell("conductor/track/listChanged", new TrackListChanged(library.Paths().Count)));
        if (settings.IsTrusted)
        {
            Own(workspace.Yard.OpenAsync(_closing.Token));
        }

        return new OpenWorkspace(workspace, library, notifier);
    }

    /// <summary>Ends the session when the client's process is gone, whoever still holds its pipes.</summary>
    private void WatchClient(int processId) => Own(Task.Run(() => WatchClientAsync(processId)));

    /// <summary>Takes over changed settings.</summary>
    public void ChangeSettings(ConductorSettings changed)
    {
        if (_open?.Value is { } open)
        {
            WorkspaceSettings before = open.Workspace.Settings;
            WorkspaceSettings merged = Merge(before, changed);
            open.Workspace.Settings = merged with { IsTrusted = changed.Trusted ?? merged.IsTrusted };
            if (merged.Model != before.Model)
            {
                open.Notifier.OnModelSet(open.Workspace.Actors.Select(actor => actor.State));
            }
        }
    }

    /// <summary>Other models of the editor may be called than before: workers that wait for one try again.</summary>
    public void EditorModelsChanged() => _open?.Value?.Workspace.ModelSignals.Changed(EditorProvider.ProviderName);

    /// <summary>Keeps a task until it ends; closing the session waits for it. A failure goes to the log.</summary>
    public void Own(Task task)
    {
        Task watched = WatchAsync(task);
        _tasks[watched] = true;
        _ = watched.ContinueWith(finished => _tasks.TryRemove(finished, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Looks in the background whether a person has merged what landed of tracks themselves; the client hears of it as of any change.</summary>
    public void LookForHandMerges(IEnumerable<TrackActor> actors)
    {
        TrackActor[] unmerged = [.. actors.Where(actor => actor.State.Integration is { HasUnmerged: true })];
        if (unmerged.Length > 0)
        {
            Own(Task.Run(() => Workspace.HandMerges.LookAsync(unmerged, _closing.Token), _closing.Token));
        }
    }

    /// <summary>Tells the client something of our own.</summary>
    public void Tell(string method, object notification) => _open?.Value?.Notifier.Tell(method, notification);

    /// <summary>The loaded track.</summary>
    /// <exception cref="LocalRpcException">No such track is loaded.</exception>
    public TrackActor Track(string trackId) =>
        Workspace.Find(trackId) ?? throw WireRefusal.Of(ErrorCodes.UnknownTrack, $"The track {trackId} is not loaded. Open it first.");

    /// <summary>The snapshot a client gets of a loaded track.</summary>
    public TrackSnapshot Snapshot(TrackActor actor)
    {
        Core.Tickets.TrackState state = actor.State;
        string model = ChatModels.LabelOf(TrackMapping.ModelOf(state, Workspace.Settings));
        return EditorWords.Of(TrackMapping.ToSnapshot(state, Workspace.Settings.MaxParallel, model, [.. Library.ProblemsOf(state.Header.Path).Select(problem => problem.ToProblemInfo())]));
    }

    /// <summary>Refuses what runs something where the person has not said that they trust the folder.</summary>
    /// <exception cref="LocalRpcException">The workspace is not trusted.</exception>
    public void RequireTrust()
    {
        if (!Workspace.Settings.IsTrusted)
        {
            throw WireRefusal.Of(ErrorCodes.NotTrusted, "This workspace is in restricted mode, so nothing runs in it. Manage workspace trust to change that.");
        }
    }

    /// <summary>The model a run would use; the setting when none is named.</summary>
    /// <exception cref="LocalRpcException">It names no model that exists here, or one whose provider lacks a key.</exception>
    public string RequireModel(string? modelId)
    {
        bool isDefault = string.IsNullOrWhiteSpace(modelId);
        string id = string.IsNullOrWhiteSpace(modelId) ? Workspace.Settings.Model : modelId;
        return Workspace.Models.Resolve(id) is ModelResolution.Refused refused
            ? throw WireRefusal.Of(refused, isDefault && File.Exists(DemoModel.ScriptFile(Workspace.Folder.Root)))
            : id;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_tasks.Keys);
        if (_open is { IsValueCreated: true, Value: { } open })
        {
            await open.Workspace.DisposeAsync();
            await open.Notifier.DisposeAsync();
        }

        if (_providers.IsValueCreated)
        {
            Providers.Dispose();
        }

        _closing.Dispose();
    }

    private async Task WatchClientAsync(int processId)
    {
        await ParentProcess.WaitForExitAsync(processId, _closing.Token);
        options.Log("The client's process is gone.");
        Exited.TrySetResult();
    }

    /// <summary>The one catch around work that no request waits for.</summary>
    private async Task WatchAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // Closing: nobody waits for it any more.
        }
        catch (Exception failure)
        {
            options.Log($"Work in the background failed: {failure}");
        }
    }

    private static WorkspaceSettings Merge(WorkspaceSettings before, ConductorSettings? changed) => changed is null ? before : before with
    {
        ApprovalMode = changed.ApprovalsMode is { } mode ? Enum.Parse<ApprovalMode>(mode.ToString()) : before.ApprovalMode,
        NeverAutoApprove = changed.NeverAutoApprove is { } globs ? [.. WorkspaceSettings.Default.NeverAutoApprove.Union(globs)] : before.NeverAutoApprove,
        MaxParallel = Math.Clamp(changed.MaxParallel ?? before.MaxParallel, 1, 64),
        Model = string.IsNullOrWhiteSpace(changed.Model) ? before.Model : changed.Model,
        ResumesInterrupted = changed.ResumeInterrupted ?? before.ResumesInterrupted,
        QaModel = changed.QaModel?.Trim() ?? before.QaModel,
        Endpoints = changed.Endpoints?.ToImmutableDictionary(
            entry => entry.Key, entry => new EndpointSetting(entry.Value.Address, entry.Value.Api == ModelApiName.Responses ? EndpointApi.Responses : EndpointApi.Chat)) ?? before.Endpoints,
        Addresses = changed.Addresses?.ToImmutableDictionary() ?? before.Addresses,
        PriceFile = changed.PriceFile?.Trim() ?? before.PriceFile,
        Thinking = changed.Thinking is { } thinking ? ThinkingLevel.EffortOf(thinking) : before.Thinking,
        IdleLimit = changed.IdleSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 10, 3600)) : before.IdleLimit,
        UnscopedAlone = changed.UnscopedTicketsAlone ?? before.UnscopedAlone,
        // None is an answer of its own: the surroundings decide.
        Isolation = changed.Isolation is { } isolation ? Enum.Parse<Isolation>(isolation.ToString()) : null,
        Landing = changed.Landing is { } landing ? Enum.Parse<LandingPolicy>(landing.ToString()) : before.Landing,
        DefaultBudget = changed.Budget is { } budget ? BudgetMapping.ToBudget(budget)?.Sound() : before.DefaultBudget,
    };

    private sealed record OpenWorkspace(ConductorWorkspace Workspace, TrackLibrary Library, ClientNotifier Notifier);
}

/// <summary>What a server was started with.</summary>
/// <param name="Settings">What holds until the client says otherwise.</param>
/// <param name="Log">Gets one line at a time, from any thread.</param>
/// <param name="Seams">What stands between the engine and its effects; null for nothing.</param>
internal sealed record RpcSessionOptions(WorkspaceSettings Settings, TimeProvider Time, Action<string> Log, string? ScriptLogFile = null, WorkspaceSeams? Seams = null);
