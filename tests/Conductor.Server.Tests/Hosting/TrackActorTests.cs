using System.Collections.Concurrent;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Hosting;

public sealed class TrackActorTests : IDisposable
{
    private const string Track = "track";

    private static readonly TrackCommand.Define Definition = new(new TrackHeader(Track, "A track"), [new TicketDefinition("A", "First.")]);

    private readonly TestWorkspace _folder = new();
    private readonly ConcurrentQueue<string> _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_turn_that_breaks_fails_its_commands_and_the_next_one_works()
    {
        await using ConductorWorkspace workspace = Open();
        _folder.Write(".conductor", "A file where the folder should be.");
        TrackActor actor = workspace.Actor(Track);

        await Assert.ThrowsAnyAsync<IOException>(() => SendAsync(actor, Definition));
        File.Delete(_folder.At(".conductor"));
        CommandReply reply = await SendAsync(actor, Definition);

        Assert.Null(reply.Refusal);
        Assert.Equal(1, reply.State.Revision);
    }

    [Fact]
    public async Task An_observer_that_breaks_keeps_nothing_from_the_others_nor_from_who_asked()
    {
        await using ConductorWorkspace workspace = Open();
        var told = new RecordingObserver();
        workspace.AddObserver((ITrackObserver)new BreakingObserver());
        workspace.AddObserver((ITrackObserver)told);

        CommandReply reply = await SendAsync(workspace.Actor(Track), Definition);

        Assert.Null(reply.Refusal);
        Assert.Equal([1L], told.Revisions);
        Assert.Contains("BreakingObserver", Assert.Single(_log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_sees_what_the_process_that_runs_the_track_has_recorded()
    {
        await using ConductorWorkspace running = Open();
        await SendAsync(running.Actor(Track), Definition);
        await using ConductorWorkspace reading = Open();
        TrackActor reader = reading.Actor(Track);
        CommandReply started = await SendAsync(running.Actor(Track), new TrackCommand.StartRun(new RunOptions { Model = "demo" }));

        CommandReply refused = await SendAsync(reader, new TrackCommand.Reschedule());

        Assert.True(refused.IsInUse);
        Assert.Equal(started.State.Revision, refused.State.Revision);
        Assert.Equal(RunStatus.Running, reader.State.Run.Status);
    }

    [Fact]
    public async Task A_closed_workspace_takes_no_more_commands()
    {
        ConductorWorkspace workspace = Open();
        TrackActor actor = workspace.Actor(Track);
        await workspace.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => SendAsync(actor, Definition));
    }

    private static Task<CommandReply> SendAsync(TrackActor actor, TrackCommand command) =>
        actor.SendAsync(command).WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);

    private ConductorWorkspace Open() => new(new WorkspaceOptions(_folder.Root, WorkspaceSettings.Default, TimeProvider.System, _log.Enqueue));

    private sealed class BreakingObserver : ITrackObserver
    {
        public void OnMoved(TrackMoved moved) => throw new KeyNotFoundException("Something nobody thought of.");
    }

    private sealed class RecordingObserver : ITrackObserver
    {
        public List<long> Revisions { get; } = [];

        public void OnMoved(TrackMoved moved) => Revisions.Add(moved.After.Revision);
    }
}
