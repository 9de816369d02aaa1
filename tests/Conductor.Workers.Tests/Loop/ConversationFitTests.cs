using Conductor.Core.Tickets;
using Conductor.Workers.Loop;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;
using static Conductor.Workers.Tests.Loop.PlayedModel;

namespace Conductor.Workers.Tests.Loop;

public sealed class ConversationFitTests : IDisposable
{
    private const int Files = 6;
    private readonly LoopBench _bench = new();

    public ConversationFitTests()
    {
        foreach (var number in Enumerable.Range(0, Files))
        {
            _bench.Write($"{number}.txt", string.Concat(Enumerable.Range(0, 700).Select(line => $"file {number} line {line}\n")));
        }
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_oldest_results_give_way_many_at_a_time_before_the_window_is_full()
    {
        _bench.Facts = new ModelFacts(ContextWindow: 24_000, MaximumOutput: 1_000);
        var model = Play([.. Reads(), PlayedModel.Finishes()]);

        Completed(await _bench.RunAsync());

        var shortened = _bench.Port.State.Steps.OfType<AttemptStep.Shortened>().ToList();
        Assert.InRange(shortened.Count, 1, 2);
        Assert.Equal("0-0", shortened[0].CallIds[0]);
        var results = model.Sent.Last().SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => $"{result.Result}").ToList();
        Assert.Contains("Left out to make room: what read_file {\"path\":\"0.txt\"} gave", results[0], StringComparison.Ordinal);
        Assert.Contains($"file {Files - 1} line 1", results[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_that_the_provider_tells_holds_from_the_first_call_on()
    {
        _bench.Facts = new ModelFacts(ContextWindow: 32_768);
        _bench.Decorate = _ => new Telling(new PlayedModel(PlayedModel.Finishes()), () => 500);

        var result = await _bench.RunAsync();

        Assert.Contains("takes 500 with its answer", Blocked(result).Reason, StringComparison.Ordinal);
        Assert.Empty(_bench.Port.Answers);
    }

    [Fact]
    public async Task A_provider_that_hangs_when_it_is_asked_for_its_window_is_called_without_it_after_a_few_seconds()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Time = time;
        _bench.Decorate = _ => new Hanging(new PlayedModel(PlayedModel.Finishes()), asked);

        var result = _bench.RunAsync();
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(5));

        Completed(await result);
    }

    [Fact]
    public async Task A_window_that_cannot_be_told_is_the_one_that_is_known()
    {
        _bench.Decorate = _ => new Telling(new PlayedModel(PlayedModel.Finishes()), () => throw new ModelCallException(ModelFailureKind.Network, "It is not there."));

        Completed(await _bench.RunAsync());
    }

    [Fact]
    public async Task A_worker_that_goes_on_says_the_same_as_one_that_was_not_interrupted()
    {
        _bench.Facts = new ModelFacts(ContextWindow: 24_000, MaximumOutput: 1_000);
        var whole = Play([.. Reads(), PlayedModel.Finishes()]);
        await _bench.RunAsync();
        _bench.Port = new JournalPort(_bench.Port.Snapshots[_bench.Port.Records.LastIndexOf($"asking 3:{Files}")]);
        var resumed = Play(PlayedModel.Finishes());

        await _bench.RunAsync();

        Assert.Equal(MessageJson.Write([.. whole.Sent.Last()]), MessageJson.Write([.. resumed.Sent.Single()]));
    }

    [Fact]
    public async Task A_ticket_whose_beginning_does_not_fit_needs_a_person()
    {
        _bench.Facts = new ModelFacts(ContextWindow: 500);

        var result = await RunAsync(PlayedModel.Finishes());

        Assert.Equal("contextTooLong", Blocked(result).Kind);
        Assert.Contains("Retry it with a model that takes more", Blocked(result).Reason, StringComparison.Ordinal);
        Assert.Empty(_bench.Port.Answers);
    }

    [Fact]
    public async Task What_the_provider_counts_corrects_what_is_counted_here()
    {
        _bench.Facts = new ModelFacts(ContextWindow: 24_000, MaximumOutput: 1_000);
        var counted = new UsageContent(new UsageDetails { InputTokenCount = 9_000, OutputTokenCount = 1 });

        await RunAsync(Answers(Read(0), counted), Answers(Read(1)), PlayedModel.Finishes());

        Assert.Contains("shortened", _bench.Port.Records);
    }

    [Theory]
    [InlineData(5_000, 0)]
    [InlineData(40_000, 1)]
    public async Task Near_the_end_of_the_window_the_provider_s_own_count_decides(long counted, int shortened)
    {
        _bench.Facts = new ModelFacts(ContextWindow: 14_000, MaximumOutput: 1_000);
        var model = new PlayedModel(Answers(Read(0)), Answers(Read(1)), PlayedModel.Finishes()) { Counts = _ => counted };
        _bench.Decorate = _ => model;

        await _bench.RunAsync();

        Assert.Equal(shortened, _bench.Port.State.Steps.OfType<AttemptStep.Shortened>().Count());
    }

    [Fact]
    public async Task A_provider_that_does_not_come_to_count_leaves_the_estimate()
    {
        _bench.Facts = new ModelFacts(ContextWindow: 24_000, MaximumOutput: 1_000);
        var model = new PlayedModel([.. Reads(), PlayedModel.Finishes()]) { Counts = _ => throw new ModelCallException(ModelFailureKind.Network, "Gone.") };
        _bench.Decorate = _ => model;

        Completed(await _bench.RunAsync());

        Assert.NotEmpty(_bench.Port.State.Steps.OfType<AttemptStep.Shortened>());
    }

    [Fact]
    public async Task Where_the_window_is_not_known_results_give_way_when_the_provider_refuses()
    {
        var refuses = Breaks(new ModelCallException(ModelFailureKind.ContextTooLong, "Too long."));

        Completed(await RunAsync(Answers(Read(0)), Answers(Read(1)), refuses, PlayedModel.Finishes()));

        Assert.Equal(["0-0"], Assert.Single(_bench.Port.State.Steps.OfType<AttemptStep.Shortened>()).CallIds);
    }

    [Fact]
    public async Task A_small_old_result_does_not_keep_a_huge_new_one_from_giving_way_when_the_provider_refuses()
    {
        _bench.Write("small.txt", string.Concat(Enumerable.Range(0, 40).Select(line => $"small line {line}\n")));
        var refuses = Breaks(new ModelCallException(ModelFailureKind.ContextTooLong, "Too long."));

        Completed(await RunAsync(Answers(Call("read_file", ("path", "small.txt"))), Answers(Read(1)), refuses, PlayedModel.Finishes()));

        Assert.Equal(["0-0", "1-0"], Assert.Single(_bench.Port.State.Steps.OfType<AttemptStep.Shortened>()).CallIds);
    }

    [Fact]
    public async Task A_provider_that_refuses_also_what_was_shortened_blocks_the_ticket()
    {
        var result = await RunAsync(Answers(Read(0)), Answers(Read(1)), Breaks(new ModelCallException(ModelFailureKind.ContextTooLong, "Too long.")));

        Assert.Equal(new TicketOutcome.Blocked("contextTooLong", "Too long."), result.Outcome);
        Assert.Equal(2, _bench.Port.Failures.Count);
    }

    private static FunctionCallContent Read(int number) => Call("read_file", ("path", $"{number}.txt"));

    private static IEnumerable<Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>> Reads() => Enumerable.Range(0, Files).Select(number => Answers(Read(number)));

    private PlayedModel Play(params Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>[] turns)
    {
        var model = new PlayedModel(turns);
        _bench.Decorate = _ => model;
        return model;
    }

    private Task<AttemptResult> RunAsync(params Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>[] turns)
    {
        Play(turns);
        return _bench.RunAsync();
    }

    private sealed class Telling(IChatClient inner, Func<int> window) : DelegatingChatClient(inner), ITellsWindow
    {
        public ValueTask<int> WindowAsync(CancellationToken cancellationToken) => ValueTask.FromResult(window());
    }

    private sealed class Hanging(IChatClient inner, TaskCompletionSource asked) : DelegatingChatClient(inner), ITellsWindow
    {
        public async ValueTask<int> WindowAsync(CancellationToken cancellationToken)
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
