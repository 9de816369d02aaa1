using System.Text.Json;
using Conductor.Workers.Tools;
using Xunit;

namespace Conductor.Workers.Tests.Tools;

public sealed class FinishToolTests : IDisposable
{
    private readonly ToolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Completed_is_a_verdict() => Assert.Equal(
        new WorkerVerdict(true, "Added it.", null, null), Parse(new { verdict = "completed", summary = "Added it." }));

    [Fact]
    public void Blocked_has_a_kind_and_a_reason() => Assert.Equal(
        new WorkerVerdict(false, "Half way.", "needsDecision", "Which name?"),
        Parse(new { verdict = "blocked", summary = "Half way.", kind = "needsDecision", reason = "Which name?" }));

    [Fact]
    public void A_completed_ticket_has_no_kind() => Assert.Equal(
        new WorkerVerdict(true, "Done.", null, null), Parse(new { verdict = "completed", summary = "Done.", kind = "wrongTicket", reason = "" }));

    [Theory]
    [InlineData("""{ "summary": "x" }""")]
    [InlineData("""{ "verdict": "done", "summary": "x" }""")]
    [InlineData("""{ "verdict": "completed" }""")]
    [InlineData("""{ "verdict": "blocked", "summary": "x", "kind": "tired" }""")]
    [InlineData("""{ "verdict": "completed", "summary": "x", "more": 1 }""")]
    [InlineData("\"completed\"")]
    public void Anything_else_is_a_problem(string json)
    {
        Assert.False(WorkerVerdict.TryParse(JsonElement.Parse(json), out var verdict, out var problem));
        Assert.Null(verdict);
        Assert.StartsWith("finish: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_a_verdict_and_echoes()
    {
        var arguments = new { verdict = "blocked", summary = "Half way.", reason = "Which name?" };
        Assert.Equal(ToolRisk.Verdict, Assert.IsType<ToolInspection.Ready>(_bench.Inspect("finish", arguments)).Facts.Risk);
        Assert.Equal("blocked: Which name?", await _bench.TextAsync("finish", arguments));
    }

    private static WorkerVerdict Parse(object arguments)
    {
        Assert.True(WorkerVerdict.TryParse(JsonSerializer.SerializeToElement(arguments), out var verdict, out _));
        return verdict;
    }
}
