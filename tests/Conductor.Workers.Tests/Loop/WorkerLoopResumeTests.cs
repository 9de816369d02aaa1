using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Workers.Loop;
using Conductor.Workers.Models;
using Conductor.Workers.Tools;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;

namespace Conductor.Workers.Tests.Loop;

public sealed class WorkerLoopResumeTests : IDisposable
{
    private readonly LoopBench _bench = new() { Tools = [new ProbeTool("look"), new ProbeTool("change"), .. WorkerTools.All.Where(tool => tool.Name == "finish")] };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void From_every_prefix_the_conversation_is_the_same_and_only_what_is_unanswered_is_asked()
    {
        var turns = Gen.Elements("look", "change", "both", "rejected", "text", "nonsense").ListOf().Select(list => list.Take(5).ToArray());
        Prop.ForAll(turns.ToArbitrary(), kinds => CheckEveryPrefix([.. kinds.Select(Turn), Finishes()])).QuickCheckThrowOnFailure();
    }

    private void CheckEveryPrefix(object[] turns)
    {
        var (whole, outcome) = Run(turns, null);
        foreach (var (index, prefix) in whole.Snapshots.Index())
        {
            var (resumed, result) = Run(turns, prefix);
            var what = $"after {whole.Records[index]} (record {index})";
            var inDoubt = prefix.Calls.Values.Where(call => call is { StartedWith: not null, IsFinished: false, Proposal.Risk: Core.Approvals.ToolRisk.Write });
            Assert.Equal(inDoubt.Select(call => $"settled {call.Proposal.CallId}"), resumed.Records.Where(record => record.StartsWith("settled", StringComparison.Ordinal)));
            Assert.True(outcome.Outcome == result.Outcome, $"{what}: {result.Outcome}");
            Assert.True(Texts(whole.State).SequenceEqual(Texts(resumed.State)), what);
            var answered = prefix.Steps.OfType<AttemptStep.ModelTurn>().Count();
            Assert.Equal(whole.Records.Count(IsAsking) - answered, resumed.Records.Count(IsAsking));
        }
    }

    private static bool IsAsking(string record) => record.StartsWith("asking", StringComparison.Ordinal);

    private (JournalPort Port, AttemptResult Result) Run(object[] turns, AttemptSnapshot? from)
    {
        _bench.Port = new JournalPort(from)
        {
            Decide = call => Task.FromResult(call.Arguments.Contains("\"no\"", StringComparison.Ordinal)
                ? new ApprovalDecision(ApprovalChoice.Reject, "person", "no")
                : new ApprovalDecision(ApprovalChoice.Approve, "policy")),
        };
#pragma warning disable xUnit1031, VSTHRD002 // FsCheck's properties are synchronous, and nothing here waits for anything.
        return (_bench.Port, _bench.RunAsync(turns).GetAwaiter().GetResult());
#pragma warning restore xUnit1031, VSTHRD002
    }

    private static IEnumerable<string> Texts(AttemptSnapshot state) => state.Steps.Select(step => step.ToString());

    private static object Turn(string kind) => kind switch
    {
        "both" => Calls(("look", new { what = "a" }), ("change", new { what = "b" }), ("look", new { what = "c" })),
        "rejected" => Calls(("change", new { what = "no" }), ("change", new { what = "yes" })),
        "text" => Says("Thinking aloud."),
        "nonsense" => Calls(("fly", new { })),
        _ => Calls((kind, new { what = "a" })),
    };

    [Fact]
    public async Task What_is_sent_is_byte_for_byte_what_was_approved()
    {
        _bench.Context = "# Context\r\n\tkept as it is ";
        await _bench.RunAsync(Finishes());
        var sent = new Conversation(new AttemptStart(
            "track", "T-1", 1, "The approved prompt.\r\n ", _bench.Context, "demo", _bench.Definition, false, _bench.Port.State.Steps, _bench.Port.State.Calls))
            .Messages();

        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool], sent.Select(message => message.Role));
        Assert.Equal(_bench.Context, Assert.IsType<TextContent>(sent[0].Contents[1]).Text);
        Assert.Equal("The approved prompt.\r\n ", Assert.IsType<TextContent>(Assert.Single(sent[1].Contents)).Text);
    }

    [Fact]
    public async Task A_persons_message_is_delivered_before_the_next_model_call()
    {
        _bench.Port.Messages.Enqueue("Use tabs.");
        _bench.Port.Decide = call =>
        {
            if (call.Tool == "look")
            {
                _bench.Port.Messages.Enqueue("And no dots.");
            }
            return Task.FromResult(new ApprovalDecision(ApprovalChoice.Approve, "policy"));
        };

        await _bench.RunAsync(Calls(("look", new { what = "a" })), Finishes());

        Assert.Equal(
            ["told message", "asking 3:0", "answered 3:0", "proposed call-0-0", "decided call-0-0", "started call-0-0", "finished call-0-0", "told message", "asking 3:1"],
            _bench.Port.Records.Take(9));
        Assert.Equal(["Use tabs.", "And no dots."], _bench.Port.State.Steps.OfType<AttemptStep.Told>().Select(told => told.Text));
    }

    [Fact]
    public async Task An_attempt_that_carries_an_answer_plays_its_own_part_of_the_script()
    {
        var script = new Dictionary<string, object>
        {
            ["*"] = new { turns = new[] { Says("BLOCKED: which?") }, afterAnswer = new[] { Finishes("that one") } },
        };
        Assert.Equal("which?", Blocked(await _bench.RunScriptAsync(script)).Reason);

        _bench.Port = new JournalPort();
        _bench.HasAnswer = true;
        Assert.Equal("that one", Completed(await _bench.RunScriptAsync(script)));
    }

    /// <summary>Does nothing and says so; the risk goes by its name.</summary>
    private sealed class ProbeTool(string name) : WorkerTool
    {
        public override string Name => name;

        public override string Description => name;

        public override JsonElement ArgumentsSchema { get; } = JsonElement.Parse("""{"type":"object"}""");

        public override ToolInspection Inspect(JsonElement arguments, ToolContext context) =>
            new ToolInspection.Ready(new ToolFacts(name == "look" ? Workers.Tools.ToolRisk.Read : Workers.Tools.ToolRisk.Write, "file", null));

        public override Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) =>
            Task.FromResult(new ToolResult($"{name}: {arguments.GetRawText()}"));
    }
}
