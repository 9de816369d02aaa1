using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class BudgetTests
{
    [Fact]
    public void A_call_within_the_budget_is_begun_and_reserves_its_estimate()
    {
        Scenario track = With(new Budget(Tokens: 100)).Call("A", tokens: 60);

        Assert.Equal(60, Assert.IsType<TrackEvent.ModelCallStarted>(Assert.Single(track.Events)).Reserved?.TotalTokens);
        Assert.Equal(60, Budgets.OfRun(track.State, track.Now)?.ReservedOf(BudgetKind.Tokens));
    }

    [Fact]
    public void A_call_that_may_pass_the_budget_is_not_made_and_the_run_pauses_saying_which_how_much_and_how_to_go_on()
    {
        Scenario track = With(new Budget(Tokens: 10_000)).Call("A", 9_000).Answer("A", 9_000).Call("A", 1_001);

        Assert.DoesNotContain(track.Events, happened => happened is TrackEvent.ModelCallStarted);
        Assert.Equal((RunStatus.Paused, PauseCause.Budget), (track.State.Run.Status, track.State.Run.PauseCause));
        Assert.Equal(new BudgetShortage(null, BudgetKind.Tokens, 10_000, 1_001), track.State.Run.Shortage);
        Assert.Equal(
            "The run's budget of 10,000 tokens does not last: 9,000 tokens are spent, and the next call may take up to 1,001 tokens. "
            + "Choose \"Add Budget and Continue\" (in a terminal: conductor resume --budget-tokens +10000) to go on where it stopped.",
            track.State.Run.Detail);
        Assert.Equal(TicketPhase.Suspended, track.Phase("A"));
        Assert.Equal("Add budget and continue.", Explanation.For(track.State, track.State.Tickets["A"])[0].Action);
    }

    [Fact]
    public void Exactly_all_of_a_budget_may_be_spent() =>
        Assert.Single(With(new Budget(Tokens: 100, Calls: 1)).Call("A", 100).Events.OfType<TrackEvent.ModelCallStarted>());

    [Fact]
    public void A_call_that_only_what_others_have_reserved_stands_in_the_way_of_waits_and_pauses_nothing()
    {
        Scenario track = With(new Budget(Tokens: 100), "A", "B").Call("A", 60).Call("B", 60);

        track.ThenRefused(RefusalCode.BudgetReserved, "1 call under way may take what is left of the run's budget of 100 tokens. The next one is made when it is over.");
        Assert.Equal(RunStatus.Running, track.State.Run.Status);
        Assert.Equal(60, track.Attempt("A").ReservedTotal.TotalTokens);
        Assert.True(Budgets.IsReservedByOthers(track.State, "B", Tier.Worker, new TokenUsage(60, 0, 0, 1)));
        Assert.False(Budgets.IsReservedByOthers(track.State, "B", Tier.Worker, new TokenUsage(40, 0, 0, 1)));
    }

    [Fact]
    public void A_call_that_waited_is_made_when_the_others_have_taken_less_than_they_might()
    {
        Scenario track = With(new Budget(Tokens: 100), "A", "B").Call("A", 60).Call("B", 60).Answer("A", 40);

        Assert.False(Budgets.IsReservedByOthers(track.State, "B", Tier.Worker, new TokenUsage(60, 0, 0, 1)));
        Assert.Single(track.Call("B", 60).Events.OfType<TrackEvent.ModelCallStarted>());
    }

    [Fact]
    public void Calls_under_way_that_take_of_a_budget_are_over_before_the_run_pauses_for_it()
    {
        Scenario track = With(new Budget(Tokens: 100), "A", "B", "C").Call("A", 40).Call("B", 40).Call("C", 101);
        track.ThenRefused(RefusalCode.BudgetReserved, "2 calls under way", "when one of them is over");
        track.Answer("A", 40).Call("C", 101).ThenRefused(RefusalCode.BudgetReserved, "1 call under way");

        track.Answer("B", 40).Call("C", 101);

        Assert.Equal(new BudgetShortage(null, BudgetKind.Tokens, 100, 101), track.State.Run.Shortage);
        Assert.Contains("80 tokens are spent, and the next call may take up to 101 tokens", track.State.Run.Detail, StringComparison.Ordinal);
        Assert.Single(track.When(new TrackCommand.AddBudget(null, new Budget(Tokens: 81))).Call("C", 101).Events.OfType<TrackEvent.ModelCallStarted>());
    }

    [Fact]
    public void Calls_that_take_nothing_of_a_budget_are_not_waited_for()
    {
        Scenario track = With(new Budget(Money: 0.05m), "A", "B").When(Priced(0))
            .When(new TrackCommand.BeginModelCall("B", 1, 0, Tier.Worker, "priced", new TokenUsage(10, 0, 0, 1, Cost: 0.06m)));

        Assert.Equal(PauseCause.Budget, track.State.Run.PauseCause);
    }

    [Fact]
    public void A_call_that_is_made_again_takes_the_place_of_the_one_before() =>
        Assert.Equal(RunStatus.Running, With(new Budget(Tokens: 100)).Call("A", 60).Call("A", 70).State.Run.Status);

    [Fact]
    public void An_answer_gives_back_what_its_tier_had_reserved_and_no_other()
    {
        Scenario track = With(new Budget(Tokens: 1_000)).Call("A", 60).Call("A", 30, Tier.Qa).Answer("A", 5, Tier.Qa);

        Assert.Equal(60, Budgets.OfRun(track.State, track.Now)?.ReservedOf(BudgetKind.Tokens));
    }

    [Fact]
    public void A_call_that_failed_keeps_nothing_back_while_it_waits_to_be_made_again()
    {
        Scenario track = With(new Budget(Tokens: 100), "A", "B").Call("A", 60).When(new TrackCommand.RecordModelFailure(
            new TrackEvent.ModelCallFailed("A", 1, 0, Tier.Worker, "demo", "rateLimit", "Too many requests.", Make.Noon.AddMinutes(1), "Demo")));

        Assert.Empty(track.Attempt("A").Reserved);
        Assert.Equal(RunStatus.Running, track.Call("B", 60).State.Run.Status);
    }

    [Theory]
    [InlineData(PauseCause.Person)]
    [InlineData(PauseCause.Interruption)]
    public void A_suspended_attempt_reserves_nothing(PauseCause cause) =>
        Assert.Empty(With(new Budget(Tokens: 100)).Call("A", 60).When(new TrackCommand.PauseRun(cause)).Attempt("A").Reserved);

    [Fact]
    public void Money_is_what_calls_cost()
    {
        Scenario track = With(new Budget(Money: 0.05m)).When(Priced(0.06m));

        Assert.Contains("The run's budget of $0.05 does not last: $0.00 is spent, and the next call may take up to $0.06.", track.State.Run.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_partly_used_is_not_called_used_up_when_the_run_is_resumed_without_more()
    {
        Scenario track = With(new Budget(Tokens: 100)).Call("A", 60).Answer("A", 60).Call("A", 41);

        track.When(new TrackCommand.ResumeRun()).ThenRefused(
            RefusalCode.WrongState, "The run's budget of 100 tokens does not last: 60 tokens are spent, and the next call may take up to 41 tokens.", "conductor resume --budget-tokens +100");
    }

    [Theory]
    [InlineData(100, 60, 41, 100)]
    [InlineData(5, 0, 9_830, 20_000)]
    [InlineData(123_456, 120_000, 9_000, 130_000)]
    public void What_is_suggested_to_add_lasts_for_a_while_and_is_a_round_number(long limit, long spent, long needs, decimal suggested) => Assert.Equal(
        suggested,
        new BudgetStanding(null, new Budget(Tokens: limit), new TokenUsage(spent, 0, 0, 1), TimeSpan.Zero, default).ToAdd(new BudgetShortage(null, BudgetKind.Tokens, limit, needs)));

    [Fact]
    public void An_amount_for_the_run_that_a_tickets_own_budget_has_paused_is_refused_with_the_tickets_name()
    {
        Scenario track = Scenario.Running(Make.Ticket("A") with { Budget = new Budget(Tokens: 50) }).Spawn("A").Call("A", 51);

        track.When(new TrackCommand.AddBudget(null, new Budget(Tokens: 50))).ThenRefused(
            RefusalCode.WrongState, "The run has no budget of tokens, and that is not what the run is paused for. A's budget of 50 tokens does not last", "conductor resume --budget-ticket A --budget-tokens +52");
    }

    [Fact]
    public void A_call_that_costs_nothing_is_made_also_when_no_money_may_be_spent() =>
        Assert.Equal(RunStatus.Running, With(new Budget(Money: 0)).When(
            new TrackCommand.BeginModelCall("A", 1, 0, Tier.Worker, "local", new TokenUsage(10, 0, 0, 1, Cost: 0))).State.Run.Status);

    [Fact]
    public void Calls_are_counted_also_where_nobody_can_tell_what_they_take()
    {
        Scenario track = With(new Budget(Calls: 1)).Call("A", 1).Answer("A", 1).When(new TrackCommand.BeginModelCall("A", 1, 1, Tier.Worker, "demo"));

        Assert.StartsWith("The run's budget of 1 model call does not last: 1 model call is spent. Choose", track.State.Run.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tickets_own_budget_pauses_the_run_and_names_the_ticket()
    {
        Scenario track = Scenario.Running(Make.Ticket("A") with { Budget = new Budget(Tokens: 50) }, Make.Ticket("B")).Spawn("A", "B").Call("B", 500).Answer("B", 500).Call("A", 51);

        Assert.Equal("A", track.State.Run.Shortage?.TicketId);
        Assert.StartsWith("A's budget of 50 tokens does not last: 0 tokens are spent, and the next call of A may take up to 51 tokens.", track.State.Run.Detail, StringComparison.Ordinal);
        Assert.Contains("conductor resume --budget-ticket A --budget-tokens +52", track.State.Run.Detail, StringComparison.Ordinal);
        Assert.Equal(TicketPhase.Suspended, track.Phase("B"));
    }

    [Fact]
    public void A_tickets_own_budget_cuts_no_call_of_another_worker()
    {
        Scenario track = Scenario.Running(Make.Ticket("A") with { Budget = new Budget(Tokens: 50) }, Make.Ticket("B")).Spawn("A", "B").Call("B", 500).Call("A", 51);
        track.ThenRefused(RefusalCode.BudgetReserved, "A's budget of 50 tokens does not last for its next call. The run pauses as soon as no other worker has a call under way; 1 has one now.");
        Assert.Equal((RunStatus.Running, 500), (track.State.Run.Status, track.Attempt("B").ReservedTotal.TotalTokens));
        Assert.True(Budgets.IsReservedByOthers(track.State, "A", Tier.Worker, new TokenUsage(51, 0, 0, 1)));

        track.Answer("B", 500).Call("A", 51);

        Assert.Equal("A", track.State.Run.Shortage?.TicketId);
    }

    [Fact]
    public void While_a_ticket_waits_for_the_pause_other_workers_may_begin_calls_and_the_pause_waits_for_those_too()
    {
        Scenario track = Scenario.Running(Make.Ticket("A") with { Budget = new Budget(Tokens: 50) }, Make.Ticket("B"), Make.Ticket("C")).Spawn("A", "B", "C")
            .Call("B", 500).Call("C", 500).Call("A", 51);
        track.ThenRefused(RefusalCode.BudgetReserved, "The run pauses as soon as no other worker has a call under way; 2 have one now.");

        track.Answer("B", 500).Answer("C", 500).Call("B", 500).Call("A", 51).ThenRefused(RefusalCode.BudgetReserved, "1 has one now");

        Assert.Equal("A", track.Answer("B", 500).Call("A", 51).State.Run.Shortage?.TicketId);
    }

    [Theory]
    [InlineData(101, "The run's budget of 100 tokens does not last for an explanation by tier 4, which is left out.")]
    [InlineData(51, "A's budget of 50 tokens does not last for an explanation by tier 4, which is left out.")]
    public void An_explanation_that_a_budget_does_not_last_for_is_left_out_at_once_and_the_run_goes_on(long tokens, string says)
    {
        Scenario track = Scenario.Of(Make.Ticket("A") with { Budget = tokens == 51 ? new Budget(Tokens: 50) : null }, Make.Ticket("B"))
            .When(new TrackCommand.StartRun(Make.Automatic with { Budget = new Budget(Tokens: 100) })).Spawn("A", "B").Call("B", 10).Call("A", tokens, Tier.Qa);

        track.ThenRefused(RefusalCode.LeftOut, says);
        Assert.Equal(RunStatus.Running, track.Answer("B", 10).Call("A", tokens, Tier.Qa).State.Run.Status);
    }

    [Fact]
    public void A_ticket_that_waits_for_others_before_the_run_pauses_goes_on_when_more_is_added()
    {
        Scenario track = Scenario.Running(Make.Ticket("A") with { Budget = new Budget(Tokens: 50) }, Make.Ticket("B")).Spawn("A", "B").Call("B", 500).Call("A", 51)
            .When(new TrackCommand.AddBudget("A", new Budget(Tokens: 1)));

        Assert.Single(track.Call("A", 51).Events.OfType<TrackEvent.ModelCallStarted>());
    }

    [Fact]
    public void A_tickets_budget_holds_over_all_its_attempts_and_a_runs_begins_anew_with_each_run()
    {
        Scenario track = Scenario.Of(Make.Ticket("A") with { Budget = new Budget(Calls: 3) }).When(new TrackCommand.StartRun(Make.Automatic with { Budget = new Budget(Calls: 2) }))
            .Spawn("A").Call("A", 1).Answer("A", 1).Call("A", 1).Answer("A", 1).End("A", new TicketOutcome.Failed("It broke."));

        track.When(new TrackCommand.RetryTicket("A", null, "demo")).Spawn("A").Call("A", 1).Answer("A", 1);
        Assert.Equal(RunStatus.Running, track.State.Run.Status);

        Assert.Equal("A", track.Call("A", 1).State.Run.Shortage?.TicketId);
    }

    [Fact]
    public void A_run_is_limited_by_what_it_was_asked_for_with_else_by_its_file_else_by_the_settings_each_kind_by_itself()
    {
        var track = new Scenario { DefaultBudget = new Budget(Tokens: 1, Calls: 1, Minutes: 1) };
        track.When(new TrackCommand.Define(Make.Header with { Budget = new Budget(Calls: 2, Minutes: 2) }, [Make.Ticket("A")]))
            .When(new TrackCommand.StartRun(Make.Automatic with { Budget = new Budget(Minutes: 3) }));

        Assert.Equal(new Budget(Tokens: 1, Calls: 2, Minutes: 3), Budgets.LimitsOf(track.State));
    }

    [Fact]
    public void Run_ticket_begins_a_run_with_what_the_settings_allow_at_that_time()
    {
        Scenario track = Scenario.Of(Make.Ticket("A"));
        track.DefaultBudget = new Budget(Calls: 7);
        track.When(new TrackCommand.RequestTicket("A", "demo"));
        track.DefaultBudget = new Budget(Calls: 9);
        track.When(new TrackCommand.StartRun(Make.Automatic));

        Assert.Equal(new Budget(Calls: 7), Budgets.LimitsOf(track.State));
    }

    [Fact]
    public void Another_limit_in_the_file_holds_at_once() =>
        Assert.Equal(RunStatus.Running, Scenario.Running(Make.Ticket("A") with { Budget = new Budget(Tokens: 5) }).Spawn("A").Call("A", 6)
            .Define(Make.Ticket("A") with { Budget = new Budget(Tokens: 6) }).When(new TrackCommand.ResumeRun()).State.Run.Status);

    [Fact]
    public void A_budget_that_changes_before_a_worker_has_begun_is_asked_for_again()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Compose("A").Define(Make.Ticket("A") with { Budget = new Budget(Tokens: 5) });

        Assert.Contains(track.Events, happened => happened is TrackEvent.ApprovalWithdrawn);
        Assert.Equal(2, track.Attempt("A").Number);
    }

    [Fact]
    public void A_budget_that_changes_under_a_worker_is_nothing_to_tell_of() =>
        Assert.Null(Scenario.Running(Make.Ticket("A")).Spawn("A").Define(Make.Ticket("A") with { Budget = new Budget(Tokens: 5) }).State.Tickets["A"].Notice);

    [Fact]
    public void Most_of_a_budget_is_warned_of_once_and_again_when_it_was_raised()
    {
        Scenario track = With(new Budget(Calls: 5)).Calls("A", 4);
        Assert.Equal(
            new TrackEvent.BudgetWarned(BudgetKind.Calls, 5, "The run's budget of 5 model calls is nearly used up: 4 model calls (80 %) are spent. The run pauses when it is."),
            Assert.IsType<TrackEvent.BudgetWarned>(track.Events[^1]));
        Assert.StartsWith("The run's budget of 5 model calls is nearly used up", track.State.Run.Detail, StringComparison.Ordinal);

        track.Calls("A", 1).When(new TrackCommand.AddBudget(null, new Budget(Calls: 5)));
        Assert.Equal("", track.State.Run.Detail);

        track.Calls("A", 3);
        Assert.Equal([5m, 10m], track.History.OfType<TrackEvent.BudgetWarned>().Select(warned => warned.Limit));
    }

    [Fact]
    public void Adding_budget_goes_on_with_the_same_attempt()
    {
        Scenario track = With(new Budget(Tokens: 100)).Call("A", 101).When(new TrackCommand.AddBudget(null, new Budget(Tokens: 50)));

        track.Then(new TrackEvent.BudgetRaised(new Budget(Tokens: 50)), new TrackEvent.RunResumed(), new TrackEvent.AttemptResumed("A", 1));
        Assert.Equal(150, Budgets.LimitsOf(track.State).Tokens);
        Assert.Single(track.Call("A", 101).Events.OfType<TrackEvent.ModelCallStarted>());
    }

    [Fact]
    public void Adding_budget_to_a_run_that_another_budget_holds_up_does_not_make_it_go_on()
    {
        Scenario track = With(new Budget(Tokens: 100, Calls: 9)).Call("A", 101).When(new TrackCommand.AddBudget(null, new Budget(Calls: 1)));

        track.Then(new TrackEvent.BudgetRaised(new Budget(Calls: 1)));
        Assert.Equal(PauseCause.Budget, track.State.Run.PauseCause);
    }

    [Fact]
    public void Too_little_is_refused_with_what_is_enough() =>
        With(new Budget(Tokens: 100)).Call("A", 180).When(new TrackCommand.AddBudget(null, new Budget(Tokens: 20)))
            .ThenRefused(RefusalCode.WrongState, "Add at least 80 tokens.")
            .When(new TrackCommand.AddBudget(null, new Budget(Tokens: 80)));

    [Fact]
    public void A_run_whose_budget_is_used_up_is_not_resumed_without_more() =>
        With(new Budget(Tokens: 100)).Call("A", 180).When(new TrackCommand.ResumeRun())
            .ThenRefused(RefusalCode.WrongState, "The run's budget of 100 tokens does not last: 0 tokens are spent", "Add Budget and Continue");

    [Fact]
    public void A_run_goes_on_when_the_ticket_whose_budget_held_it_is_skipped() =>
        Assert.Equal(RunStatus.Running, Scenario.Running(Make.Ticket("A") with { Budget = new Budget(Calls: 0) }, Make.Ticket("B")).Spawn("A", "B").Call("A", 1)
            .When(new TrackCommand.SkipTicket("A", "Too dear.")).When(new TrackCommand.ResumeRun()).State.Run.Status);

    [Fact]
    public void An_answer_to_a_gate_resumes_nothing_while_a_budget_is_used_up()
    {
        Scenario track = With(new Budget(Tokens: 100), "A", "B").Propose("B", Make.Write("1")).Call("A", 101).Answer("B", Make.Approve);

        Assert.Equal(TicketPhase.Suspended, track.Phase("B"));
        Assert.Equal(TicketPhase.Running, track.When(new TrackCommand.AddBudget(null, new Budget(Tokens: 9))).Phase("B"));
    }

    [Fact]
    public void A_persons_pause_and_an_interruption_leave_a_budgets_pause_as_it_is() =>
        With(new Budget(Tokens: 100)).Call("A", 101)
            .When(new TrackCommand.PauseRun(PauseCause.Person)).ThenNothing()
            .When(new TrackCommand.PauseRun(PauseCause.Interruption)).ThenNothing();

    [Theory]
    [InlineData(null, null, "No amount is given")]
    [InlineData(0L, null, "must be more than 0")]
    [InlineData(-5L, null, "must be more than 0")]
    [InlineData(Budget.Most + 1, null, "at most 1,000,000,000,000")]
    [InlineData(null, 5L, "The run has no budget of model calls, so nothing of it needs to be added. Add to the budget it has: 100 tokens.")]
    public void An_amount_that_makes_no_sense_is_refused_in_words(long? tokens, long? calls, string says) =>
        With(new Budget(Tokens: 100)).When(new TrackCommand.AddBudget(null, new Budget(tokens, Calls: calls))).ThenRefused(RefusalCode.WrongState, says);

    [Fact]
    public void Budget_is_added_to_a_live_run_or_a_known_ticket_alone()
    {
        Scenario track = With(new Budget(Tokens: 100)).When(new TrackCommand.AddBudget("Z", new Budget(Tokens: 1)));
        track.ThenRefused(RefusalCode.UnknownTicket, "no ticket Z");

        track.When(new TrackCommand.AddBudget("A", new Budget(Tokens: 1))).ThenRefused(RefusalCode.WrongState, "A has no budget of tokens", "track file");

        track.Complete("A").When(new TrackCommand.AddBudget(null, new Budget(Tokens: 1))).ThenRefused(RefusalCode.WrongState, "a new run has all of its budget");
    }

    [Fact]
    public void A_live_run_keeps_what_was_added_unless_it_is_given_another_budget()
    {
        Scenario track = With(new Budget(Tokens: 100)).When(new TrackCommand.AddBudget(null, new Budget(Tokens: 50)));

        RunOptions same = Make.Automatic with { Budget = new Budget(Tokens: 100) };
        Assert.Equal(150, Budgets.LimitsOf(track.When(new TrackCommand.StartRun(same with { StepMode = true })).State).Tokens);
        Assert.Equal(70, Budgets.LimitsOf(track.When(new TrackCommand.StartRun(same with { Budget = new Budget(Tokens: 70) })).State).Tokens);
    }

    private static TrackCommand.BeginModelCall Priced(decimal cost) =>
        new("A", 1, 0, Tier.Worker, "acme:new", new TokenUsage(10, 0, 0, 1, Cost: cost));

    private static Scenario With(Budget budget, params string[] ids)
    {
        string[] tickets = ids.Length == 0 ? ["A"] : ids;
        return Scenario.Of([.. tickets.Select(id => Make.Ticket(id))]).When(new TrackCommand.StartRun(Make.Automatic with { Budget = budget })).Spawn(tickets);
    }
}
