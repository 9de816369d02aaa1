using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Hosting;
using Conductor.Server.Tests.Rpc;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Server.Tests.Hosting;

public sealed class TrackTimerTests : IDisposable
{
    private const string Track = "track";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TestWorkspace _folder = new();
    private readonly FakeTimeProvider _time = new(Make.Noon);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_wakes_at_the_latest_moment_that_was_set_and_not_at_those_before()
    {
        int woken = 0;
        await using var timer = new TrackTimer(_time, () => woken++);
        timer.Set(null);
        timer.Set(_time.GetUtcNow() + Minute);
        timer.Set(_time.GetUtcNow() + (3 * Minute));

        _time.Advance(2 * Minute);
        Assert.Equal(0, woken);

        _time.Advance(Minute);
        Assert.Equal(1, woken);

        timer.Set(_time.GetUtcNow() + Minute);
        timer.Set(null);
        _time.Advance(2 * Minute);
        Assert.Equal(1, woken);
    }

    [Fact]
    public async Task A_run_in_which_nothing_happens_is_warned_of_and_paused_as_its_time_is_up()
    {
        _folder.Write("script.json", """{ "*": [{ "text": "Never told.", "delayMs": 36000000 }] }""");
        await using var workspace = new ConductorWorkspace(new WorkspaceOptions(_folder.Root, WorkspaceSettings.Default, _time, _ => { }));
        var moved = new MoveWaiter();
        workspace.AddObserver((ITrackObserver)moved);
        TrackActor actor = workspace.Actor(Track);
        await actor.SendAsync(new TrackCommand.Define(new TrackHeader(Track, "A track"), [new TicketDefinition("A", "First.")]));
        await actor.SendAsync(new TrackCommand.StartRun(new RunOptions { AutoQueue = true, Model = "script:script.json", Budget = new Budget(Minutes: 10) }));
        TrackState asked = await moved.UntilAsync(state => !state.OpenApprovals.IsEmpty);
        await actor.SendAsync(new TrackCommand.Decide(asked.OpenApprovals.Keys.Single(), Make.Approve, null));
        await moved.UntilAsync(state => state.WorkingCount == 1);

        _time.Advance(8 * Minute);
        TrackState warned = await moved.UntilAsync(state => state.Run.Detail.Length > 0);
        Assert.Equal(RunStatus.Running, warned.Run.Status);

        _time.Advance(2 * Minute);
        TrackState paused = await moved.UntilAsync(state => state.Run.Status == RunStatus.Paused);
        Assert.Equal(PauseCause.Budget, paused.Run.PauseCause);
    }

    private sealed class MoveWaiter : ITrackObserver
    {
        private readonly System.Threading.Channels.Channel<TrackState> _states = System.Threading.Channels.Channel.CreateUnbounded<TrackState>();

        public void OnMoved(TrackMoved moved) => _states.Writer.TryWrite(moved.After);

        public async Task<TrackState> UntilAsync(Func<TrackState, bool> isSo)
        {
            while (true)
            {
                TrackState state = await _states.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);
                if (isSo(state))
                {
                    return state;
                }
            }
        }
    }
}
