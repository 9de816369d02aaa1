using System.Globalization;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;

namespace Conductor.Server.Features.Approvals;

/// <summary>The parts of the ledger's rows, made from what the journal says.</summary>
internal static class LedgerFacts
{
    private const int MostResult = 500;

    /// <summary>The row of a gate that has just opened.</summary>
    public static LedgerRow Asked(JournalEntry entry, ApprovalRequest request, LedgerAttempt attempt)
    {
        (string what, string? why, string? callId) = request switch
        {
            ApprovalRequest.Spawn { Proposal: var spawn } => (WordsOf(spawn, attempt.Title), spawn.Note, null),
            ApprovalRequest.Tool tool => (WordsOf(tool.Proposal), tool.Why, tool.Proposal.CallId),
            ApprovalRequest.InDoubt { Interrupted: var interrupted } =>
                (WordsOf(interrupted.Call), $"{DoubtWords.Why} {string.Join(" ", DoubtWords.Known(interrupted))}", interrupted.Call.CallId),
            _ => ("", null, (string?)null),
        };
        string proposed = HashOf(request, decision: null);
        return new LedgerRow(
            entry.Sequence,
            entry.TrackId,
            request.TicketId,
            attempt.Number,
            ApprovalMapping.KindOf(request),
            request.ApprovalId,
            callId,
            LedgerStateName.Open,
            new LedgerAsked(ApprovalMapping.WorkerRole, attempt.Model, Time(request.RequestedAt), why, what, request.ShownHash, proposed),
            Decided: null,
            Closed: null,
            Ran: null,
            Result: null);
    }

    /// <summary>Whether a call has a row though nobody was asked: it has an effect, or widens what was approved.</summary>
    public static bool IsSeenWhenPassed(ToolProposal call) => call.Risk is ToolRisk.Write or ToolRisk.Command || call.Widens is not null;

    /// <summary>The row of a call that was decided without a gate of its own.</summary>
    public static LedgerRow Passed(JournalEntry entry, TrackEvent.ToolDecided decided, ToolProposal call, LedgerAttempt attempt)
    {
        string proposed = ContentHash.Of(call.Arguments);
        LedgerDecision decision = Decided(decided.Decision, entry.At, proposed) with { RememberedFrom = attempt.Remembered.GetValueOrDefault(ApprovalRule.For(call)) };
        return new LedgerRow(
            entry.Sequence,
            entry.TrackId,
            decided.TicketId,
            attempt.Number,
            ApprovalKind.Tool,
            ApprovalId: null,
            call.CallId,
            StateAfter(decided.Decision.Choice),
            new LedgerAsked(ApprovalMapping.WorkerRole, attempt.Model, Time(entry.At), call.Widens?.Words(call.Path), WordsOf(call), ShownHash: null, proposed),
            decision,
            Closed: null,
            Ran: null,
            Result: null);
    }

    /// <summary>What was decided at a gate.</summary>
    public static LedgerDecision Decided(ApprovalRequest request, ApprovalDecision decision, DateTimeOffset at) => Decided(decision, at, HashOf(request, decision));

    /// <summary>Where a row stands once this is decided.</summary>
    public static LedgerStateName StateAfter(ApprovalChoice choice) => choice switch
    {
        ApprovalChoice.Approve or ApprovalChoice.RunAgain => LedgerStateName.Approved,
        ApprovalChoice.TreatAsDone or ApprovalChoice.TreatAsFailed => LedgerStateName.Settled,
        _ => LedgerStateName.NotRun,
    };

    /// <summary>What has run so far of a row, one start later.</summary>
    /// <param name="hash">Of what runs.</param>
    public static LedgerRun Started(LedgerRow row, string hash, DateTimeOffset at)
    {
        RanAsName ranAs = hash == row.Asked.ProposedHash ? RanAsName.Proposed
            : hash == row.Decided?.ApprovedHash ? RanAsName.Edited
            : RanAsName.Otherwise;
        return new LedgerRun(row.Ran?.At ?? Time(at), (row.Ran?.Times ?? 0) + 1, hash, ranAs);
    }

    /// <summary>How a worker's attempt ended.</summary>
    public static LedgerResult Ended(TicketOutcome outcome, DateTimeOffset at) =>
        new(Time(at), outcome.Status, Failed: null, ExitCode: null, OneLine.Of(WordsOf(outcome), MostResult));

    /// <summary>What a tool call gave.</summary>
    public static LedgerResult Finished(TrackEvent.ToolFinished finished, DateTimeOffset at) =>
        new(Time(at), Outcome: null, finished.Failed, finished.ExitCode, OneLine.Of(finished.Result, MostResult));

    /// <summary>Why a row is closed.</summary>
    public static LedgerClosing Closed(string reason, DateTimeOffset at) => new(Time(at), reason);

    /// <summary>A moment as the wire has it: ISO 8601, UTC.</summary>
    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static LedgerDecision Decided(ApprovalDecision decision, DateTimeOffset at, string approvedHash)
    {
        (string Name, string? Text)[] parts =
            [("prompt", decision.Prompt), ("context", decision.Context), ("arguments", decision.Arguments), ("result", decision.Result)];
        return new LedgerDecision(
            ApprovalMapping.ToName(decision.Choice),
            decision.By,
            Time(at),
            decision.Reason,
            [.. parts.Where(part => part.Text is not null).Select(part => part.Name)],
            decision.Prompt,
            decision.Context,
            decision.Arguments,
            decision.Result,
            decision.ForTicket,
            RememberedFrom: null,
            StateAfter(decision.Choice) == LedgerStateName.Approved ? approvedHash : null);
    }

    /// <summary>The hash that what runs must have, in the form in which the journal tells what ran.</summary>
    /// <param name="decision">Whose edits are applied; null for what is asked.</param>
    private static string HashOf(ApprovalRequest request, ApprovalDecision? decision) => request switch
    {
        ApprovalRequest.Spawn { Proposal: var spawn } => ContentHash.Of(decision?.Prompt ?? spawn.Prompt, decision?.Context ?? spawn.Context),
        ApprovalRequest.Tool { Proposal: var call } => ContentHash.Of(decision?.Arguments ?? call.Arguments),
        ApprovalRequest.InDoubt { Interrupted.Call: var call } => ContentHash.Of(call.Arguments),
        _ => "",
    };

    private static string WordsOf(SpawnProposal spawn, string title)
    {
        string then = spawn.Acceptance.IsEmpty ? "" : $"; runs {string.Join(", ", spawn.Acceptance)} when it is done";
        return OneLine.Of(string.Create(CultureInfo.InvariantCulture, $"start a worker: {title} ({spawn.Pieces.Sum(piece => piece.Tokens):N0} tokens{then})"), MostResult);
    }

    private static string WordsOf(ToolProposal call) => CallWords.Of(call.Tool, call.Arguments);

    private static string WordsOf(TicketOutcome outcome) => outcome switch
    {
        TicketOutcome.Completed completed => completed.Summary,
        TicketOutcome.Blocked blocked => blocked.Reason,
        TicketOutcome.Failed failed => failed.Error,
        TicketOutcome.Cancelled cancelled => cancelled.Reason,
        TicketOutcome.Skipped skipped => skipped.Reason,
        _ => "",
    };
}
