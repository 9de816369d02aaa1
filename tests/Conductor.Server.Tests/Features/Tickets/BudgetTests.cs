using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

public sealed class BudgetTests : RpcTestBase
{
    [Fact]
    public async Task A_run_that_is_paused_for_its_budget_says_so_and_goes_on_with_more()
    {
        await StartLimitedAsync(new BudgetLimits(Calls: 0));
        await SpawnAsync("A");
        TrackChanged paused = await RunIsAsync(RunStatusName.Paused);
        Assert.StartsWith("The run's budget of 0 model calls does not last", paused.StatusDetail, StringComparison.Ordinal);
        Assert.Equal((true, BudgetKindName.Calls, 0L), (paused.Budget?.IsReached, paused.Budget?.Nearest, paused.Budget?.Limits.Calls));

        await AddAsync(new AddBudgetParams(Main, Calls: 9));
        TrackChanged done = await RunIsAsync(RunStatusName.Done);

        Assert.Equal((false, 9L, 2L), (done.Budget?.IsReached, done.Budget?.Limits.Calls, done.Budget?.Spent.Calls));
    }

    [Fact]
    public async Task A_budget_that_is_used_up_is_not_resumed_and_too_little_is_refused_in_words()
    {
        await StartLimitedAsync(new BudgetLimits(Tokens: 1));
        await SpawnAsync("A");
        await RunIsAsync(RunStatusName.Paused);

        RemoteInvocationException resumed = await RefusedAsync("conductor/track/resume", new TrackParams(Main));
        RemoteInvocationException added = await RefusedAsync("conductor/track/addBudget", new AddBudgetParams(Main, Tokens: 1));
        RemoteInvocationException empty = await RefusedAsync("conductor/track/addBudget", new AddBudgetParams(Main));
        RemoteInvocationException absurd = await RefusedAsync("conductor/track/addBudget", new AddBudgetParams(Main, Money: 1e300));

        Assert.Equal((ErrorCodes.WrongState, ErrorCodes.WrongState), (resumed.ErrorCode, added.ErrorCode));
        Assert.Contains("Add Budget and Continue", resumed.Message, StringComparison.Ordinal);
        Assert.Contains("Add at least", added.Message, StringComparison.Ordinal);
        Assert.Contains("No amount is given", empty.Message, StringComparison.Ordinal);
        Assert.Contains("must be more than 0, and at most", absurd.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tickets_budget_is_shown_at_its_gate_and_on_the_ticket()
    {
        Workspace.WriteTrack(new { id = "A", description = "First.", budget = new { calls = 3, money = 0.5 } });
        Workspace.WriteScriptOfCalls();
        await StartRunAsync();

        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Spawn);

        Assert.Equal(new BudgetLimits(Money: 0.5, Calls: 3), gate.Spawn?.Budget);
        Assert.Equal(new BudgetLimits(Money: 0.5, Calls: 3), (await GetAsync()).Tickets[0].Budget?.Limits);
        Assert.Null((await GetAsync()).Budget);
    }

    [Fact]
    public async Task The_settings_limit_each_run_that_begins_and_what_makes_no_sense_in_them_limits_nothing()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls();
        await StartAsync(Workspace.Settings(ApprovalModeName.Risky, 1) with { Budget = new BudgetLimits(Calls: 7, Minutes: -1) });
        await OpenAsync();
        await RunAsync();

        Assert.Equal(new BudgetLimits(Calls: 7), (await GetAsync()).Budget?.Limits);
    }

    [Fact]
    public async Task A_negative_budget_of_a_run_is_refused()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls();
        await StartAsync();
        await OpenAsync();

        RemoteInvocationException refused = await RefusedAsync("conductor/track/run", new RunTrackParams(Main, AutoQueue: true, Budget: new BudgetLimits(Money: -1)));

        Assert.Contains("A budget is 0 or more", refused.Message, StringComparison.Ordinal);
    }

    private async Task StartLimitedAsync(BudgetLimits budget)
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("list_files", new { }));
        await StartAsync();
        await OpenAsync();
        await Client.AskAsync<CommandResult>("conductor/track/run", new RunTrackParams(Main, AutoQueue: true, Model: null, Budget: budget));
    }

    private Task<CommandResult> AddAsync(AddBudgetParams request) => Client.AskAsync<CommandResult>("conductor/track/addBudget", request);

    private Task<RemoteInvocationException> RefusedAsync(string method, object request) =>
        Assert.ThrowsAsync<RemoteInvocationException>(() => Client.AskAsync<CommandResult>(method, request));
}
