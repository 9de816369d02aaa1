using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Workers.Loop;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Limits;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;
using static Conductor.Workers.Tests.Loop.PlayedModel;

namespace Conductor.Workers.Tests.Loop;

public sealed class ModelCallTests : IDisposable
{
    private readonly RecordingTime _time = new();
    private readonly LoopBench _bench;

    public ModelCallTests() => _bench = new LoopBench { Time = _time };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_wait_is_recorded_before_it_begins_with_why_and_until_when()
    {
        await RunAsync(Breaks(Failure(ModelFailureKind.RateLimit, TimeSpan.FromMinutes(2))), PlayedModel.Finishes());

        var failure = Assert.Single(_bench.Port.Failures);
        Assert.Equal(("rateLimit", "It went wrong.", 0, Tier.Worker), (failure.Kind, failure.Message, failure.Turn, failure.Tier));
        Assert.NotNull(failure.RetryAt);
        Assert.Equal(["asking 3:0", "failed rateLimit", "asking 3:0", "answered 3:0"], _bench.Port.Records.Take(4));
    }

    [Fact]
    public async Task A_limit_is_never_waited_out_for_less_than_the_provider_says_however_often_it_says_so()
    {
        var told = TimeSpan.FromSeconds(100);

        await RunAsync([.. Enumerable.Repeat(Breaks(Failure(ModelFailureKind.RateLimit, told)), 12), PlayedModel.Finishes()]);

        Assert.Equal(Enumerable.Repeat(told, 12), _time.Waits);
    }

    [Theory]
    [InlineData(ModelFailureKind.CutStream)]
    [InlineData(ModelFailureKind.Server)]
    [InlineData(ModelFailureKind.Network)]
    [InlineData(ModelFailureKind.Malformed)]
    public async Task What_breaks_is_asked_for_three_times_more_and_then_fails_the_ticket_alone(ModelFailureKind kind)
    {
        var result = await RunAsync(Breaks(Failure(kind)));

        Assert.Contains("in 4 calls", Failed(result), StringComparison.Ordinal);
        Assert.Null(result.StopsRun);
        Assert.Equal([true, true, true, false], _bench.Port.Failures.Select(failure => failure.RetryAt is not null));
        Assert.Equal(3, _time.Waits.Count);
    }

    [Fact]
    public async Task A_call_in_an_answer_that_breaks_is_not_made_until_it_comes_whole()
    {
        var write = Call("write_file", ("path", "a.txt"), ("content", "once"));

        await RunAsync(Breaks(new IOException("Cut."), write), Answers(write), PlayedModel.Finishes());

        Assert.Equal("once", _bench.Read("a.txt"));
        Assert.Single(_bench.Port.Proposals, call => call.Tool == "write_file");
    }

    [Fact]
    public async Task A_model_that_sends_nothing_is_cut_and_asked_once_more()
    {
        _bench.IdleLimit = TimeSpan.FromMinutes(3);

        var result = await RunAsync(Hangs(new TextContent("Well,")));

        Assert.Contains("Nothing came from the model for 180 seconds", Failed(result), StringComparison.Ordinal);
        Assert.Equal(["idle", "idle"], _bench.Port.Failures.Select(failure => failure.Kind));
        Assert.Contains(TimeSpan.FromMinutes(3), _time.Waits);
    }

    [Fact]
    public async Task A_stop_ends_a_call_whose_client_does_not_listen()
    {
        using var stop = new CancellationTokenSource();
        _bench.Time = TimeProvider.System;
        _bench.Port.Heard = _ => stop.Cancel();
        _bench.Decorate = _ => new PlayedModel(Hangs(new TextContent("Well,")));

        var running = _bench.RunScriptAsync(new Dictionary<string, object>(), stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Equal("Well,", _bench.Port.Answers.Single().Text);
    }

    [Theory]
    [InlineData(ModelFailureKind.Auth)]
    [InlineData(ModelFailureKind.NoCredit)]
    public async Task What_no_other_ticket_of_the_account_can_do_better_says_so_and_whose_tickets_those_are(ModelFailureKind kind)
    {
        var result = await RunAsync(Breaks(Failure(kind)));

        Assert.Equal(("It went wrong.", "It went wrong."), (Failed(result), result.StopsRun));
        Assert.Equal(["script"], result.Account);
        Assert.Equal(kind == ModelFailureKind.Auth ? "script" : null, Assert.IsType<TicketOutcome.Failed>(result.Outcome).KeyOf);
    }

    [Fact]
    public async Task A_model_that_is_not_there_fails_its_ticket_alone()
    {
        var result = await RunAsync(Breaks(Failure(ModelFailureKind.UnknownModel)));

        Assert.Equal(("It went wrong.", null), (Failed(result), result.StopsRun));
        Assert.Equal(TicketOutcome.ModelCause, Assert.IsType<TicketOutcome.Failed>(result.Outcome).Cause);
    }

    [Fact]
    public async Task An_answer_that_the_provider_stops_for_its_content_blocks_the_ticket()
    {
        var result = await RunAsync(AnswersAndEnds(ChatFinishReason.ContentFilter, new TextContent("I was")));

        Assert.Equal("declined", Blocked(result).Kind);
        Assert.Empty(_bench.Port.State.Steps);
        Assert.Single(_bench.Port.Answers);
    }

    [Fact]
    public async Task A_model_that_needs_consent_is_waited_for_until_it_is_given()
    {
        _bench.Port.Recorded = record =>
        {
            if (record == "failed consent")
            {
                _bench.Signals.Changed("script");
            }
        };

        Completed(await RunAsync(Breaks(Failure(ModelFailureKind.NeedsConsent)), PlayedModel.Finishes()));

        Assert.Equal(("consent", null), (_bench.Port.Failures.Single().Kind, _bench.Port.Failures.Single().RetryAt));
    }

    [Fact]
    public async Task A_worker_that_waits_for_consent_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        _bench.Port.Recorded = record =>
        {
            if (record == "failed consent")
            {
                stop.Cancel();
            }
        };
        _bench.Decorate = _ => new PlayedModel(Breaks(Failure(ModelFailureKind.NeedsConsent)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.RunScriptAsync(new Dictionary<string, object>(), stop.Token));
    }

    [Fact]
    public async Task A_worker_waits_for_its_providers_limits_in_sight_of_everyone()
    {
        var time = new FakeTimeProvider();
        using var limits = new ProviderLimits(time);
        limits.Hold(TimeSpan.FromMinutes(1));
        _bench.Limits = limits;
        _bench.Port.Recorded = record => time.Advance(record == "failed limit" ? TimeSpan.FromMinutes(1) : TimeSpan.Zero);

        Completed(await RunAsync(PlayedModel.Finishes()));

        Assert.Equal(["failed limit", "asking 3:0"], _bench.Port.Records.Take(2));
        Assert.Contains("it has asked to wait", _bench.Port.Failures.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_whose_budget_others_have_reserved_waits_in_sight_of_everyone_and_holds_no_place_at_its_provider()
    {
        using var limits = new ProviderLimits(TimeProvider.System, new ProviderLimitOptions(Concurrency: 1));
        _bench.Limits = limits;
        var isFreed = false;
        var isPlaceFree = false;
        _bench.Port.Reserved = _ => isFreed ? null : "2 calls under way.";
        _bench.Port.BudgetFreed = async _ =>
        {
            using (await limits.EnterAsync(1, _ => Task.CompletedTask, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20)))
            {
                isPlaceFree = true;
            }
            isFreed = true;
        };

        Completed(await RunAsync(PlayedModel.Finishes()));

        Assert.True(isPlaceFree);
        Assert.Equal(["failed budget", "asking 3:0"], _bench.Port.Records.Take(2));
        var wait = Assert.Single(_bench.Port.Failures);
        Assert.Equal((ModelWait.Budget, "2 calls under way.", null, "budget"), (wait.Kind, wait.Message, wait.RetryAt, wait.Provider));
        Assert.Contains("[Waiting for budget: 2 calls under way.]", _bench.Port.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_waits_for_budget_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        _bench.Port.Reserved = _ => "2 calls under way.";
        _bench.Port.BudgetFreed = _ =>
        {
            stop.Cancel();
            return new TaskCompletionSource().Task;
        };
        _bench.Decorate = _ => new PlayedModel(PlayedModel.Finishes());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.RunScriptAsync(new Dictionary<string, object>(), stop.Token));
    }

    [Fact]
    public async Task A_refused_call_holds_the_others_of_its_provider()
    {
        using var limits = new ProviderLimits(TimeProvider.System);
        _bench.Limits = limits;
        var isHeld = false;
        _bench.Port.Recorded = record => isHeld |= record == "failed rateLimit"
            && !limits.EnterAsync(1, _ => Task.CompletedTask, TestContext.Current.CancellationToken).IsCompleted;
        using var stop = new CancellationTokenSource();
        _bench.Port.Heard = _ => stop.Cancel();
        _bench.Decorate = _ => new PlayedModel(Breaks(Failure(ModelFailureKind.RateLimit, TimeSpan.FromMinutes(5))));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.RunScriptAsync(new Dictionary<string, object>(), stop.Token));

        Assert.True(isHeld);
    }

    [Fact]
    public async Task Thoughts_and_words_are_heard_in_their_order_and_thoughts_are_set_off()
    {
        await RunAsync(Answers(
            new TextReasoningContent("First I\nlook"), new TextReasoningContent(" around.\n"), new TextContent("I am"), new TextContent(" done.\n"), new TextReasoningContent("Am I?"),
            Call("finish", ("verdict", "completed"), ("summary", "s"))));

        Assert.Equal("│ First I\n│ look around.\nI am done.\n│ Am I?\n", _bench.Port.Said);
        Assert.Equal(_bench.Port.Said, LiveText.Of(MessageJson.Read(_bench.Port.Answers.Single().Messages ?? "")));
        Assert.Equal("I am done.\n", _bench.Port.Answers.Single().Text);
    }

    [Fact]
    public async Task What_a_failed_call_reports_as_its_usage_is_booked()
    {
        var failure = new ModelCallException(ModelFailureKind.Server, "It went wrong.") { Usage = new UsageDetails { InputTokenCount = 70, OutputTokenCount = 7 } };

        await RunAsync(Breaks(failure, new TextContent("Half")), PlayedModel.Finishes());

        Assert.Equal((new TokenUsage(70, 7, 0, 1), false), (_bench.Port.Answers[0].Usage, _bench.Port.Answers[0].Estimated));
    }

    [Fact]
    public async Task Every_booked_call_has_its_price_and_says_whether_it_was_estimated()
    {
        _bench.Facts = new ModelFacts(Price: new ModelPrice(Input: 1_000_000, CachedInput: 0, CacheWrite: 0, Output: 0));
        var usage = new UsageContent(new UsageDetails { InputTokenCount = 70, OutputTokenCount = 7 });

        await RunAsync(Answers(Call("list_files"), usage), PlayedModel.Finishes());

        Assert.Equal((70m, 0), (_bench.Port.Answers[0].Usage.Cost, _bench.Port.Answers[0].Usage.EstimatedCalls));
        Assert.Equal(1, _bench.Port.Answers[1].Usage.EstimatedCalls);
        Assert.Equal(_bench.Port.Answers[1].Usage.InputTokens, _bench.Port.Answers[1].Usage.Cost);
    }

    [Theory]
    [InlineData(null, 8_192)]
    [InlineData(65_536, 8_192)]
    [InlineData(4_096, 4_096)]
    public async Task What_is_kept_back_for_a_call_is_priced_marked_as_estimated_and_has_an_answer_of_a_likely_length(int? maximum, int answer)
    {
        _bench.Facts = new ModelFacts(MaximumOutput: maximum, Price: new ModelPrice(Input: 0, CachedInput: 0, CacheWrite: 0, Output: 1_000_000));

        await RunAsync(PlayedModel.Finishes());

        var estimate = Assert.Single(_bench.Port.Plans).Estimate;
        Assert.Equal((answer, (decimal)answer, 1), (estimate.OutputTokens, estimate.Cost, estimate.EstimatedCalls));
    }

    [Fact]
    public async Task A_call_of_a_model_without_a_known_price_has_none()
    {
        await RunAsync(PlayedModel.Finishes());

        Assert.Null(Assert.Single(_bench.Port.Plans).Estimate.Cost);
        Assert.Null(Assert.Single(_bench.Port.Answers).Usage.Cost);
    }

    private static ModelCallException Failure(ModelFailureKind kind, TimeSpan? retryAfter = null) => new(kind, "It went wrong.", retryAfter);

    private Task<AttemptResult> RunAsync(params Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>[] turns)
    {
        _bench.Decorate = _ => new PlayedModel(turns);
        return _bench.RunAsync();
    }
}
