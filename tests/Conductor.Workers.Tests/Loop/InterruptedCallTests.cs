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
        _bench.Port = new JournalPort(_bench.Port.Snapshots[at]) { Settle = _settle };
        return await _bench.RunAsync(turns);
    }

    private Func<CallFinding, ApprovalDecision> _settle = _ => throw new InvalidOperationException("Nothing is in doubt.");

    private static object AppendsToLog => Calls(("run_command", new { command = "echo x >> log.txt" }));

    [Fact]
    public async Task A_command_that_may_have_run_is_not_run_again_when_a_person_says_that_it_was_done()
    {
        _settle = _ => new ApprovalDecision(ApprovalChoice.TreatAsDone, "person", Result: "It had run.");

        Completed(await ResumeAfterAsync("started call-0-0", AppendsToLog, Finishes()));

        Assert.Equal("x\n", _bench.Read("log.txt"));
        Assert.Equal("It had run.", _bench.Port.Results.First());
        Assert.DoesNotContain("started call-0-0", _bench.Port.Records);
    }

    [Fact]
    public async Task A_command_that_a_person_wants_run_again_is_run_once_more_with_a_start_of_its_own()
    {
        _settle = _ => new ApprovalDecision(ApprovalChoice.RunAgain, "person");

        Completed(await ResumeAfterAsync("started call-0-0", AppendsToLog, Finishes()));

        Assert.Equal("x\nx\n", _bench.Read("log.txt"));
        Assert.Equal(["settled call-0-0", "started call-0-0", "process call-0-0", "finished call-0-0"], _bench.Port.Records.Take(4));
    }

    [Fact]
    public async Task A_call_that_is_treated_as_failed_is_not_explained_by_tier_4_and_the_worker_goes_on()
    {
        _settle = _ => new ApprovalDecision(ApprovalChoice.TreatAsFailed, "person", "It hung.");

        Completed(await ResumeAfterAsync("started call-0-0", AppendsToLog, Finishes()));

        Assert.Equal("It hung.", _bench.Port.Results.First());
        Assert.Equal("x\n", _bench.Read("log.txt"));
    }

    [Fact]
    public async Task A_file_is_shown_as_it_is_now_and_running_the_call_again_takes_it_as_it_is()
    {
        _settle = _ => new ApprovalDecision(ApprovalChoice.RunAgain, "person");

        Completed(await ResumeAfterAsync("started call-0-0", Calls(("write_file", new { path = "a.txt", content = "new" })), Finishes()));

        Assert.Equal(new CallFinding(null, new FileNow("new", IsReadable: true)), Assert.Single(_bench.Port.Findings));
        Assert.False(_bench.Port.Completions[0].Failed);
    }

    [Fact]
    public async Task The_calls_after_one_in_doubt_are_asked_with_it_and_made_after_it()
    {
        _settle = _ =>
        {
            File.Delete(Path.Combine(_bench.Folder.FullPath, "b.txt"));
            return new ApprovalDecision(ApprovalChoice.TreatAsDone, "person", Result: "It had run.");
        };

        Completed(await ResumeAfterAsync(
            "started call-0-0",
            Calls(("run_command", new { command = "echo x >> log.txt" }), ("write_file", new { path = "b.txt", content = "b" })),
            Finishes()));

        Assert.Equal("b", _bench.Read("b.txt"));
        Assert.Equal("It had run.", _bench.Port.Results.First());
        Assert.StartsWith("created b.txt (1 lines, 1 bytes)", _bench.Port.Results.ElementAt(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_call_is_about_to_do_to_a_file_is_recorded_with_its_start_when_that_is_not_what_was_proposed()
    {
        _bench.Write("a.txt", "one two");

        Completed(await _bench.RunAsync(
            Calls(
                ("edit_file", new { path = "a.txt", oldText = "one", newText = "1" }),
                ("edit_file", new { path = "a.txt", oldText = "two", newText = "2" })),
            Finishes()));

        Assert.Null(_bench.Port.State.Calls["call-0-0"].Planned);
        Assert.Equal(new PlannedChange("a.txt", "1 two", "1 2"), _bench.Port.State.Calls["call-0-1"].Planned);
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
