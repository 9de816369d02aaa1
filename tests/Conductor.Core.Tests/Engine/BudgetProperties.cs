using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class BudgetProperties
{
    [Fact]
    public void With_each_call_that_begins_every_budget_still_holds_all_that_is_spent_and_reserved() => Simulations.EachTurn(turn =>
    {
        if (turn.Decision.Events.OfType<TrackEvent.ModelCallStarted>().SingleOrDefault() is not { Reserved: not null } started)
        {
            return;
        }

        TrackState state = turn.Decision.State;
        foreach (BudgetStanding standing in new[] { Budgets.OfRun(state, state.At), Budgets.OfTicket(state.Tickets[started.TicketId], state.At) }.OfType<BudgetStanding>())
        {
            Assert.All(
                Budget.Kinds.Where(kind => kind != BudgetKind.Minutes && BudgetStanding.AmountOf(started.Reserved.Value, kind) > 0),
                kind => Assert.True(standing.Limits.Of(kind) is null || standing.SpentOf(kind) + standing.ReservedOf(kind) <= standing.Limits.Of(kind), $"{kind}: {standing}"));
        }
    });

    [Fact]
    public void A_call_that_a_budget_does_not_hold_is_not_begun_and_suspends_every_worker() => Simulations.EachTurn(turn =>
    {
        if (turn.Decision.Events.OfType<TrackEvent.RunPaused>().Any(paused => paused.Cause == PauseCause.Budget))
        {
            Assert.DoesNotContain(turn.Decision.Events, happened => happened is TrackEvent.ModelCallStarted);
            Assert.Equal(0, turn.Decision.State.RunningCount);
            Assert.Equal(0, turn.Decision.State.WorkingCount);
        }
    });

    [Fact]
    public void No_run_pauses_for_its_budget_while_a_call_of_another_worker_may_still_take_of_it() => Simulations.EachTurn(turn =>
    {
        if (turn.Decision.Events.OfType<TrackEvent.RunPaused>().SingleOrDefault()?.Shortage is { TicketId: null, Kind: not BudgetKind.Minutes } shortage
            && turn.Command is TrackCommand.BeginModelCall begin)
        {
            Assert.All(
                turn.Before.Tickets.Where(ticket => ticket.Key != begin.TicketId),
                ticket => Assert.Equal(0, BudgetStanding.AmountOf(ticket.Value.Attempt?.ReservedTotal ?? default, shortage.Kind)));
        }
    });

    [Fact]
    public void A_call_waits_only_for_calls_that_are_under_way() => Simulations.EachTurn(turn =>
    {
        if (turn.Decision.Refusal is { Code: RefusalCode.BudgetReserved } && turn.Command is TrackCommand.BeginModelCall begin)
        {
            Assert.Contains(turn.Before.Tickets, ticket => ticket.Key != begin.TicketId && ticket.Value.Attempt is { Phase: AttemptPhase.Running, Reserved.IsEmpty: false });
        }
    });

    [Fact]
    public void Budgets_pause_runs_of_the_simulated_tracks_for_each_kind_and_they_go_on_and_make_calls_wait_for_others()
    {
        var seen = new HashSet<(BudgetKind, bool)>();
        var resumed = 0;
        var waited = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            TrackSimulator track = new TrackSimulator(seed, eachTurn: turn => waited += turn.Decision.Refusal is { Code: RefusalCode.BudgetReserved } ? 1 : 0).Run();
            seen.UnionWith(track.History.OfType<TrackEvent.RunPaused>().Select(paused => paused.Shortage).OfType<BudgetShortage>().Select(shortage => (shortage.Kind, shortage.TicketId is null)));
            resumed += track.History.OfType<TrackEvent.BudgetRaised>().Count();
        }

        Assert.Equal(Budget.Kinds, seen.Select(pause => pause.Item1).Distinct().Order());
        Assert.Equal(2, seen.Select(pause => pause.Item2).Distinct().Count());
        Assert.True(resumed > 0 && waited > 0);
    }

    /// <summary>One worker, whose calls take more or less than was estimated.</summary>
    [Fact]
    public void One_worker_passes_a_budget_by_no_more_than_what_its_last_call_took_beyond_its_estimate() => Each(random =>
    {
        long limit = random.Next(1, 2_000);
        Scenario track = Scenario.Of(Make.Ticket("A")).When(new TrackCommand.StartRun(Make.Automatic with { Budget = new Budget(Tokens: limit) })).Spawn("A");
        long beyond = 0;
        while (true)
        {
            long estimate = random.Next(1, 300);
            track.Call("A", estimate);
            if (track.State.Run.Status == RunStatus.Paused)
            {
                break;
            }

            long truth = random.Next(1, 400);
            beyond = Math.Max(0, truth - estimate);
            track.Answer("A", truth);
        }

        Assert.InRange(track.State.RunUsage.TotalTokens, 0, limit + beyond);
    });

    /// <summary>Several workers: what is under way together may each take more than estimated, and nothing begins on top of that.</summary>
    [Fact]
    public void Parallel_workers_pass_a_budget_by_no_more_than_what_calls_under_way_at_a_time_took_beyond_their_estimates() => Each(random =>
    {
        string[] ids = [.. Enumerable.Range(0, random.Next(2, 5)).Select(index => $"T-{index}")];
        long limit = random.Next(1, 3_000);
        Scenario track = Scenario.Of([.. ids.Select(id => Make.Ticket(id))]).When(new TrackCommand.StartRun(Make.Automatic with { Budget = new Budget(Tokens: limit) })).Spawn(ids);
        var underWay = new Dictionary<string, (long Estimate, long Truth)>();
        long mostBeyond = 0;
        while (track.State.Run.Status == RunStatus.Running)
        {
            string id = ids[random.Next(ids.Length)];
            if (underWay.Remove(id, out (long Estimate, long Truth) call))
            {
                track.Answer(id, call.Truth);
                continue;
            }

            var begins = (Estimate: (long)random.Next(1, 300), Truth: (long)random.Next(1, 400));
            track.Call(id, begins.Estimate);
            if (track.Refusal is null && track.State.Run.Status == RunStatus.Running)
            {
                underWay[id] = begins;
                mostBeyond = Math.Max(mostBeyond, underWay.Values.Sum(other => Math.Max(0, other.Truth - other.Estimate)));
            }
        }

        // What was under way when the run paused is cut, and booked whole at worst.
        foreach ((string id, (long _, long truth)) in underWay)
        {
            track.Answer(id, truth);
        }

        Assert.InRange(track.State.RunUsage.TotalTokens, 0, limit + mostBeyond);
    });

    /// <summary>Conversations that grow, as workers have them: what is asked for is far more than what is left, many times over.</summary>
    [Fact]
    public void Four_workers_with_long_conversations_spend_a_budget_without_a_pause_and_end_within_it_and_an_estimate_each() => Each(random =>
    {
        string[] ids = ["A", "B", "C", "D"];
        const long Limit = 100_000;
        Scenario track = Scenario.Of([.. ids.Select(id => Make.Ticket(id))]).When(new TrackCommand.StartRun(Make.Automatic with { Budget = new Budget(Tokens: Limit) })).Spawn(ids);
        var sizes = ids.ToDictionary(id => id, _ => (long)random.Next(5_000, 15_000));
        var underWay = new HashSet<string>();
        long largest = 0;
        for (int raised = 0; raised < 3; raised++)
        {
            int answered = 0;
            while (track.State.Run.Status == RunStatus.Running)
            {
                string id = ids[random.Next(ids.Length)];
                if (underWay.Remove(id))
                {
                    answered++;
                    track.Answer(id, sizes[id] + random.Next(12_000));
                    sizes[id] += random.Next(2_000);
                    continue;
                }

                largest = Math.Max(largest, sizes[id] + 8_192);
                if (track.Call(id, sizes[id] + 8_192).Refusal is null && track.State.Run.Status == RunStatus.Running)
                {
                    underWay.Add(id);
                }
            }

            Assert.True(answered > 0, "Nobody made progress.");
            Assert.Empty(underWay);
            long limit = Budgets.LimitsOf(track.State).Tokens ?? 0;
            Assert.InRange(track.State.RunUsage.TotalTokens, limit - largest, limit + (ids.Length * largest));

            // What a person is asked for is enough for the call that was not made, whoever comes first then.
            BudgetShortage shortage = track.State.Run.Shortage ?? throw new InvalidOperationException("It paused for something else.");
            long least = (long)(track.State.RunUsage.TotalTokens + shortage.Needs - shortage.Limit);
            track.When(new TrackCommand.AddBudget(null, new Budget(Tokens: Math.Max(least, 50_000))));
            Assert.Null(track.Refusal);
        }
    });

    [Fact]
    public void No_limit_is_warned_of_twice_within_a_run() => Simulations.EachTrack(track =>
    {
        var warned = new HashSet<(string?, BudgetKind, decimal)>();
        foreach (TrackEvent happened in track.History)
        {
            switch (happened)
            {
                case TrackEvent.RunStarted or TrackEvent.BudgetRaised or TrackEvent.TicketsDefined:
                    warned.Clear();
                    break;
                case TrackEvent.BudgetWarned warning:
                    Assert.True(warned.Add((warning.ForTicket, warning.Kind, warning.Limit)), warning.Detail);
                    break;
                default:
                    break;
            }
        }
    });

    /// <summary>At each event the process may die: another one reads what is recorded, and finds the run interrupted.</summary>
    [Fact]
    public void After_a_crash_at_any_event_nothing_is_reserved_and_what_was_spent_is_what_was_answered() => Simulations.EachTrack(track =>
    {
        var random = new Random(track.History.Count);
        int kept = random.Next(1, track.History.Count);
        TrackState found = track.History.Zip(track.Moments).Take(kept).Aggregate(TrackState.Empty, (state, entry) => TrackEvolution.Apply(state, entry.First, entry.Second));
        DateTimeOffset later = track.Moments[kept - 1] + TimeSpan.FromDays(1);
        TrackState after = found.Run.IsAlive
            ? TrackDecider.Decide(found, new TrackCommand.PauseRun(PauseCause.Interruption), new DecisionContext(later, 4, Core.Approvals.ApprovalMode.Never)).State
            : found;

        Assert.Equal(found.Meter.WorkedAt(found.At), after.Meter.WorkedAt(later));
        Assert.All(after.Tickets.Values, ticket => Assert.True(ticket.Attempt?.Reserved.IsEmpty ?? true));
        Assert.Equal(
            track.History.Take(kept).OfType<TrackEvent.ModelAnswered>().Sum(answered => answered.Usage.TotalTokens),
            after.Usage.Total.TotalTokens);
        Assert.Equal(after.Usage.Total.Calls, after.Usage.Rows.Values.Sum(usage => usage.Calls));
    });

    private static void Each(Action<Random> rule)
    {
        for (int seed = 0; seed < 200; seed++)
        {
            rule(new Random(seed));
        }
    }
}
