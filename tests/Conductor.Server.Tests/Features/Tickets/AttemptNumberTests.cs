using Conductor.Core.Approvals;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Cli;
using Conductor.Server.Features.Approvals;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Features.Usage;
using Conductor.Server.Storage;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

/// <summary>Which numbers people see of attempts: a ticket whose gate was asked three times, whose worker failed, and that was retried.</summary>
public sealed class AttemptNumberTests
{
    private const string Id = "T-1";

    private readonly Scenario _track;

    public AttemptNumberTests()
    {
        _track = Scenario.Running(Make.Ticket(Id)).Compose(Id);
        foreach (string wish in (string[])["Do it well.", "Do it better."])
        {
            _track.Define(Make.Ticket(Id) with { Description = wish }).Compose(Id);
        }
    }

    [Fact]
    public void At_the_first_gate_of_a_ticket_it_is_the_first_attempt_however_often_what_it_shows_was_changed()
    {
        ApprovalRequest gate = Assert.Single(_track.State.OpenApprovals.Values);

        Assert.Equal(3, gate.Attempt);
        Assert.Equal(1, ApprovalMapping.ToInfo(_track.State, gate, label => label).Attempt);
        Assert.Equal(0, TicketMapping.ToInfo(_track.State, _track.State.Tickets[Id]).Attempts);
    }

    [Fact]
    public void Ledger_log_output_and_usage_count_only_attempts_that_a_worker_began()
    {
        _track.Answer(Id, Make.Approve).When(new TrackCommand.BeginModelCall(Id, 3, 0, Tier.Worker, "demo")).When(new TrackCommand.RecordModelAnswer(
            new TrackEvent.ModelAnswered(Id, 3, 0, Tier.Worker, "demo", new TokenUsage(1, 1, 0, 1), Estimated: false, Messages: null, "")));
        _track.End(Id, new TicketOutcome.Failed("It broke.")).When(new TrackCommand.RetryTicket(Id, null, "demo")).Compose(Id).Answer(Id, Make.Approve);
        JournalEntry[] entries = [.. _track.History.Select((happened, index) => new JournalEntry(index + 1, "track", Make.Noon, happened))];

        Assert.Equal([1, 1, 1, 2], ApprovalLedger.Of(entries).Select(row => row.Attempt));
        Assert.Equal(["attempt 1 started", "attempt 2 started"], _track.History.OfType<TrackEvent.AttemptStarted>().Select(started => EventWords.Of(started, _track.State)));
        Assert.Equal("── attempt 1 ──\n── failed ──\n── attempt 2 ──\n", WorkerTranscript.Render(entries, Id, []));
        Assert.Equal([1], UsageMapping.ToReport([("track", _track.State)]).Rows.Select(row => row.Attempt));
        Assert.Equal(2, TicketMapping.ToInfo(_track.State, _track.State.Tickets[Id]).Attempts);
    }
}
