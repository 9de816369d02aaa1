using System.Globalization;
using Conductor.Core.Approvals;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Protocol;
using Xunit;

namespace Conductor.Server.Tests.Features.Approvals;

public sealed class LedgerTests
{
    private const string Gate = "tracks/sample.track.json:A:1";

    private static readonly ToolProposal Write1 = Make.Write("1");

    private static Scenario Started => Scenario.Running(Make.Ticket("A")).Spawn("A");

    private static TrackCommand.FinishTool Finish(string result = "wrote src/a.cs", bool failed = false, int? exitCode = null) =>
        new(new TrackEvent.ToolFinished("A", 1, "1", result, failed, exitCode), null);

    [Fact]
    public void Before_anything_is_asked_the_ledger_is_empty() => Assert.Empty(LedgerOf.Track(Scenario.Running(Make.Ticket("A"))));

    [Fact]
    public void An_open_gate_says_who_asks_for_what_and_what_is_shown()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Compose("A");

        LedgerRow row = Assert.Single(LedgerOf.Track(track));

        Assert.Equal((ApprovalKind.Spawn, Gate + ":spawn", LedgerStateName.Open), (row.Kind, row.ApprovalId, row.State));
        Assert.Equal(("Tier 3 Worker", "demo", "hash"), (row.Asked.By, row.Asked.Model, row.Asked.ShownHash));
        Assert.Equal(ContentHash.Of("Do A.", "The track's context."), row.Asked.ProposedHash);
        Assert.StartsWith("start a worker: Do A.", row.Asked.What, StringComparison.Ordinal);
        Assert.Equal(Make.Noon, DateTimeOffset.Parse(row.Asked.At, CultureInfo.InvariantCulture));
        Assert.Equal((null, null, null), (row.Decided, row.Ran, row.Result));
    }

    [Fact]
    public void A_worker_that_was_started_as_shown_has_the_hash_of_what_was_sent_and_its_attempts_outcome()
    {
        LedgerRow row = LedgerOf.Track(Started.Complete("A"))[0];

        Assert.Equal((LedgerStateName.Ran, DecisionName.Approve, "person"), (row.State, row.Decided?.Decision, row.Decided?.By));
        Assert.Equal((RanAsName.Proposed, row.Asked.ProposedHash, 1), (row.Ran?.As, row.Ran?.Hash, row.Ran?.Times));
        Assert.Equal(("completed", "A is done.", null), (row.Result?.Outcome, row.Result?.Text, row.Result?.Failed));
        Assert.Equal(["asked", "decided", "ran", "result"], InOrderOfTime(row));
    }

    [Fact]
    public void A_worker_started_with_an_edited_prompt_ran_as_edited_and_the_text_is_kept()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Compose("A").Answer("A", Make.Approve with { Prompt = "Do it well.", Context = "Mine." });

        LedgerRow row = LedgerOf.Track(track)[0];

        Assert.Equal(["prompt", "context"], row.Decided?.Edited);
        Assert.Equal(("Do it well.", "Mine."), (row.Decided?.Prompt, row.Decided?.Context));
        Assert.Equal((LedgerStateName.Started, RanAsName.Edited, ContentHash.Of("Do it well.", "Mine.")), (row.State, row.Ran?.As, row.Ran?.Hash));
        Assert.Equal(row.Decided?.ApprovedHash, row.Ran?.Hash);
    }

    [Fact]
    public void A_rejected_worker_never_ran_and_its_ticket_says_why()
    {
        LedgerRow row = LedgerOf.Track(Scenario.Running(Make.Ticket("A")).Compose("A").Answer("A", Make.Reject()))[0];

        Assert.Equal((LedgerStateName.NotRun, DecisionName.Reject, "Not like this.", null), (row.State, row.Decided?.Decision, row.Decided?.Reason, row.Ran));
        Assert.Equal((null, "blocked"), (row.Decided?.ApprovedHash, row.Result?.Outcome));
    }

    [Fact]
    public void A_gate_that_was_withdrawn_says_why_and_that_nobody_decided()
    {
        LedgerRow row = LedgerOf.Track(Scenario.Running(Make.Ticket("A")).Compose("A").When(new TrackCommand.CancelTicket("A", "Stop it.")))[0];

        Assert.Equal((LedgerStateName.Withdrawn, "The ticket's attempt has ended.", null, null), (row.State, row.Closed?.Reason, row.Decided, row.Result));
    }

    [Fact]
    public void An_approved_worker_whose_attempt_is_taken_back_before_it_starts_never_ran()
    {
        var track = Scenario.Running(Make.Ticket("A"));
        track.Slots = 0;
        track.Spawn("A").Define(Make.Ticket("A") with { Description = "Do something else." });

        LedgerRow row = LedgerOf.Track(track)[0];

        Assert.Equal((LedgerStateName.NotRun, DecisionName.Approve, null), (row.State, row.Decided?.Decision, row.Ran));
        Assert.Equal("Its definition changed before a worker had begun.", row.Closed?.Reason);
    }

    [Fact]
    public void A_spawn_that_went_stale_counts_as_not_sent_and_is_followed_by_the_gate_that_asks_again()
    {
        Scenario track = Started.When(new TrackCommand.ReportStale("A", 1)).Compose("A");

        IReadOnlyList<LedgerRow> rows = LedgerOf.Track(track);

        Assert.Equal([Gate + ":spawn", Gate + ":spawn:2"], rows.Select(row => row.ApprovalId));
        Assert.Equal([LedgerStateName.Overtaken, LedgerStateName.Open], rows.Select(row => row.State));
        Assert.Null(rows[0].Ran);
        Assert.Contains("have changed", rows[0].Closed?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_that_a_model_was_sent_before_it_went_stale_is_not_forgotten()
    {
        Scenario track = Started.When(new TrackCommand.BeginModelCall("A", 1, 0, Core.Usage.Tier.Worker, "demo")).When(new TrackCommand.ReportStale("A", 1));

        LedgerRow row = LedgerOf.Track(track)[0];

        Assert.Equal((LedgerStateName.Overtaken, RanAsName.Proposed), (row.State, row.Ran?.As));
    }

    [Fact]
    public void A_worker_that_goes_on_after_an_interruption_has_begun_twice()
    {
        Scenario track = Started.When(new TrackCommand.PauseRun(PauseCause.Interruption)).When(new TrackCommand.ResumeRun());

        LedgerRun? ran = LedgerOf.Track(track)[0].Ran;

        Assert.Equal((2, RanAsName.Proposed), (ran?.Times, ran?.As));
    }

    [Fact]
    public void A_call_that_was_approved_has_what_it_ran_with_and_what_it_gave()
    {
        ToolProposal make = Make.Command("1");

        LedgerRow row = LedgerOf.Call(Started.Propose("A", make).Answer("A", Make.Approve).Begin("A", make).When(Finish("exit code 2\nNo rule.", failed: true, exitCode: 2)));

        Assert.Equal((ApprovalKind.Tool, Gate + ":1", LedgerStateName.Ran), (row.Kind, row.ApprovalId, row.State));
        Assert.Equal(("run_command make", "It runs a command, which no sandbox confines."), (row.Asked.What, row.Asked.Why));
        Assert.Equal((RanAsName.Proposed, ContentHash.Of(make.Arguments)), (row.Ran?.As, row.Ran?.Hash));
        Assert.Equal((true, 2, "exit code 2 ⏎ No rule.", null), (row.Result?.Failed, row.Result?.ExitCode, row.Result?.Text, row.Result?.Outcome));
        Assert.Equal(["asked", "decided", "ran", "result"], InOrderOfTime(row));
    }

    [Fact]
    public void A_call_with_edited_arguments_ran_as_edited()
    {
        const string Mine = """{"path":"src/b.cs"}""";
        Scenario track = Started.Propose("A", Write1).Answer("A", Make.Approve with { Arguments = Mine }).When(new TrackCommand.BeginTool("A", 1, "1", Mine));

        LedgerRow row = LedgerOf.Call(track);

        Assert.Equal(["arguments"], row.Decided?.Edited);
        Assert.Equal(Mine, row.Decided?.Arguments);
        Assert.Equal((LedgerStateName.Started, RanAsName.Edited, ContentHash.Of(Mine)), (row.State, row.Ran?.As, row.Ran?.Hash));
        Assert.NotEqual(row.Asked.ProposedHash, row.Ran?.Hash);
    }

    [Fact]
    public void A_call_that_ran_with_what_nobody_approved_stands_out()
    {
        Scenario track = Started.Propose("A", Write1).Answer("A", Make.Approve).Given(new TrackEvent.ToolStarted("A", 1, "1", """{"path":"/etc/passwd"}"""));

        Assert.Equal(RanAsName.Otherwise, LedgerOf.Call(track).Ran?.As);
    }

    [Fact]
    public void A_rejected_call_never_ran_and_has_what_its_worker_was_told()
    {
        LedgerRow row = LedgerOf.Call(Started.Propose("A", Write1).Answer("A", Make.Reject()).When(Finish("Rejected: Not like this.", failed: true)));

        Assert.Equal((LedgerStateName.NotRun, null, "Rejected: Not like this."), (row.State, row.Ran, row.Result?.Text));
    }

    [Fact]
    public void An_approved_call_whose_attempt_ends_first_never_ran()
    {
        LedgerRow row = LedgerOf.Call(Started.Propose("A", Write1).Answer("A", Make.Approve).When(new TrackCommand.CancelTicket("A", "Stop it.")));

        Assert.Equal((LedgerStateName.NotRun, null, null), (row.State, row.Ran, row.Result));
        Assert.Equal("The ticket's attempt ended before the call was made.", row.Closed?.Reason);
    }

    [Fact]
    public void A_result_that_comes_after_its_attempt_has_ended_is_kept()
    {
        LedgerRow row = LedgerOf.Call(Started.Propose("A", Write1).Answer("A", Make.Approve).Begin("A", Write1).When(new TrackCommand.CancelTicket("A", "Stop it.")).When(Finish()));

        Assert.Equal((LedgerStateName.Ran, "wrote src/a.cs"), (row.State, row.Result?.Text));
    }

    [Fact]
    public void A_call_whose_file_changed_after_the_approval_is_overtaken_and_asked_again_in_a_row_of_its_own()
    {
        ToolProposal then = Write1 with { Before = "old", After = "new" };
        Scenario track = Started.Propose("A", then).Answer("A", Make.Approve)
            .When(new TrackCommand.ProposeToolAgain("A", 1, then with { Before = "theirs" }, "other")).Answer("A", Make.Approve).Begin("A", then);

        LedgerRow[] rows = [.. LedgerOf.Track(track).Where(row => row.CallId == "1")];

        Assert.Equal([Gate + ":1", Gate + ":1:2"], rows.Select(row => row.ApprovalId));
        Assert.Equal([LedgerStateName.Overtaken, LedgerStateName.Started], rows.Select(row => row.State));
        Assert.Equal(("src/a.cs has changed since it was approved.", null), (rows[0].Closed?.Reason, rows[0].Ran));
        Assert.Equal(["hash", "other"], rows.Select(row => row.Asked.ShownHash));
    }

    [Fact]
    public void A_read_that_is_made_again_after_an_interruption_has_begun_twice()
    {
        ToolProposal read = Make.Read("1");
        var track = Scenario.Running(Make.Step("A")).When(new TrackCommand.RequestTicket("A", "demo"));
        track.Spawn("A").Propose("A", read).Answer("A", Make.Approve).Begin("A", read)
            .When(new TrackCommand.PauseRun(PauseCause.Interruption)).When(new TrackCommand.ResumeRun()).Begin("A", read).When(Finish("text"));

        LedgerRow row = LedgerOf.Call(track);

        Assert.Equal((2, LedgerStateName.Ran, "text"), (row.Ran?.Times, row.State, row.Result?.Text));
    }

    [Fact]
    public void A_call_that_a_mode_lets_pass_has_a_row_without_a_gate()
    {
        Scenario track = Started;
        track.Mode = ApprovalMode.Never;
        track.Propose("A", Write1).Begin("A", Write1).When(Finish());

        LedgerRow row = LedgerOf.Call(track);

        Assert.Equal((null, ApprovalKind.Tool, LedgerStateName.Ran), (row.ApprovalId, row.Kind, row.State));
        Assert.Equal((DecisionName.Approve, "policy:never", null), (row.Decided?.Decision, row.Decided?.By, row.Decided?.RememberedFrom));
        Assert.Equal((null, null, "demo"), (row.Asked.ShownHash, row.Asked.Why, row.Asked.Model));
        Assert.Equal((RanAsName.Proposed, ContentHash.Of(Write1.Arguments)), (row.Ran?.As, row.Ran?.Hash));
    }

    [Fact]
    public void A_read_that_passes_has_a_row_when_it_shows_more_than_was_approved_with_the_worker()
    {
        ToolProposal narrow = Make.Read("1");
        ToolProposal wide = Make.Read("2", "src/b.cs") with { Widens = new Widening("Order.Total", Approved: null) };
        Scenario track = Started.Propose("A", narrow).Propose("A", wide);

        LedgerRow row = Assert.Single(LedgerOf.Track(track), row => row.CallId is not null);

        Assert.Equal((null, "2", LedgerStateName.Approved), (row.ApprovalId, row.CallId, row.State));
        Assert.Equal("It widens what was approved when the worker was started: it shows Order.Total of src/b.cs, which was no part of it.", row.Asked.Why);
    }

    [Fact]
    public void A_call_that_passes_as_approved_for_the_ticket_names_the_approval_that_it_passed_by()
    {
        ToolProposal next = Make.Write("2");
        Scenario track = Started.Propose("A", Write1).Answer("A", Make.Approve with { ForTicket = true }).Propose("A", next).Begin("A", next);

        Assert.True(LedgerOf.Call(track).Decided?.ForTicket);
        Assert.Equal((Gate + ":1", "policy:risky"), (LedgerOf.Call(track, "2").Decided?.RememberedFrom, LedgerOf.Call(track, "2").Decided?.By));
    }

    [Fact]
    public void What_only_reads_and_passes_has_no_row() =>
        Assert.DoesNotContain(LedgerOf.Track(Started.Propose("A", Make.Read("1")).Begin("A", Make.Read("1")).When(Finish())), row => row.CallId == "1");

    [Fact]
    public void A_long_result_is_shortened_to_one_line()
    {
        LedgerRow row = LedgerOf.Call(Started.Propose("A", Write1).Answer("A", Make.Approve).Begin("A", Write1).When(Finish(new string('x', 10_000))));

        Assert.Equal(500, row.Result?.Text.Length);
    }

    /// <summary>Names of the row's moments, sorted by when they were.</summary>
    private static string[] InOrderOfTime(LedgerRow row) =>
    [
        .. new[] { (Name: "result", row.Result?.At), (Name: "ran", row.Ran?.At), (Name: "decided", row.Decided?.At), (Name: "asked", row.Asked.At) }
            .OrderBy(moment => moment.At, StringComparer.Ordinal)
            .Select(moment => moment.Name),
    ];
}
