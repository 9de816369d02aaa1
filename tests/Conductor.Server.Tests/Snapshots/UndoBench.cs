using System.Collections.Immutable;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Snapshots;
using Conductor.Workers.Workspaces;
using Xunit;

namespace Conductor.Server.Tests.Snapshots;

/// <summary>Calls of tickets around real changes on disk, with the files of each ticket as the engine would know them.</summary>
internal sealed class UndoBench : IAsyncDisposable
{
    private readonly Dictionary<string, TicketFiles> _tickets = [];
    private int _calls;

    /// <param name="subfolder">The workspace within the folder; empty for the folder itself.</param>
    /// <param name="mostFiles">Of a call that changes more files none is kept.</param>
    public UndoBench(GitFolder folder, string subfolder = "", int mostFiles = 5_000)
    {
        Folder = folder;
        string root = Path.Combine(folder.Root, subfolder);
        Trees = new TreeRecorder(WorkspaceRoot.Open(root), Path.Combine(root, ".conductor/objects"), TimeProvider.System, Log.Add) { MostFiles = mostFiles };
    }

    public GitFolder Folder { get; }

    public TreeRecorder Trees { get; }

    public List<string> Log { get; } = [];

    public TicketFiles Files(string ticket) => _tickets.GetValueOrDefault(ticket, new TicketFiles());

    public IEnumerable<string> Paths(string ticket) => Files(ticket).Spans.Keys;

    /// <summary>A command that does this.</summary>
    public async Task CommandAsync(string ticket, Action effect)
    {
        CallKey call = await BeginCommandAsync(ticket);
        effect();
        await EndAsync(call);
    }

    public Task ShellAsync(string ticket, string command) => CommandAsync(ticket, () => Folder.Shell(command));

    public async Task<CallKey> BeginCommandAsync(string ticket)
    {
        var call = new CallKey("track", ticket, 1, $"call-{++_calls}");
        Apply(ticket, await Trees.BeforeCommandAsync(call, "make", TestContext.Current.CancellationToken));
        return call;
    }

    public async Task EndAsync(CallKey call)
    {
        if (await Trees.AfterAsync(call) is { } changed)
        {
            Apply(call.TicketId, changed);
        }
    }

    /// <summary>A file tool's write.</summary>
    public async Task WriteAsync(string ticket, string path, string text)
    {
        var call = new CallKey("track", ticket, 1, $"call-{++_calls}");
        Apply(ticket, await Trees.BeforeWriteAsync(call, path, TestContext.Current.CancellationToken));
        Folder.Write(path, text);
        await EndAsync(call);
    }

    /// <summary>What the engine does when a person asks.</summary>
    public async Task<Refusal?> RevertAsync(string ticket, bool isUndo = false, bool force = false)
    {
        TrackState state = StateWith();
        ImmutableArray<FileTransition> goal = RevertDecisions.Goal(Files(ticket), isUndo);
        (string? tree, ImmutableArray<FileObservation> found) = await Trees.BeforeRevertAsync(goal.Select(file => file.Path), TestContext.Current.CancellationToken);
        Decision decision = TrackDecider.Decide(
            state, new TrackCommand.BeginRevert(ticket, isUndo, force, tree, found), new DecisionContext(DateTimeOffset.UnixEpoch, 0, Core.Approvals.ApprovalMode.Risky));
        if (decision.Refusal is not null)
        {
            return decision.Refusal;
        }

        Apply(ticket, decision.Events[0]);
        await Trees.RestoreAsync(RevertDecisions.Goal(Files(ticket), isUndo));
        Apply(ticket, new TrackEvent.ChangesReverted(ticket, Files(ticket).Revert?.Number ?? 0, isUndo));
        return null;
    }

    public void Apply(string ticket, TrackEvent happened) => _tickets[ticket] = Files(ticket).With(happened);

    public ValueTask DisposeAsync() => Trees.DisposeAsync();

    private TrackState StateWith()
    {
        TrackState state = TrackEvolution.Apply(
            TrackState.Empty,
            new TrackEvent.TicketsDefined(new TrackHeader("track", ""), [.. _tickets.Keys.Select(id => new TicketDefinition(id, "x"))], [], []));
        return _tickets.Aggregate(state, (before, ticket) => before.With(before.Tickets[ticket.Key] with { Files = ticket.Value }));
    }
}
