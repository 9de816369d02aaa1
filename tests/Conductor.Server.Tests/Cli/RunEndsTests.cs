using Conductor.Core.Tests.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Hosting;
using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>What is to be typed after a run that paused because a call has no known price.</summary>
public sealed class RunEndsTests : IAsyncLifetime
{
    private const string Resume = "conductor resume track.json --approve all --script-log logs/calls.log";
    private const string Unlimited = "conductor run track.json --budget-money none --max-parallel 8 --approve all --script-log logs/calls.log";

    private readonly string _folder = Directory.CreateTempSubdirectory("conductor-ends-").FullName;
    private ConductorWorkspace? _workspace;

    public ValueTask InitializeAsync()
    {
        _workspace = new ConductorWorkspace(new WorkspaceOptions(_folder, WorkspaceSettings.Default, TimeProvider.System, _ => { }));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_workspace is { } workspace)
        {
            await workspace.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_limit_of_money_is_lifted_and_no_other_is_named_since_the_paused_run_keeps_what_was_added_to_it()
    {
        Scenario track = Running(new Budget(Money: 0.05m, Calls: 1)).When(new TrackCommand.AddBudget(null, new Budget(Calls: 5)));

        Assert.Equal($"When its price is known, go on with: {Resume}\nOr, without a limit of money: {Unlimited}", NextAfter(track));
    }

    [Fact]
    public void A_limit_of_the_tickets_own_is_taken_out_of_the_track_file()
    {
        Scenario track = Running(budget: null, own: new Budget(Money: 1));

        Assert.Equal($"When its price is known, go on with: {Resume}\nOr take \"money\" out of T-1's budget in track.json, then: {Resume}", NextAfter(track));
    }

    [Fact]
    public void Where_the_run_limits_money_too_both_limits_are_taken_away()
    {
        Scenario track = Running(new Budget(Money: 0.05m), own: new Budget(Money: 1));

        Assert.EndsWith($"\nOr take \"money\" out of T-1's budget in track.json, then: {Unlimited}", NextAfter(track), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_paused_at_a_landing_gate_says_how_its_work_lands_and_how_it_goes_on()
    {
        Scenario track = new Scenario()
            .When(new TrackCommand.Define(Make.Header with { Path = "track.json" }, [Make.Ticket("T-1")]))
            .When(new TrackCommand.RecordIntegration(new IntegrationBranch("conductor/x/integration", "base", "main", "base")))
            .When(new TrackCommand.StartRun(Make.Automatic with { Isolation = Isolation.Worktree }))
            .When(new TrackCommand.RecordWorkingTree("T-1", 1, new WorkingTree(".conductor/worktrees/x", "conductor/x/t/T-1", "base")))
            .Spawn("T-1")
            .When(new TrackCommand.SubmitWork("T-1", 1, new SubmittedWork("Done.", "c0ffee")))
            .When(new TrackCommand.PauseRun(PauseCause.Person));

        string[] next = After(track).Split('\n');

        Assert.Contains("Land it with: conductor land track.json T-1 --approve all --script-log logs/calls.log", next);
        Assert.Equal($"Go on with: {Resume}", next[^1]);
    }

    private static Scenario Running(Budget? budget, Budget? own = null) => new Scenario()
        .When(new TrackCommand.Define(Make.Header with { Path = "track.json" }, [Make.Ticket("T-1") with { Budget = own }]))
        .When(new TrackCommand.StartRun(Make.Automatic with { Budget = budget })).Spawn("T-1");

    private string NextAfter(Scenario track)
    {
        track.When(new TrackCommand.BeginModelCall("T-1", 1, 0, Tier.Worker, "acme:new", new TokenUsage(10, 0, 0, 1)));
        return After(track);
    }

    private string After(Scenario track)
    {
        var next = new NextCommands(new RunRequest(_folder, Model: null, ApproveMode.All, Context: null, JsonLines: false, Path.Combine(_folder, "logs", "calls.log")), _folder, "demo");
        return new RunEnds(next, new RunAdvice(_workspace ?? throw new InvalidOperationException(), next)).Of(track.State, stalled: null).Next;
    }
}
