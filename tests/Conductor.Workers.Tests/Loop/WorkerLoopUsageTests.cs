using Conductor.Core.Usage;
using Conductor.Workers.Models;
using Conductor.Workers.Tiers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;

namespace Conductor.Workers.Tests.Loop;

public sealed class WorkerLoopUsageTests : IDisposable
{
    private readonly RecordingTime _time = new() { Limit = FailureExplainer.TimeLimit };
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly LoopBench _bench;

    public WorkerLoopUsageTests() => _bench = new LoopBench { Time = _time };

    public void Dispose()
    {
        _bench.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_call_that_was_stopped_before_anything_was_reported_is_estimated_from_what_was_sent()
    {
        Break(Tier.Worker, "", Stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.RunScriptAsync(Script(Finishes()), _stop.Token));

        Assert.Equal((true, null, 1, 0L), Booked(0));
        Assert.True(_bench.Port.Answers.Single().Usage.InputTokens > 100);
    }

    [Fact]
    public async Task An_answer_that_broke_off_is_estimated_with_what_had_come_and_paid_for_beside_the_one_that_follows()
    {
        var breaks = new Queue<Exception?>([new IOException("Cut."), null]);
        Break(Tier.Worker, "Half an answer", breaks.Dequeue);

        Completed(await _bench.RunScriptAsync(Script(Finishes())));

        Assert.Equal(2, _bench.Port.Answers.Count);
        Assert.Equal((true, null, 1, 3L), Booked(0));
        Assert.Equal("Half an answer", _bench.Port.Answers[0].Text);
        Assert.NotNull(_bench.Port.Answers[1].Messages);
    }

    [Theory]
    [InlineData(System.Net.HttpStatusCode.TooManyRequests)]
    [InlineData(System.Net.HttpStatusCode.ServiceUnavailable)]
    [InlineData(System.Net.HttpStatusCode.BadGateway)]
    [InlineData(null)]
    public async Task A_call_that_the_provider_did_not_take_costs_nothing(System.Net.HttpStatusCode? status)
    {
        var breaks = new Queue<Exception?>([new HttpRequestException("No.", null, status), null]);
        Break(Tier.Worker, "", breaks.Dequeue);

        Completed(await _bench.RunScriptAsync(Script(Finishes())));

        Assert.NotNull(Assert.Single(_bench.Port.Answers).Messages);
    }

    [Fact]
    public async Task A_tier_4_call_that_failed_is_booked_as_an_estimate()
    {
        _bench.Time = TimeProvider.System;
        Break(Tier.Qa, "", () => new IOException("Cut."));

        Completed(await _bench.RunScriptAsync(Script(Calls(("run_command", new { command = "exit 3" })), Finishes())));

        Assert.Equal((true, null, 1, 0L), Booked(1));
        Assert.Equal(Tier.Qa, _bench.Port.Answers[1].Tier);
    }

    [Fact]
    public async Task Tier_4_is_asked_not_to_think_and_has_room_for_the_thoughts_of_models_that_do_all_the_same()
    {
        var heard = new List<ChatOptions?>();
        _bench.Decorate = client => new Heard(client, heard);

        Completed(await _bench.RunScriptAsync(Script(Calls(("run_command", new { command = "exit 3" })), Finishes())));

        var options = Assert.Single(heard);
        Assert.Equal(ReasoningEffort.None, options?.Reasoning?.Effort);
        Assert.Equal(FailureExplainer.OutputTokens + FailureExplainer.ThoughtTokens, options?.MaxOutputTokens);
        Assert.Equal(FailureExplainer.OutputTokens + FailureExplainer.ThoughtTokens, Assert.Single(_bench.Port.Plans, plan => plan.Tier == Tier.Qa).Estimate.OutputTokens);
    }

    [Fact]
    public async Task A_tier_4_call_has_the_price_of_its_own_model()
    {
        _bench.Facts = new ModelFacts(Price: new ModelPrice(Input: 0, CachedInput: 0, CacheWrite: 0, Output: 1_000_000));
        _bench.QaFacts = new ModelFacts(Price: ModelPrice.Free);

        Completed(await _bench.RunScriptAsync(Script(Calls(("run_command", new { command = "exit 3" })), Finishes())));

        Assert.Equal(0, Assert.Single(_bench.Port.Plans, plan => plan.Tier == Tier.Qa).Estimate.Cost);
        Assert.Equal(0, Assert.Single(_bench.Port.Answers, answer => answer.Tier == Tier.Qa).Usage.Cost);
        Assert.All(_bench.Port.Answers.Where(answer => answer.Tier == Tier.Worker), answer => Assert.Equal(answer.Usage.OutputTokens, answer.Usage.Cost));
    }

    [Fact]
    public async Task A_tier_4_call_that_breaks_is_made_once_more_and_its_wait_is_recorded()
    {
        var breaks = new Queue<Exception?>([new IOException("Cut."), null]);
        _bench.Time = new ShortTime();
        Break(Tier.Qa, "", breaks.Dequeue);

        Completed(await _bench.RunScriptAsync(Script(Calls(("run_command", new { command = "exit 3" })), Finishes())));

        Assert.Equal(["answered 3:0", "asking 4:0", "answered 4:0", "failed cutStream", "asking 4:0", "answered 4:0"], _bench.Port.Records.Where(IsAboutModels).Skip(1).Take(6));
        Assert.Contains("Likely cause (tier 4): Three.", _bench.Port.Results.First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModelFailureKind.Auth, 0)]
    [InlineData(ModelFailureKind.RateLimit, 5)]
    [InlineData(ModelFailureKind.Server, 3_600)]
    public async Task A_tier_4_call_that_is_not_made_again_is_recorded_as_failed_and_the_worker_goes_on_at_once(ModelFailureKind kind, int retrySeconds)
    {
        Break(Tier.Qa, "", () => new ModelCallException(kind, "It went wrong.", retrySeconds == 0 ? null : TimeSpan.FromSeconds(retrySeconds)));
        _bench.QaProvider = "Another provider";
        // This clock stands: whoever waited would wait for ever.
        _bench.Time = new FakeTimeProvider();

        Completed(await _bench.RunScriptAsync(Script(Calls(("run_command", new { command = "exit 3" })), Finishes())).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));

        var failure = Assert.Single(_bench.Port.Failures);
        Assert.Equal((Tier.Qa, ModelFailureKinds.NameOf(kind), null, "Another provider"), (failure.Tier, failure.Kind, failure.RetryAt, failure.Provider));
    }

    [Fact]
    public async Task Tier_4_does_not_wait_for_a_budget_that_other_calls_may_take()
    {
        _bench.Port.Reserved = plan => plan.Tier == Tier.Qa ? "1 call under way." : null;

        Completed(await _bench.RunScriptAsync(Script(Calls(("run_command", new { command = "exit 3" })), Finishes())));

        Assert.Empty(_bench.Port.Failures);
        Assert.DoesNotContain("tier 4", _bench.Port.Results.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tier_4_call_whose_time_is_over_is_booked_as_an_estimate()
    {
        var time = new FakeTimeProvider();
        _bench.Time = time;
        _bench.Port.Recorded = record => time.Advance(record == "asking 4:0" ? TimeSpan.FromMinutes(1) : TimeSpan.Zero);
        _bench.Decorate = client => new BrokenModel(client, Tier.Qa, () => null) { IsEndless = true };

        Completed(await _bench.RunScriptAsync(Script(Calls(("run_command", new { command = "exit 3" })), Finishes())));

        Assert.Equal((true, null, 1, 0L), Booked(1));
    }

    [Fact]
    public async Task A_tier_4_call_that_was_stopped_is_booked_as_an_estimate()
    {
        Break(Tier.Qa, "", Stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _bench.RunScriptAsync(Script(Calls(("run_command", new { command = "exit 3" }))), _stop.Token));

        Assert.Equal((true, null, 1, 0L), Booked(1));
    }

    [Fact]
    public async Task What_the_model_thought_with_is_kept()
    {
        await _bench.RunAsync(new { usage = new { inputTokens = 10, outputTokens = 7, reasoningTokens = 4 }, text = "BLOCKED: which?" });

        Assert.Equal(new TokenUsage(10, 7, 0, 1, ReasoningTokens: 4), _bench.Port.Answers.Single().Usage);
    }

    private static bool IsAboutModels(string record) => record.Contains(':', StringComparison.Ordinal) || record.StartsWith("failed", StringComparison.Ordinal);

    private static Dictionary<string, object[]> Script(params object[] turns) => new() { ["T-1"] = turns, ["tier4"] = [Says("Three.")] };

    private void Break(Tier tier, string says, Func<Exception?> failure) => _bench.Decorate = client => new BrokenModel(client, tier, failure) { Says = says };

    private OperationCanceledException Stop()
    {
        _stop.Cancel();
        return new OperationCanceledException(_stop.Token);
    }

    private (bool Estimated, string? Messages, int Calls, long OutputTokens) Booked(int index)
    {
        var answer = _bench.Port.Answers[index];
        return (answer.Estimated, answer.Messages, answer.Usage.Calls, answer.Usage.OutputTokens);
    }

    /// <summary>A clock on which waits of less than a minute are over at once.</summary>
    private sealed class ShortTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromMinutes(1) ? TimeSpan.Zero : dueTime, period);
    }

    /// <summary>Keeps what tier 4 is asked with: it is the one that does not stream.</summary>
    private sealed class Heard(IChatClient inner, List<ChatOptions?> options) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? asked = null, CancellationToken cancellationToken = default)
        {
            options.Add(asked);
            return base.GetResponseAsync(messages, asked, cancellationToken);
        }
    }
}
