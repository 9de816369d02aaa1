using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;

namespace Conductor.Workers.Tests.Loop;

/// <summary>Files that somebody changes between the decision on a call and the call.</summary>
public sealed class MovedFileTests : IDisposable
{
    private static readonly ApprovalDecision ByPerson = new(ApprovalChoice.Approve, "person");

    private readonly LoopBench _bench = new();
    private int _asked;

    public void Dispose() => _bench.Dispose();

    private static object Writes => Calls(("write_file", new { path = "a.txt", content = "new" }));

    /// <summary>Somebody changes the file while the first decision is on its way.</summary>
    private void WhenDecided(ApprovalDecision first, ApprovalDecision then, string somebody = "somebody else's")
    {
        _bench.Write("a.txt", "old");
        _bench.Port.Decide = call =>
        {
            if (call.Path is null || ++_asked > 1)
            {
                return Task.FromResult(then);
            }
            _bench.Write("a.txt", somebody);
            return Task.FromResult(first);
        };
    }

    [Fact]
    public async Task A_person_is_asked_again_with_the_file_as_it_is_now_before_anything_is_done()
    {
        WhenDecided(ByPerson, ByPerson);

        Completed(await _bench.RunAsync(Writes, Finishes()));

        Assert.Equal(["old", "somebody else's"], _bench.Port.Proposals.Where(call => call.Path is not null).Select(call => call.Before));
        Assert.Equal("new", _bench.Read("a.txt"));
        Assert.Equal("somebody else's", _bench.Port.Completions[0].Before);
        Assert.Single(_bench.Port.Records, "started call-0-0");
    }

    [Fact]
    public async Task A_person_who_sees_the_difference_may_reject_the_call()
    {
        WhenDecided(ByPerson, new ApprovalDecision(ApprovalChoice.Reject, "person", "Look again."));

        await _bench.RunAsync(Writes, Says("I see."), Says("Done."));

        Assert.Equal("somebody else's", _bench.Read("a.txt"));
        Assert.Contains("Look again.", _bench.Port.Results.First(), StringComparison.Ordinal);
        Assert.DoesNotContain("started call-0-0", _bench.Port.Records);
    }

    [Fact]
    public async Task What_a_policy_has_decided_is_worked_out_anew_and_not_asked_again()
    {
        WhenDecided(new ApprovalDecision(ApprovalChoice.Approve, "policy:never"), ByPerson);

        Completed(await _bench.RunAsync(Calls(("edit_file", new { path = "a.txt", oldText = "else", newText = "ELSE" })), Finishes()));

        Assert.Equal("somebody ELSE's", _bench.Read("a.txt"));
        Assert.DoesNotContain("overtaken call-0-0", _bench.Port.Records);
    }

    [Fact]
    public async Task A_rejection_is_never_overtaken()
    {
        WhenDecided(new ApprovalDecision(ApprovalChoice.Reject, "person", "No."), ByPerson);

        Completed(await _bench.RunAsync(Writes, Finishes()));

        Assert.DoesNotContain("overtaken call-0-0", _bench.Port.Records);
        Assert.Equal("somebody else's", _bench.Read("a.txt"));
    }

    [Fact]
    public async Task An_edit_that_has_become_impossible_is_told_to_the_worker()
    {
        WhenDecided(ByPerson, ByPerson);

        Completed(await _bench.RunAsync(Calls(("edit_file", new { path = "a.txt", oldText = "old", newText = "new" })), Finishes()));

        Assert.Contains("oldText is not in 'a.txt'", _bench.Port.Results.First(), StringComparison.Ordinal);
        Assert.DoesNotContain("overtaken call-0-0", _bench.Port.Records);
    }

    [Fact]
    public async Task A_change_by_an_earlier_call_of_the_same_answer_is_no_surprise()
    {
        _bench.Write("a.txt", "one two");
        _bench.Port.Decide = _ => Task.FromResult(ByPerson);

        Completed(await _bench.RunAsync(
            Calls(
                ("edit_file", new { path = "a.txt", oldText = "one", newText = "1" }),
                ("edit_file", new { path = "a.txt", oldText = "two", newText = "2" })),
            Finishes()));

        Assert.Equal("1 2", _bench.Read("a.txt"));
        Assert.DoesNotContain("overtaken call-0-1", _bench.Port.Records);
    }

    [Fact]
    public async Task A_call_that_is_to_be_run_again_is_asked_about_again_when_its_file_changes_in_between()
    {
        _bench.Write("a.txt", "old");
        await _bench.RunAsync(Writes, Finishes());
        var at = _bench.Port.Records.IndexOf("started call-0-0");
        var settled = 0;
        _bench.Port = new JournalPort(_bench.Port.Snapshots[at])
        {
            Settle = _ =>
            {
                if (++settled == 1)
                {
                    _bench.Write("a.txt", "somebody else's");
                }
                return new ApprovalDecision(ApprovalChoice.RunAgain, "person");
            },
        };

        Completed(await _bench.RunAsync(Writes, Finishes()));

        Assert.Equal(["new", "somebody else's"], _bench.Port.Findings.Select(finding => finding.File?.Text));
        Assert.Equal("new", _bench.Read("a.txt"));
    }
}
