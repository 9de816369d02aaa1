using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Storage;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

/// <summary>What a recording makes of events that no scripted run has.</summary>
public sealed class RecordedRunTests
{
    private static readonly TokenUsage Usage = new(10, 4, 2, 1, ReasoningTokens: 3, CacheWriteTokens: 5, Cost: 0.25m);

    private readonly List<JournalEntry> _entries = [];

    [Fact]
    public void Thoughts_are_kept_and_what_a_provider_signs_is_not()
    {
        Begin();
        Prepare("T-1", 1);
        Asked("T-1", 1, 0);
        Happened(Answer("T-1", 1, 0, [new TextReasoningContent("Hm.") { ProtectedData = "c2lnbmF0dXJl" }, new TextContent("Done.")]));

        ScriptTurn turn = Assert.Single(Recorded.Script.Tickets["T-1"].Turns);

        Assert.Equal(("Hm.", "Done."), (turn.Reasoning, turn.Text));
        Assert.Equal(Usage with { Cost = null }, ScriptReader.Read(Text, out _)?.Tickets["T-1"].Turns[0].Usage);
        Assert.DoesNotContain("c2lnbmF0dXJl", Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_taken_out_of_texts_thoughts_ids_and_arguments()
    {
        string key = Secrets.Remember("planted-key-of-recordings") ?? "";
        Begin();
        Prepare("T-1", 1);
        Asked("T-1", 1, 0);
        Happened(Answer("T-1", 1, 0, [
            new TextReasoningContent($"I know {key}."), new TextContent($"It is {key}."),
            new FunctionCallContent($"id-{key}", "run_command", new Dictionary<string, object?> { ["command"] = $"echo {key}", [key] = new[] { "AIzaSyA0123456789abcdefghijklmnop" } }),
        ]));
        Asked("T-1", 1, 1);
        Happened(new TrackEvent.AttemptEnded("T-1", 1, new TicketOutcome.Failed($"401: {key}")));

        Assert.DoesNotContain(key, Text, StringComparison.Ordinal);
        Assert.DoesNotContain("AIzaSy", Text, StringComparison.Ordinal);
        Assert.Equal(8, Text.Split("[removed]").Length);
        Assert.NotNull(ScriptReader.Read(Text, out ImmutableArray<string> problems));
        Assert.Empty(problems);
    }

    [Fact]
    public void A_call_that_failed_with_a_cost_fails_again_with_what_had_come_of_it()
    {
        Begin();
        Prepare("T-1", 1);
        Asked("T-1", 1, 0);
        Happened(new TrackEvent.ModelAnswered("T-1", 1, 0, Tier.Worker, "m", Usage, Estimated: false, Messages: null, "Half a"));
        Asked("T-1", 1, 0);
        Happened(Answer("T-1", 1, 0, [new TextContent("Whole.")]));

        ScriptTurn turn = Assert.Single(Recorded.Script.Tickets["T-1"].Turns);

        Assert.Equal((ModelFailureKind.CutStream, "Half a", Usage), (turn.Errors.Single().Kind, turn.Errors.Single().Text, turn.Errors.Single().Usage));
        Assert.Empty(Recorded.Notes);
    }

    [Fact]
    public void Failures_come_again_as_they_were_recorded_and_waits_for_a_turn_do_not()
    {
        Begin();
        Prepare("T-1", 1);
        Happened(Failure(ModelWait.Limit, retrySeconds: 9));
        Asked("T-1", 1, 0);
        Happened(Failure("rateLimit", retrySeconds: 40));
        Asked("T-1", 1, 0);
        Happened(new TrackEvent.ModelAnswered("T-1", 1, 0, Tier.Worker, "m", Usage, Estimated: true, Messages: null, ""));
        Happened(Failure("unknown", retrySeconds: null));
        Happened(new TrackEvent.AttemptEnded("T-1", 1, new TicketOutcome.Failed("It failed.")));

        ScriptTurn turn = Assert.Single(Recorded.Script.Tickets["T-1"].Turns);

        Assert.Equal([(ModelFailureKind.RateLimit, null), (ModelFailureKind.Unknown, true)], turn.Errors.Select(error => (error.Kind, error.WasTaken)));
        Assert.Equal(["It failed: rateLimit.", "It failed: unknown."], turn.Errors.Select(error => error.Message));
        Assert.Equal([TimeSpan.FromMilliseconds(1), null], turn.Errors.Select(error => error.RetryAfter));
        Assert.Equal(TimeSpan.FromSeconds(40), RunRecording.OfLatestRun(_entries, keepsDelays: true)?.Script.Tickets["T-1"].Turns[0].Errors[0].RetryAfter);
        Assert.Empty(Recorded.Notes);
    }

    [Fact]
    public void Tier_4_fails_again_before_it_explains()
    {
        Begin();
        Prepare("T-1", 1);
        Asked("T-1", 1, 0);
        Happened(new TrackEvent.ModelAnswered("T-1", 1, 0, Tier.Qa, "m", Usage, Estimated: false, Messages: null, ""));
        Happened(Failure("server", retrySeconds: 1) with { Tier = Tier.Qa });
        Happened(new TrackEvent.ModelAnswered("T-1", 1, 0, Tier.Qa, "m", Usage, Estimated: false, Messages: null, "The cause."));

        ScriptTurn turn = Assert.Single(Recorded.Script.Tickets["T-1"].For(1, hasAnswer: false).Qa ?? []);

        Assert.Equal(("The cause.", ModelFailureKind.Server, Usage), (turn.Text, turn.Errors.Single().Kind, turn.Errors.Single().Usage));
    }

    [Fact]
    public void A_ticket_that_failed_by_its_model_fails_with_the_same_words()
    {
        Begin();
        Prepare("T-1", 1);
        Asked("T-1", 1, 0);
        Happened(new TrackEvent.AttemptEnded("T-1", 1, new TicketOutcome.Failed("The key was refused. Set another one.")));

        ScriptTurn turn = Assert.Single(Recorded.Script.Tickets["T-1"].Turns);

        Assert.False(turn.IsAnswer);
        Assert.Equal("The key was refused. Set another one.", turn.Errors.Single().Message);
    }

    [Fact]
    public void What_was_stopped_is_left_out_and_said_so()
    {
        Begin();
        Prepare("T-1", 1);
        Asked("T-1", 1, 0);
        Happened(new TrackEvent.ModelAnswered("T-1", 1, 0, Tier.Worker, "m", Usage, Estimated: true, Messages: null, "Half a"));
        Happened(new TrackEvent.AttemptResumed("T-1", 1));
        Asked("T-1", 1, 0);
        Happened(Answer("T-1", 1, 0, [new TextContent("Whole.")]));

        Assert.Empty(Assert.Single(Recorded.Script.Tickets["T-1"].Turns).Errors);
        Assert.Equal("Calls that were stopped in the middle are left out, with what they cost: 1.", Assert.Single(Recorded.Notes));
    }

    [Fact]
    public void Attempts_are_numbered_as_a_replay_numbers_them_and_tier_4_is_with_its_attempt()
    {
        Begin();
        Prepare("T-1", 1);
        Happened(new TrackEvent.AttemptWithdrawn("T-1", 1, "Its process died."));
        Prepare("T-1", 2);
        Asked("T-1", 2, 0);
        Happened(Answer("T-1", 2, 0, [new TextContent("First.")]));
        Happened(new TrackEvent.ModelAnswered("T-1", 2, 1, Tier.Qa, "m", Usage, Estimated: false, Messages: null, "The cause."));
        Prepare("T-1", 3);
        Asked("T-1", 3, 0);
        Happened(Answer("T-1", 3, 0, [new TextContent("Second.")]));

        TicketScript ticket = Recorded.Script.Tickets["T-1"];

        Assert.Equal(["First.", "Second."], [ticket.For(1, hasAnswer: false).Turns.Single().Text, ticket.For(2, hasAnswer: true).Turns.Single().Text]);
        Assert.Equal([false, true], (ticket.For(1, hasAnswer: false).Qa ?? []).Select(turn => turn.IsAnswer));
        Assert.Null(ticket.For(2, hasAnswer: true).Qa);
    }

    [Fact]
    public void The_latest_run_is_recorded_with_what_had_been_done_before_it()
    {
        Begin();
        Complete("done-before", 1, "Early.");
        Complete("again", 1, "First run.");
        Happened(new TrackEvent.RunEnded(RunStatus.Blocked, ""));
        Begin();
        Complete("again", 2, "Second run.");
        Begin();

        Assert.Equal(["again", "done-before"], Recorded.Script.Tickets.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("Second run.", Recorded.Script.Tickets["again"].Turns.Single().Text);
    }

    [Fact]
    public void A_ticket_with_a_model_of_its_own_is_named()
    {
        Begin();
        Happened(new TrackEvent.AttemptPrepared("T-1", 1, new TicketDefinition("T-1", "Do it.") { Model = "gemini:g" }));
        Asked("T-1", 1, 0);

        Assert.Contains(Recorded.Notes, note => note.StartsWith("T-1 names a model in the track file", StringComparison.Ordinal));
    }

    [Fact]
    public void Delays_are_kept_when_wanted()
    {
        Begin();
        Complete("T-1", 1, "Slow.");

        Assert.Equal(TimeSpan.FromSeconds(1), RunRecording.OfLatestRun(_entries, keepsDelays: true)?.Script.Tickets["T-1"].Turns[0].Delay);
        Assert.Equal(TimeSpan.Zero, Recorded.Script.Tickets["T-1"].Turns[0].Delay);
    }

    private RunRecording Recorded => RunRecording.OfLatestRun(_entries, keepsDelays: false) ?? throw new InvalidOperationException("Nothing was recorded.");

    private string Text => ScriptWriter.Write(Recorded.Script);

    /// <summary>Each event comes a second after the one before.</summary>
    private void Happened(TrackEvent what) =>
        _entries.Add(new JournalEntry(_entries.Count + 1, "track", Now, what));

    private DateTimeOffset Now => new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero).AddSeconds(_entries.Count);

    private void Begin() => Happened(new TrackEvent.RunStarted(new RunOptions()));

    private void Prepare(string ticketId, int attempt) => Happened(new TrackEvent.AttemptPrepared(ticketId, attempt, new TicketDefinition(ticketId, "Do it.")));

    private void Asked(string ticketId, int attempt, int turn) => Happened(new TrackEvent.ModelCallStarted(ticketId, attempt, turn, Tier.Worker, "m"));

    private TrackEvent.ModelCallFailed Failure(string kind, int? retrySeconds) => new(
        "T-1", 1, 0, Tier.Worker, "m", kind, $"It failed: {kind}.", retrySeconds is { } seconds ? Now.AddSeconds(seconds) : null);

    private void Complete(string ticketId, int attempt, string text)
    {
        Prepare(ticketId, attempt);
        Asked(ticketId, attempt, 0);
        Happened(Answer(ticketId, attempt, 0, [new TextContent(text)]));
        Happened(new TrackEvent.AttemptEnded(ticketId, attempt, new TicketOutcome.Completed(text)));
    }

    private static TrackEvent.ModelAnswered Answer(string ticketId, int attempt, int turn, IList<AIContent> contents) =>
        new(ticketId, attempt, turn, Tier.Worker, "m", Usage, Estimated: false, MessageJson.Write([new ChatMessage(ChatRole.Assistant, contents)]), "");
}
