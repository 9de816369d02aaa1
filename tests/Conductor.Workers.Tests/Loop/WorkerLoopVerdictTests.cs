using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Workers.Loop;
using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;

namespace Conductor.Workers.Tests.Loop;

public sealed class WorkerLoopVerdictTests : IDisposable
{
    private readonly LoopBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_blocked_verdict_carries_its_kind_and_reason()
    {
        var result = await _bench.RunAsync(Calls(("finish", new { verdict = "blocked", summary = "s", kind = "needsAccess", reason = "no key" })));

        Assert.Equal(new TicketOutcome.Blocked("needsAccess", "no key"), Blocked(result));
    }

    [Theory]
    [InlineData("BLOCKED: which colour?", "which colour?")]
    [InlineData("BLOCKED", "The worker said BLOCKED")]
    [InlineData("**BLOCKED** - which one?", "which one?")]
    [InlineData("  BLOCKED. Which one?", "Which one?")]
    [InlineData("BLOCKED! Ask.", "Ask.")]
    public void A_reply_whose_first_word_is_BLOCKED_is_blocked(string reply, string reason) =>
        Assert.StartsWith(reason, BlockedReply.ReasonIn(reply), StringComparison.Ordinal);

    [Theory]
    [InlineData("I am BLOCKED")]
    [InlineData("BLOCKED_FLAG is set")]
    [InlineData("BLOCKEDNESS")]
    [InlineData("Blocked pipes are fine")]
    [InlineData("UNBLOCKED now")]
    [InlineData("")]
    public void The_word_anywhere_else_does_not_count(string reply) => Assert.Null(BlockedReply.ReasonIn(reply));

    [Fact]
    public async Task A_reply_without_a_verdict_is_asked_once_more()
    {
        var result = await _bench.RunAsync(Says("Done, I think."), Finishes());

        Completed(result);
        Assert.Contains("told nudge", _bench.Port.Records);
    }

    [Fact]
    public async Task Two_replies_without_a_verdict_in_a_row_block_the_ticket()
    {
        var result = await _bench.RunAsync(Says("Done."), Says("Really."));

        Assert.Equal("noVerdict", Blocked(result).Kind);
    }

    [Fact]
    public async Task A_nudge_is_forgotten_once_the_worker_has_worked()
    {
        var result = await _bench.RunAsync(Says("Hm."), Calls(("list_files", new { })), Says("Hm."), Finishes());

        Completed(result);
    }

    [Fact]
    public async Task A_rejected_finish_is_no_verdict()
    {
        var asked = 0;
        _bench.Port.Decide = _ => Task.FromResult(new Core.Approvals.ApprovalDecision(
            asked++ == 0 ? Core.Approvals.ApprovalChoice.Reject : Core.Approvals.ApprovalChoice.Approve, "person", "not yet"));

        var result = await _bench.RunAsync(Finishes("first"), Finishes("second"));

        Assert.Equal("second", Completed(result));
    }

    [Fact]
    public async Task A_failing_acceptance_command_goes_back_to_the_worker_once()
    {
        _bench.Definition = _bench.Definition with { Acceptance = ["test -f done.txt"] };

        var result = await _bench.RunAsync(Finishes(), Calls(("write_file", new { path = "done.txt", content = "" })), Finishes("really"));

        Assert.Equal("really", Completed(result));
        Assert.Equal([("test -f done.txt", 1), ("test -f done.txt", 0)], _bench.Port.Acceptance);
        Assert.Contains(_bench.Port.State.Steps.OfType<AttemptStep.Told>(), told => told.Kind == "acceptance" && told.Text.Contains("test -f done.txt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Acceptance_that_fails_twice_blocks_the_ticket_with_the_output()
    {
        _bench.Definition = _bench.Definition with { Acceptance = ["echo broken wheel; exit 3"] };

        var blocked = Blocked(await _bench.RunAsync(Finishes(), Finishes()));

        Assert.Equal("acceptance", blocked.Kind);
        Assert.Contains("broken wheel", blocked.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_came_back_has_both_tries_at_its_acceptance_again()
    {
        _bench.Definition = _bench.Definition with { Acceptance = ["test -f done.txt"] };
        object[] first = [Finishes(), Calls(("write_file", new { path = "done.txt", content = "" })), Finishes()];
        Completed(await _bench.RunAsync(first));
        File.Delete(Path.Combine(_bench.Folder.FullPath, "done.txt"));
        _bench.Port = new JournalPort(_bench.Port.State with { Steps = _bench.Port.State.Steps.Add(new AttemptStep.Told(WorkReturns.Review, "It is not done.")) });

        var result = await _bench.RunAsync([.. first, Finishes(), Calls(("write_file", new { path = "done.txt", content = "2" })), Finishes("now")]);

        Assert.Equal("now", Completed(result));
        Assert.Equal([("test -f done.txt", 1), ("test -f done.txt", 0)], _bench.Port.Acceptance);
    }

    [Fact]
    public async Task Tier_4_explains_a_failed_command_within_its_cap_and_is_booked_to_itself()
    {
        var script = new Dictionary<string, object>
        {
            ["T-1"] = new[] { Calls(("run_command", new { command = "yes word | head -c 60000; exit 2" })), Finishes() },
            ["tier4"] = new[] { Says("Missing wheel. " + string.Join(' ', Enumerable.Repeat("blah", 5000))) },
        };

        await _bench.RunScriptAsync(script);

        var explained = _bench.Port.Results.First();
        Assert.Contains("Likely cause (tier 4): Missing wheel.", explained, StringComparison.Ordinal);
        var booked = Assert.Single(_bench.Port.Answers, answer => answer.Tier == Tier.Qa);
        Assert.InRange(booked.Usage.InputTokens, 100, 2200);
        Assert.Null(booked.Messages);
        var explanation = explained[explained.IndexOf("Likely cause", StringComparison.Ordinal)..];
        Assert.InRange(Views.O200kTokenCounter.Shared.Count(explanation), 1, 220);
    }

    [Fact]
    public async Task A_tier_4_that_fails_does_not_fail_the_ticket()
    {
        var script = new Dictionary<string, object>
        {
            ["T-1"] = new[] { Calls(("run_command", new { command = "exit 2" })), Finishes() },
            ["tier4"] = new object[] { new { error = new { kind = "server" } } },
        };

        Completed(await _bench.RunScriptAsync(script));
        Assert.StartsWith("exit code 2", _bench.Port.Results.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_tier_4_the_result_is_the_output_alone()
    {
        await _bench.RunAsync(Calls(("run_command", new { command = "exit 2" })), Finishes());

        Assert.DoesNotContain("tier 4", _bench.Port.Results.First(), StringComparison.Ordinal);
    }
}
