using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;
using Conductor.Server.Tests.Landing;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Effects;

/// <summary>
/// A run whose tickets work in trees of their own: a real repository, scripted workers, no policy that asks, and a person who approves every
/// spawn gate. Closing and opening it again is what the end of a process looks like.
/// </summary>
internal sealed class TreeRun : ITrackObserver, IAsyncDisposable
{
    public const string Track = TicketRepositoryFolder.Track;

    private readonly ConcurrentQueue<(Func<TrackState, bool> Holds, TaskCompletionSource<TrackState> Reached)> _waiting = new();
    private readonly ConcurrentQueue<TrackEvent> _events = new();
    // Outside of the workspace, where a command need not ask.
    private readonly string _signals = Directory.CreateTempSubdirectory("conductor-signals-").FullName;
    private ConductorWorkspace? _workspace;

    public TicketRepositoryFolder Repository { get; } = TicketRepositoryFolder.Begin();

    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>All that has happened, in order, also before the workspace was closed.</summary>
    public IEnumerable<TrackEvent> Events => _events;

    public WorkspaceSeams Seams { get; set; } = new();

    public string Root => Repository.Folder.Root;

    public ConductorWorkspace Workspace => _workspace ?? throw new InvalidOperationException("It is not open.");

    public TrackActor Actor => Workspace.Actor(Track);

    /// <summary>A command that says that it runs, and goes on only when it is let go.</summary>
    public string WaitingCommand => $"echo $$ > '{_signals}/pid.new'; mv '{_signals}/pid.new' '{_signals}/pid'; test -e '{_signals}/go' || sleep 600";

    /// <summary>When work lands.</summary>
    public LandingPolicy Landing { get; set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Script => Path.Combine(Root, ".conductor", "script.json");

    /// <summary>What each ticket's worker does, turn by turn.</summary>
    public void WriteScript(params (string Ticket, object[] Turns)[] script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Script) ?? Root);
        File.WriteAllText(Script, JsonSerializer.Serialize(script.ToDictionary(entry => entry.Ticket, entry => entry.Turns)));
    }

    public static object Write(string path, string content) => TestWorkspace.Turn(TestWorkspace.Call("write_file", new { path, content }));

    public static object Run(string command) => TestWorkspace.Turn(TestWorkspace.Call("run_command", new { command }));

    public void Open()
    {
        WorkspaceSettings settings = WorkspaceSettings.Default with { ApprovalMode = ApprovalMode.Never, NeverAutoApprove = [], MaxParallel = 4, Model = $"script:{Script}" };
        _workspace = new ConductorWorkspace(new WorkspaceOptions(Root, settings, TimeProvider.System, Log.Enqueue, Seams: Seams));
        _workspace.AddObserver(this);
    }

    public async Task CloseAsync()
    {
        if (_workspace is { } open)
        {
            _workspace = null;
            await open.DisposeAsync();
        }
    }

    /// <summary>Opens the workspace and runs these tickets in trees.</summary>
    public async Task BeginAsync(TreeSetup? setup, params TicketDefinition[] tickets)
    {
        Open();
        await SendAsync(new TrackCommand.Define(new TrackHeader(Track, "A track", WorkingTrees: setup), [.. tickets]));
        Conductor.Server.Landing.IntegrationBranch branch = TicketRepositoryFolder.Done(await TicketRepositoryFolder.Done(await Workspace.Repository.OpenAsync(Token)).BeginIntegrationAsync(Track, Token));
        await SendAsync(new TrackCommand.RecordIntegration(new Conductor.Core.Landing.IntegrationBranch(branch.Branch, branch.Commit, branch.PersonsBranch, branch.Commit)));
        await StartAsync();
    }

    public Task StartAsync() => SendAsync(new TrackCommand.StartRun(new RunOptions { AutoQueue = true, Model = Workspace.Settings.Model, Isolation = Isolation.Worktree, Landing = Landing, MaxParallel = 4 }));

    public async Task SendAsync(TrackCommand command) => Assert.Null((await Actor.SendAsync(command).WaitAsync(Notifications.Limit, Token)).Refusal);

    /// <summary>The state as soon as this holds of it.</summary>
    public async Task<TrackState> UntilAsync(Func<TrackState, bool> holds)
    {
        var reached = new TaskCompletionSource<TrackState>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((holds, reached));
        Tell(Actor.State);
        try
        {
            return await reached.Task.WaitAsync(Notifications.Limit, Token);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"It did not come to that: {string.Join(", ", Actor.State.Tickets.Values.Select(ticket => $"{ticket.Definition.Id} {ticket.Attempt?.Phase} {ticket.Outcome}"))}\n{string.Join('\n', Log)}");
        }
    }

    /// <summary>The attempt of a ticket once its work is submitted.</summary>
    public async Task<AttemptState> SubmittedAsync(string ticket)
    {
        TrackState state = await UntilAsync(state => state.Tickets[ticket] is { Outcome: not null } or { Attempt.Phase: AttemptPhase.Submitted });
        return state.Tickets[ticket].Attempt ?? throw new InvalidOperationException($"{ticket} ended: {state.Tickets[ticket].Outcome}");
    }

    /// <summary>The process of <see cref="WaitingCommand"/>, as soon as it runs.</summary>
    public Task<int> WaitingProcessAsync() => ProcessFiles.PidInAsync(Path.Combine(_signals, "pid"));

    /// <summary>The command waits no more when it is run again.</summary>
    public void LetGo() => File.WriteAllText(Path.Combine(_signals, "go"), "");

    /// <summary>The first event of a kind, as soon as it has happened.</summary>
    public async Task<TEvent> HappenedAsync<TEvent>()
        where TEvent : TrackEvent
    {
        await UntilAsync(_ => _events.OfType<TEvent>().Any());
        return _events.OfType<TEvent>().First();
    }

    /// <summary>How a ticket's attempt ended.</summary>
    public async Task<TicketOutcome> EndedAsync(string ticket) => (await UntilAsync(state => state.Tickets[ticket].Outcome is not null)).Tickets[ticket].Outcome ?? throw new InvalidOperationException();

    public void OnMoved(TrackMoved moved)
    {
        foreach (JournalEntry entry in moved.Entries)
        {
            _events.Enqueue(entry.Event);
        }

        foreach (ApprovalRequest.Spawn gate in moved.Entries.Select(entry => entry.Event).OfType<TrackEvent.ApprovalRequested>().Select(asked => asked.Request).OfType<ApprovalRequest.Spawn>())
        {
            _ = Actor.SendAsync(new TrackCommand.Decide(gate.ApprovalId, new ApprovalDecision(ApprovalChoice.Approve, ApprovalDecision.Person), null));
        }

        Tell(moved.After);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Repository.Dispose();
        Directory.Delete(_signals, recursive: true);
    }

    private void Tell(TrackState state)
    {
        foreach ((Func<TrackState, bool> holds, TaskCompletionSource<TrackState> reached) in _waiting)
        {
            if (!reached.Task.IsCompleted && holds(state))
            {
                reached.TrySetResult(state);
            }
        }
    }
}
