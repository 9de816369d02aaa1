using Conductor.Core.Tickets;
using Conductor.Workers.Loop;
using Microsoft.Extensions.AI;
using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;
using static Conductor.Workers.Tests.Loop.PlayedModel;

namespace Conductor.Workers.Tests.Loop;

/// <summary>Answers that are cut, that cannot be read, and that come again and again.</summary>
public sealed class AnswerEndTests : IDisposable
{
    private readonly LoopBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_worker_whose_answer_was_cut_is_told_to_go_on()
    {
        Completed(await RunAsync(Cut(new TextContent("And then")), PlayedModel.Finishes()));

        Assert.Equal("continue", Assert.Single(_bench.Port.State.Steps.OfType<AttemptStep.Told>()).Kind);
        Assert.Equal(["length", null], _bench.Port.Answers.Select(answer => answer.Finish));
    }

    [Fact]
    public async Task A_worker_whose_answers_are_cut_four_times_in_a_row_needs_a_person()
    {
        var result = await RunAsync(Cut(new TextContent("And then")));

        Assert.Equal("truncated", Blocked(result).Kind);
        Assert.Equal(4, _bench.Port.Answers.Count);
    }

    [Fact]
    public async Task A_verdict_in_an_answer_that_was_cut_does_not_count_and_no_call_of_it_is_made()
    {
        var result = await RunAsync(
            Cut(Call("write_file", ("path", "a.txt"), ("content", "x")), Call("finish", ("verdict", "completed"), ("summary", "Too soon."))),
            PlayedModel.Finishes("Now."));

        Assert.Equal("Now.", Completed(result));
        Assert.False(_bench.Exists("a.txt"));
        Assert.Equal([WorkerTexts.CutCall, WorkerTexts.CutCall], _bench.Port.Results.Take(2));
    }

    [Fact]
    public async Task A_call_whose_arguments_are_not_JSON_fails_and_the_others_of_its_answer_are_made_in_order()
    {
        var broken = Call("write_file");
        broken.Exception = new System.Text.Json.JsonException("It ends at character 7.");

        var result = await RunAsync(Answers(Call("list_files"), broken, Call("list_files", ("path", "."))), PlayedModel.Finishes());

        Completed(result);
        Assert.Equal(["0-0", "0-1", "0-2"], _bench.Port.Completions.Take(3).Select(done => done.CallId));
        Assert.Contains("It ends at character 7.", _bench.Port.Completions[1].Result, StringComparison.Ordinal);
        Assert.True(_bench.Port.Completions[1].Failed);
        Assert.DoesNotContain(_bench.Port.Proposals, call => call.CallId == "0-1");
    }

    [Fact]
    public async Task A_worker_that_was_interrupted_after_a_cut_answer_makes_none_of_its_calls()
    {
        await RunAsync(Cut(Call("write_file", ("path", "a.txt"), ("content", "x"))), PlayedModel.Finishes());
        var afterAnswer = _bench.Port.Snapshots[_bench.Port.Records.IndexOf("answered 3:0")];
        _bench.Port = new JournalPort(afterAnswer);

        Completed(await RunAsync(PlayedModel.Finishes()));

        Assert.Equal(WorkerTexts.CutCall, _bench.Port.Results.First());
        Assert.False(_bench.Exists("a.txt"));
    }

    [Fact]
    public async Task The_same_call_with_the_same_result_three_times_in_a_row_needs_a_person()
    {
        var result = await RunAsync(Answers(Call("list_files", ("path", "nowhere"))));

        Assert.Equal("repeats", Blocked(result).Kind);
        Assert.Contains("list_files {\"path\":\"nowhere\"}", Blocked(result).Reason, StringComparison.Ordinal);
        Assert.Equal(3, _bench.Port.Answers.Count);
    }

    [Fact]
    public async Task The_same_call_is_no_repetition_while_its_result_changes()
    {
        _bench.Write("b.txt", "");
        var write = (string name) => Answers(Call("list_files"), Call("write_file", ("path", name), ("content", "x")));

        Completed(await RunAsync(write("1.txt"), write("2.txt"), write("3.txt"), write("4.txt"), PlayedModel.Finishes()));
    }

    [Fact]
    public async Task A_failed_result_is_marked_for_the_models_client()
    {
        var model = new PlayedModel(Answers(Call("read_file", ("path", "missing")), Call("list_files")), PlayedModel.Finishes());
        _bench.Decorate = _ => model;

        await _bench.RunAsync();

        var results = model.Sent.Last().SelectMany(message => message.Contents).OfType<FunctionResultContent>().ToList();
        Assert.Equal(true, results[0].AdditionalProperties?["conductor.failed"]);
        Assert.Null(results[1].AdditionalProperties);
    }

    private static Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> Cut(params AIContent[] contents) => AnswersAndEnds(ChatFinishReason.Length, contents);

    private Task<AttemptResult> RunAsync(params Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>[] turns)
    {
        _bench.Decorate = _ => new PlayedModel(turns);
        return _bench.RunAsync();
    }
}
