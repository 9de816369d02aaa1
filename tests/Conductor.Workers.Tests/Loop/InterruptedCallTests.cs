using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;

namespace Conductor.Workers.Tests.Loop;

public sealed class InterruptedCallTests : IDisposable
{
    private readonly LoopBench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>Runs the ticket, then forgets everything after this record and runs it again.</summary>
    private async Task<Workers.Loop.AttemptResult> ResumeAfterAsync(string record, params object[] turns)
    {
        await _bench.RunAsync(turns);
        var at = _bench.Port.Records.IndexOf(record);
        Assert.True(at >= 0, string.Join(' ', _bench.Port.Records));
        _bench.Port = new JournalPort(_bench.Port.Snapshots[at]);
        return await _bench.RunAsync(turns);
    }

    [Fact]
    public async Task A_command_that_may_have_run_is_not_run_again()
    {
        var result = await ResumeAfterAsync("started call-0-0", Calls(("run_command", new { command = "echo x >> log.txt" })), Finishes());

        Assert.Equal("needsDecision", Blocked(result).Kind);
        Assert.Contains("echo x >> log.txt", Blocked(result).Reason, StringComparison.Ordinal);
        Assert.Equal("x\n", _bench.Read("log.txt"));
    }

    [Fact]
    public async Task A_read_that_may_have_run_is_made_again()
    {
        _bench.Write("a.txt", "one");

        Completed(await ResumeAfterAsync("started call-0-0", Calls(("read_file", new { path = "a.txt" })), Finishes()));

        Assert.Equal(["asking 3:1"], _bench.Port.Records.Where(record => record.StartsWith("asking", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_decision_that_was_given_before_the_interruption_still_holds()
    {
        _bench.Port.Decide = call => Task.FromResult(call.Tool == "write_file"
            ? new ApprovalDecision(ApprovalChoice.Reject, "person", "not there")
            : new ApprovalDecision(ApprovalChoice.Approve, "person"));

        Completed(await ResumeAfterAsync("decided call-0-0", Calls(("write_file", new { path = "a.txt", content = "" })), Finishes()));

        Assert.Contains("not there", _bench.Port.Results.First(), StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Port.Proposals, call => call.CallId == "call-0-0");
    }

    [Fact]
    public async Task A_verdict_that_was_given_before_the_interruption_is_proven_without_asking_again()
    {
        _bench.Definition = _bench.Definition with { Acceptance = ["true"] };

        Completed(await ResumeAfterAsync("finished call-0-0", Finishes()));

        Assert.Equal(["process acceptance-1", "acceptance"], _bench.Port.Records);
    }
}
