using Conductor.Core.Tickets;
using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;

namespace Conductor.Workers.Tests.Loop;

public sealed class WorkerLoopFailureTests : IDisposable
{
    private readonly RecordingTime _time = new();
    private readonly LoopBench _bench;

    public WorkerLoopFailureTests() => _bench = new LoopBench { Time = _time };

    public void Dispose() => _bench.Dispose();

    private static object Fails(string kind, int? retryAfterMs = null) => new { error = new { kind, retryAfterMs } };

    [Fact]
    public async Task A_rate_limit_is_waited_out_as_long_as_told()
    {
        var result = await _bench.RunAsync(Fails("rateLimit", 90_000), Finishes());

        Completed(result);
        Assert.Equal([TimeSpan.FromSeconds(90)], _time.Waits);
        Assert.Equal(["waiting"], _bench.Port.Statuses);
    }

    [Fact]
    public async Task Limits_are_waited_out_however_often_they_come()
    {
        var result = await _bench.RunAsync([.. Enumerable.Repeat(Fails("overloaded"), 30), Finishes()]);

        Completed(result);
        Assert.Equal(30, _time.Waits.Count);
        Assert.All(_time.Waits, wait => Assert.InRange(wait, TimeSpan.FromMilliseconds(250), TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_single_wait_is_an_hour_at_most()
    {
        await _bench.RunAsync(Fails("rateLimit", 100_000_000), Finishes());

        Assert.Equal([TimeSpan.FromHours(1)], _time.Waits);
    }

    [Fact]
    public async Task An_answer_that_came_in_whole_is_kept_and_paid_for_also_when_the_run_was_stopped_meanwhile()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _bench.Port.Heard = _ => stop.Cancel();
        var script = new Dictionary<string, object> { ["T-1"] = new[] { new { text = "Looking.", usage = new { inputTokens = 10, outputTokens = 2 } } } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.RunScriptAsync(script, stop.Token));

        Assert.Equal("answered 3:0", _bench.Port.Records[^1]);
        Assert.Equal(10, _bench.Port.Answers.Single().Usage.InputTokens);
    }

    [Fact]
    public async Task A_refused_key_stops_the_run()
    {
        var result = await _bench.RunAsync(Fails("auth"));

        Failed(result);
        Assert.Contains("key", result.StopsRun, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cutStream")]
    [InlineData("server")]
    public async Task A_broken_answer_is_asked_for_again(string kind)
    {
        var result = await _bench.RunAsync(
            new { text = "Half of this is lost", error = new { kind }, toolCalls = new[] { new { name = "finish", arguments = new { verdict = "completed", summary = "s" } } } });

        Assert.Equal("s", Completed(result));
        Assert.Single(_bench.Port.State.Steps.OfType<AttemptStep.ModelTurn>());
    }

    [Fact]
    public async Task An_answer_that_breaks_four_times_fails_the_ticket_and_not_the_run()
    {
        var result = await _bench.RunAsync(Fails("server"), Fails("cutStream"), Fails("server"), Fails("server"), Finishes());

        Assert.Contains("4 calls", Failed(result), StringComparison.Ordinal);
        Assert.Null(result.StopsRun);
        Assert.Equal(3, _time.Waits.Count);
        Assert.All(_time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Past_its_end_the_script_fails_the_ticket()
    {
        var result = await _bench.RunAsync(Calls(("list_files", new { })));

        Assert.StartsWith("The script has no turn 2 for ticket T-1.", Failed(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_does_not_exist_fails_the_ticket_and_names_those_that_do()
    {
        _bench.Model = "acme:x";

        var result = await _bench.RunAsync();

        Assert.Contains("demo", Failed(result), StringComparison.Ordinal);
        Assert.Contains("script:FILE", Failed(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_has_a_hundred_turns()
    {
        var result = await _bench.RunAsync([.. Enumerable.Range(0, 101).Select(turn => Calls(("list_files", new { path = $"{turn}" })))]);

        Assert.Equal("noVerdict", Blocked(result).Kind);
        Assert.Equal(100, _bench.Log.Length);
    }

    [Fact]
    public async Task Every_call_is_logged_with_ticket_attempt_and_turn()
    {
        await _bench.RunAsync(Fails("rateLimit", 1), Calls(("list_files", new { })), Finishes());

        Assert.Equal(
            ["""{"ticket":"T-1","attempt":1,"turn":0,"tier":3}""", """{"ticket":"T-1","attempt":1,"turn":0,"tier":3}""",
                """{"ticket":"T-1","attempt":1,"turn":1,"tier":3}"""],
            _bench.Log);
    }

    [Fact]
    public async Task Usage_is_what_the_model_reports_and_estimated_when_it_reports_none()
    {
        await _bench.RunAsync(
            new
            {
                usage = new { inputTokens = 10, outputTokens = 2, cachedInputTokens = 5 },
                toolCalls = new[] { new { name = "list_files", arguments = new { } } },
            },
            Finishes());

        Assert.Equal((new Core.Usage.TokenUsage(10, 2, 5, 1), false), (_bench.Port.Answers[0].Usage, _bench.Port.Answers[0].Estimated));
        Assert.True(_bench.Port.Answers[1].Estimated);
        Assert.True(_bench.Port.Answers[1].Usage.InputTokens > 100);
    }
}
