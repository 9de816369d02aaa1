using Conductor.Core.Approvals;
using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;

namespace Conductor.Workers.Tests.Loop;

public sealed class WorkerLoopGateTests : IDisposable
{
    private readonly LoopBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private static ApprovalDecision Approve(string? arguments = null) => new(ApprovalChoice.Approve, "person", Arguments: arguments);

    private static ApprovalDecision Reject(string? reason = null) => new(ApprovalChoice.Reject, "person", reason);

    [Fact]
    public async Task A_call_is_proposed_decided_started_and_finished_before_the_next_answer()
    {
        var result = await _bench.RunAsync(Calls(("write_file", new { path = "a.txt", content = "one" })), Finishes());

        Assert.Equal("All done.", Completed(result));
        Assert.Equal("one", _bench.Read("a.txt"));
        Assert.Equal(
            ["asking 3:0", "answered 3:0", "proposed call-0-0", "decided call-0-0", "started call-0-0", "finished call-0-0",
                "asking 3:1", "answered 3:1", "proposed call-1-0", "decided call-1-0", "started call-1-0", "finished call-1-0"],
            _bench.Port.Records);
    }

    [Fact]
    public async Task A_rejected_call_changes_nothing_and_its_reason_reaches_the_worker()
    {
        _bench.Port.Decide = call => Task.FromResult(call.Tool == "write_file" ? Reject("use b.txt") : Approve());

        await _bench.RunAsync(Calls(("write_file", new { path = "a.txt", content = "one" })), Finishes());

        Assert.False(_bench.Exists("a.txt"));
        Assert.Contains("nothing was changed: use b.txt", _bench.Port.Results.First(), StringComparison.Ordinal);
        Assert.DoesNotContain("started call-0-0", _bench.Port.Records);
    }

    [Fact]
    public async Task Edited_arguments_are_used_and_the_worker_is_told_what_was_changed()
    {
        _bench.Port.Decide = call => Task.FromResult(
            call.Tool == "write_file" ? Approve("""{"path":"b.txt","content":"one"}""") : Approve());

        await _bench.RunAsync(Calls(("write_file", new { path = "a.txt", content = "one" })), Finishes());

        Assert.False(_bench.Exists("a.txt"));
        Assert.Equal("one", _bench.Read("b.txt"));
        Assert.Contains("- path is now \"b.txt\"", _bench.Port.Results.First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"path":"a.txt","path":"../b.txt","content":""}""")]
    public async Task Edited_arguments_that_make_no_sense_are_a_failed_result(string arguments)
    {
        _bench.Port.Decide = call => Task.FromResult(call.Tool == "write_file" ? Approve(arguments) : Approve());

        var result = await _bench.RunAsync(Calls(("write_file", new { path = "a.txt", content = "one" })), Finishes());

        Completed(result);
        Assert.True(_bench.Port.Completions[0].Failed);
    }

    [Fact]
    public async Task Edited_arguments_that_lead_through_a_link_to_a_protected_path_are_a_failed_result()
    {
        Directory.CreateDirectory(At(".git"));
        Directory.CreateSymbolicLink(At("sub"), At(".git"));
        _bench.Port.Decide = call => Task.FromResult(call.Tool == "write_file" ? Approve("""{"path":"sub/config","content":"one"}""") : Approve());

        await _bench.RunAsync(Calls(("write_file", new { path = "a.txt", content = "one" })), Finishes());

        Assert.False(_bench.Exists(".git/config"));
        Assert.Contains(".git/config", _bench.Port.Results.First(), StringComparison.Ordinal);
        Assert.True(_bench.Port.Completions[0].Failed);
    }

    [Fact]
    public async Task A_protected_call_may_be_edited_where_its_gate_showed_that_path()
    {
        Directory.CreateDirectory(At(".git"));
        _bench.Port.Decide = call => Task.FromResult(call.Tool == "write_file" ? Approve("""{"path":".git/config","content":"mine"}""") : Approve());

        await _bench.RunAsync(Calls(("write_file", new { path = ".git/config", content = "one" })), Finishes());

        Assert.Equal("mine", _bench.Read(".git/config"));
    }

    [Fact]
    public async Task Abort_ends_the_attempt_as_cancelled()
    {
        _bench.Port.Decide = _ => Task.FromResult(new ApprovalDecision(ApprovalChoice.Abort, "person", "enough"));

        var result = await _bench.RunAsync(Calls(("write_file", new { path = "a.txt", content = "one" })));

        Assert.Equal("enough", Assert.IsType<Core.Tickets.TicketOutcome.Cancelled>(result.Outcome).Reason);
        Assert.False(_bench.Exists("a.txt"));
    }

    [Fact]
    public async Task All_gates_of_one_answer_are_open_before_the_first_is_answered_and_the_calls_are_made_in_order()
    {
        var all = new TaskCompletionSource();
        _bench.Port.Decide = async call =>
        {
            if (_bench.Port.Proposals.Count == 3)
            {
                all.TrySetResult();
            }
            await all.Task.WaitAsync(TestContext.Current.CancellationToken);
            return call.Arguments.Contains("b.txt", StringComparison.Ordinal) ? Reject("not this one") : Approve();
        };

        await _bench.RunAsync(
            Calls(
                ("write_file", new { path = "a.txt", content = "a" }),
                ("write_file", new { path = "b.txt", content = "b" }),
                ("finish", new { verdict = "completed", summary = "s" })));

        Assert.True(_bench.Exists("a.txt"));
        Assert.False(_bench.Exists("b.txt"));
        Assert.Equal(["call-0-0", "call-0-1", "call-0-2"], _bench.Port.Completions.Select(done => done.CallId));
    }

    [Fact]
    public async Task A_path_that_has_become_a_link_to_another_place_since_the_decision_is_not_written()
    {
        Directory.CreateDirectory(At(".git"));
        WhenWriteIsDecided(() => Directory.CreateSymbolicLink(At("sub"), At(".git")));

        await _bench.RunAsync(Calls(("write_file", new { path = "sub/config", content = "new" })), Finishes());

        Assert.False(_bench.Exists(".git/config"));
        Assert.Contains("leads elsewhere now", _bench.Port.Results.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_was_decided_on_as_harmless_has_no_effect_when_it_could_have_one_later()
    {
        Directory.CreateSymbolicLink(At("sub"), Path.GetTempPath());
        WhenWriteIsDecided(() =>
        {
            Directory.Delete(At("sub"));
            Directory.CreateDirectory(At("sub"));
        });

        await _bench.RunAsync(Calls(("write_file", new { path = "sub/a.txt", content = "new" })), Finishes());

        Assert.Equal(ToolRisk.Read, _bench.Port.Proposals[0].Risk);
        Assert.False(_bench.Exists("sub/a.txt"));
    }

    [Fact]
    public async Task Two_edits_of_one_file_in_one_answer_are_both_made()
    {
        _bench.Write("a.txt", "one two");

        await _bench.RunAsync(
            Calls(
                ("edit_file", new { path = "a.txt", oldText = "one", newText = "1" }),
                ("edit_file", new { path = "a.txt", oldText = "two", newText = "2" })),
            Finishes());

        Assert.Equal("1 2", _bench.Read("a.txt"));
    }

    [Theory]
    [InlineData("a.txt", false, true)]
    [InlineData("src/a.txt", false, false)]
    [InlineData(".git/config", true, true)]
    [InlineData("src/.conductor/x", true, false)]
    public async Task A_write_says_whether_it_is_protected_and_outside_the_tickets_writes(string path, bool isProtected, bool isOutside)
    {
        _bench.Definition = _bench.Definition with { Writes = ["src/**"] };

        await _bench.RunAsync(Calls(("write_file", new { path, content = "new" })), Finishes());

        var proposal = _bench.Port.Proposals[0];
        Assert.Equal((ToolRisk.Write, path, isProtected, isOutside), (proposal.Risk, proposal.Path, proposal.IsProtected, proposal.IsOutsideWrites));
        Assert.Equal((null, "new"), (proposal.Before, proposal.After));
    }

    [Fact]
    public async Task A_glob_that_is_protected_while_the_worker_runs_counts_from_its_next_call()
    {
        WhenWriteIsDecided(() => _bench.NeverAutoApprove = ["*.env"]);

        await _bench.RunAsync(
            Calls(("write_file", new { path = "a.env", content = "1" })), Calls(("write_file", new { path = "b.env", content = "2" })), Finishes());

        Assert.Equal([false, true, false], _bench.Port.Proposals.Select(proposal => proposal.IsProtected));
    }

    [Fact]
    public async Task A_command_that_names_a_protected_path_is_protected()
    {
        _bench.Port.Decide = call => Task.FromResult(call.Risk == ToolRisk.Command ? Reject() : Approve());

        await _bench.RunAsync(Calls(("run_command", new { command = "rm -rf .git" })), Finishes());

        Assert.True(_bench.Port.Proposals[0].IsProtected);
        Assert.Equal("rm -rf .git", _bench.Port.Proposals[0].Command);
    }

    [Theory]
    [InlineData("write_file", "{\"path\":\"../out.txt\",\"content\":\"x\"}")]
    [InlineData("write_file", "{}")]
    [InlineData("fly", "{}")]
    public async Task A_call_that_cannot_be_made_is_proposed_as_harmless_and_fails(string tool, string arguments)
    {
        await _bench.RunAsync(Calls((tool, System.Text.Json.JsonElement.Parse(arguments))), Finishes());

        Assert.Equal(ToolRisk.Read, _bench.Port.Proposals[0].Risk);
        Assert.True(_bench.Port.Completions[0].Failed);
    }

    [Fact]
    public async Task A_call_id_that_repeats_becomes_one_of_its_own()
    {
        object Look(string id, string path) => new { toolCalls = new[] { new { id, name = "list_files", arguments = new { path } } } };

        await _bench.RunAsync(Look("x", "a"), Look("x", "b"), Look("", "c"), Finishes());

        Assert.Equal(["x", "1-0", "2-0", "call-3-0"], _bench.Port.Completions.Select(done => done.CallId));
    }

    [Fact]
    public async Task A_command_that_is_stopped_is_finished_in_the_journal()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _bench.Port.Recorded = record =>
        {
            if (record == "process call-0-0")
            {
                stop.Cancel();
            }
        };
        var script = new Dictionary<string, object> { ["T-1"] = new[] { Calls(("run_command", new { command = "sleep 100" })) } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.RunScriptAsync(script, stop.Token));

        Assert.Equal("finished call-0-0", _bench.Port.Records[^1]);
        Assert.Contains("was stopped", _bench.Port.Results.Single(), StringComparison.Ordinal);
    }

    private string At(string path) => Path.Combine(_bench.Folder.FullPath, path);

    private void WhenWriteIsDecided(Action happens) => _bench.Port.Decide = call =>
    {
        if (call.Tool == "write_file")
        {
            happens();
        }
        return Task.FromResult(Approve());
    };
}
