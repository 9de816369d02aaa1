using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class ModelWaitTests
{
    private static readonly DateTimeOffset Later = Make.Noon.AddSeconds(42);

    private readonly Scenario _track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).Spawn("A");

    [Fact]
    public void A_call_that_is_made_again_later_makes_its_worker_wait()
    {
        _track.When(Fails("rateLimit", Later));

        Assert.Equal(new ModelWait("rateLimit", "Too many requests.", Later, "Google Gemini", "gemini:x"), Waiting);
    }

    [Fact]
    public void A_call_that_is_not_made_again_leaves_nothing_to_wait_for() => Assert.Null(After(Fails("server", null)));

    [Theory]
    [InlineData(ModelWait.Consent)]
    [InlineData(ModelWait.Limit)]
    [InlineData(ModelWait.Budget)]
    public void Nobody_can_say_how_long_a_permission_or_a_place_takes(string kind) => Assert.Equal((kind, null), (After(Fails(kind, null))?.Kind, Waiting?.Until));

    [Fact]
    public void The_next_call_ends_the_wait() =>
        Assert.Null(After(Fails("rateLimit", Later), new TrackCommand.BeginModelCall("A", 1, 0, Tier.Worker, "demo")));

    [Fact]
    public void An_answer_ends_the_wait() => Assert.Null(After(
        Fails("rateLimit", Later), new TrackCommand.RecordModelAnswer(new TrackEvent.ModelAnswered("A", 1, 0, Tier.Worker, "demo", default, false, "[]", ""))));

    [Fact]
    public void A_pause_ends_the_wait_and_no_later_failure_begins_another_one()
    {
        _track.When(Fails("rateLimit", Later)).When(new TrackCommand.PauseRun(PauseCause.Person));
        Assert.Null(Waiting);

        _track.When(Fails("rateLimit", Later)).ThenRefused(RefusalCode.WrongState, "Resume the run");
    }

    [Fact]
    public void Who_waits_is_named_while_nobody_works()
    {
        _track.When(Fails("rateLimit", Later));

        Assert.Equal("Waiting for Google Gemini: A", ActiveTier.Of(_track.When(new TrackCommand.SkipTicket("B", "Not needed.")).State));
    }

    [Fact]
    public void Who_works_and_what_waits_for_a_person_is_named_before_who_waits_for_a_model()
    {
        _track.When(Fails("rateLimit", Later)).Compose("B");
        Assert.Equal("Awaiting Approval: B", ActiveTier.Of(_track.State));

        _track.Answer("B", new ApprovalDecision(ApprovalChoice.Approve, "person"));
        Assert.Equal("Tier 3 (Worker): B", ActiveTier.Of(_track.State));
    }

    [Fact]
    public void A_ticket_that_waits_for_its_model_says_so_and_what_clears_it()
    {
        _track.When(Fails("rateLimit", Later));

        Reason reason = Assert.Single(Explanation.For(_track.State, _track.State.Tickets["A"]));
        Assert.Equal(("model", "A waits for Google Gemini: Too many requests."), (reason.Kind, reason.Text));
        Assert.StartsWith("It goes on by itself.", reason.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ticket_that_waits_for_other_calls_says_so_and_what_clears_it()
    {
        _track.When(new TrackCommand.RecordModelFailure(new TrackEvent.ModelCallFailed("A", 1, 0, Tier.Worker, "demo", ModelWait.Budget, "2 calls under way.", null, ModelWait.Budget)));

        Reason reason = Assert.Single(Explanation.For(_track.State, _track.State.Tickets["A"]));
        Assert.Equal(("A waits for budget: 2 calls under way.", "It goes on by itself. To wait no longer, add to the budget."), (reason.Text, reason.Action));
        Assert.Equal("Waiting for budget: A", ActiveTier.Of(_track.When(new TrackCommand.SkipTicket("B", "Not needed.")).State));
    }

    [Fact]
    public void What_tier_4_waits_for_is_no_wait_of_the_worker()
    {
        _track.When(Fails("rateLimit", Later, Tier.Qa));
        Assert.Null(Waiting);

        _track.When(Fails("rateLimit", Later)).When(new TrackCommand.BeginModelCall("A", 1, 0, Tier.Qa, "demo"));
        Assert.Equal("rateLimit", Waiting?.Kind);
    }

    [Fact]
    public void A_call_that_was_never_proposed_can_have_a_result()
    {
        _track.When(new TrackCommand.FinishTool(new TrackEvent.ToolFinished("A", 1, "x", "It was not made.", Failed: true, null), null));

        Assert.Equal([new AttemptStep.ToolResult("x", "It was not made.", Failed: true)], _track.State.Tickets["A"].Attempt?.Steps ?? []);
    }

    [Fact]
    public void Shortening_a_conversation_and_how_an_answer_ended_are_steps_of_it()
    {
        _track
            .When(new TrackCommand.RecordModelAnswer(new TrackEvent.ModelAnswered("A", 1, 0, Tier.Worker, "demo", default, false, "[]", "", "length")))
            .When(new TrackCommand.ShortenConversation("A", 1, ["x"]));

        Assert.Equal(
            [new AttemptStep.ModelTurn(0, "[]", "length"), new AttemptStep.Shortened(["x"])],
            _track.State.Tickets["A"].Attempt?.Steps ?? [],
            (one, other) => StateText.Of(one) == StateText.Of(other));
    }

    private ModelWait? Waiting => _track.State.Tickets["A"].Attempt?.Waiting;

    private static TrackCommand.RecordModelFailure Fails(string kind, DateTimeOffset? retryAt, Tier tier = Tier.Worker) =>
        new(new TrackEvent.ModelCallFailed("A", 1, 0, tier, "gemini:x", kind, "Too many requests.", retryAt, "Google Gemini"));

    private ModelWait? After(params TrackCommand[] commands)
    {
        foreach (TrackCommand command in commands)
        {
            _track.When(command);
        }

        return Waiting;
    }
}
