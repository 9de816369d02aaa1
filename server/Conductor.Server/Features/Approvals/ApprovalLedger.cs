using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Effects;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;

namespace Conductor.Server.Features.Approvals;

/// <summary>
/// The approval ledger: who asked for what, who decided, and what ran of it. One row for each gate, and one for each call with an effect
/// that passed without one, so that nothing that ran is missing; so has a read that showed more than was approved with the worker. A pure fold: the same journal gives the same rows.
/// </summary>
internal sealed class ApprovalLedger
{
    private readonly List<LedgerRow> _rows = [];
    private readonly Dictionary<string, (int Row, ApprovalRequest Request)> _gates = new(StringComparer.Ordinal);
    private readonly Dictionary<AttemptKey, LedgerAttempt> _attempts = [];

    /// <summary>How many attempts of each ticket a worker has begun.</summary>
    private readonly Dictionary<(string TrackId, string TicketId), int> _begun = [];

    private ApprovalLedger()
    {
    }

    /// <summary>The rows in the order of asking.</summary>
    /// <param name="entries">Of one track or of several, oldest first.</param>
    public static IReadOnlyList<LedgerRow> Of(IEnumerable<JournalEntry> entries)
    {
        var ledger = new ApprovalLedger();
        foreach (JournalEntry entry in entries)
        {
            ledger.Apply(entry);
        }

        return ledger._rows;
    }

    private void Apply(JournalEntry entry)
    {
        switch (entry.Event)
        {
            case TrackEvent.AttemptPrepared e:
                _attempts[new AttemptKey(entry.TrackId, e.TicketId, e.Attempt)] =
                    new LedgerAttempt(e.Definition.DisplayTitle, _begun.GetValueOrDefault((entry.TrackId, e.TicketId)) + 1);
                break;
            case TrackEvent.ApprovalRequested { Request: var request }:
                Ask(entry, request, AttemptOf(entry, request.TicketId, request.Attempt));
                break;
            case TrackEvent.ApprovalDecided e when _gates.TryGetValue(e.ApprovalId, out (int Row, ApprovalRequest Request) gate):
                Decide(entry, e.Decision, gate.Row, gate.Request);
                break;
            case TrackEvent.ApprovalWithdrawn e when _gates.TryGetValue(e.ApprovalId, out (int Row, ApprovalRequest Request) gate):
                Close(gate.Row, LedgerStateName.Withdrawn, entry, e.Reason);
                break;
            case TrackEvent.AttemptStarted e:
                LedgerAttempt begun = AttemptOf(entry, e.TicketId, e.Attempt);
                _begun[(entry.TrackId, e.TicketId)] = begun.Number;
                Start(begun.SpawnRow, entry, e.SentHash);
                break;
            case TrackEvent.AttemptResumed e:
                Resume(AttemptOf(entry, e.TicketId, e.Attempt).SpawnRow, entry);
                break;
            case TrackEvent.ModelCallStarted { Tier: Tier.Worker } e:
                AttemptOf(entry, e.TicketId, e.Attempt).HasCalledModel = true;
                break;
            case TrackEvent.AttemptStale e:
                Overtake(AttemptOf(entry, e.TicketId, e.Attempt), entry);
                break;
            case TrackEvent.AttemptWithdrawn e:
                CloseIfApproved(AttemptOf(entry, e.TicketId, e.Attempt).SpawnRow, entry, e.Reason);
                break;
            case TrackEvent.AttemptEnded e:
                End(AttemptOf(entry, e.TicketId, e.Attempt), entry, e.Outcome);
                break;
            default:
                ApplyToCall(entry);
                break;
        }
    }

    private void ApplyToCall(JournalEntry entry)
    {
        switch (entry.Event)
        {
            case TrackEvent.ToolProposed e:
                AttemptOf(entry, e.TicketId, e.Attempt).Calls[e.Call.CallId] = new LedgerCall(e.Call);
                break;
            case TrackEvent.ToolDecided e when CallOf(entry, e.TicketId, e.Attempt, e.CallId) is { Row: null } call && LedgerFacts.IsSeenWhenPassed(call.Proposal):
                call.Row = Add(LedgerFacts.Passed(entry, e, call.Proposal, AttemptOf(entry, e.TicketId, e.Attempt)));
                break;
            case TrackEvent.ToolOvertaken e when CallOf(entry, e.TicketId, e.Attempt, e.CallId) is { Row: { } row }:
                Close(row, LedgerStateName.Overtaken, entry, e.Reason);
                break;
            case TrackEvent.ToolStarted e when CallOf(entry, e.TicketId, e.Attempt, e.CallId) is { } call:
                Start(call.Row, entry, ContentHash.Of(e.Arguments));
                call.BegunRow = call.Row;
                break;
            case TrackEvent.ToolFinished e when CallOf(entry, e.TicketId, e.Attempt, e.CallId) is { } call:
                Finish(call, entry, e);
                break;
            default:
                break;
        }
    }

    private void Ask(JournalEntry entry, ApprovalRequest request, LedgerAttempt attempt)
    {
        if (request is ApprovalRequest.Spawn spawn)
        {
            attempt.Model = spawn.Proposal.Model;
        }

        int row = Add(LedgerFacts.Asked(entry, request, attempt));
        _gates[request.ApprovalId] = (row, request);
        switch (request)
        {
            case ApprovalRequest.Tool tool when attempt.Calls.TryGetValue(tool.Proposal.CallId, out LedgerCall? call):
                call.Row = row;
                break;
            case ApprovalRequest.InDoubt doubt when attempt.Calls.TryGetValue(doubt.Interrupted.Call.CallId, out LedgerCall? call):
                if (call.BegunRow is { } begun)
                {
                    _rows[begun] = _rows[begun] with { State = LedgerStateName.InDoubt };
                }

                call.Row = row;
                break;
            case ApprovalRequest.Spawn:
                (attempt.SpawnRow, attempt.HasCalledModel) = (row, false);
                break;
            default:
                break;
        }
    }

    private void Decide(JournalEntry entry, ApprovalDecision decision, int row, ApprovalRequest request)
    {
        _rows[row] = _rows[row] with { State = LedgerFacts.StateAfter(decision.Choice), Decided = LedgerFacts.Decided(request, decision, entry.At) };
        if (request is ApprovalRequest.Tool tool && decision is { Choice: ApprovalChoice.Approve, ForTicket: true })
        {
            AttemptOf(entry, request.TicketId, request.Attempt).Remembered[ApprovalRule.For(tool.Proposal)] = request.ApprovalId;
        }
    }

    private void Start(int? row, JournalEntry entry, string hash)
    {
        if (row is { } index)
        {
            _rows[index] = _rows[index] with { State = LedgerStateName.Started, Ran = LedgerFacts.Started(_rows[index], hash, entry.At) };
        }
    }

    /// <summary>A worker that goes on has been sent what it was sent before.</summary>
    private void Resume(int? row, JournalEntry entry)
    {
        if (row is { } index && _rows[index].Ran is { } ran)
        {
            Start(index, entry, ran.Hash);
        }
    }

    /// <summary>A worker whose prompt turns out to be stale counts as begun only when something has been sent.</summary>
    private void Overtake(LedgerAttempt attempt, JournalEntry entry)
    {
        if (attempt.SpawnRow is { } row)
        {
            Close(row, LedgerStateName.Overtaken, entry, "The files that its prompt was made from have changed since it was approved.");
            _rows[row] = attempt.HasCalledModel ? _rows[row] : _rows[row] with { Ran = null };
        }
    }

    private void End(LedgerAttempt attempt, JournalEntry entry, TicketOutcome outcome)
    {
        if (attempt.SpawnRow is { } row && _rows[row].State is LedgerStateName.Started or LedgerStateName.Approved or LedgerStateName.NotRun)
        {
            LedgerStateName state = _rows[row].State == LedgerStateName.Started ? LedgerStateName.Ran : LedgerStateName.NotRun;
            _rows[row] = _rows[row] with { State = state, Result = LedgerFacts.Ended(outcome, entry.At) };
        }

        foreach (LedgerCall call in attempt.Calls.Values)
        {
            CloseIfApproved(call.Row, entry, "The ticket's attempt ended before the call was made.");
        }
    }

    /// <summary>
    /// A result belongs to the row that the call has begun under, also when it comes after somebody was asked what became of it; but what
    /// a person gave as the result belongs to the row that asked them.
    /// </summary>
    private void Finish(LedgerCall call, JournalEntry entry, TrackEvent.ToolFinished finished)
    {
        bool isSettled = call.Row is { } asked && _rows[asked].State == LedgerStateName.Settled;
        if ((isSettled ? call.Row : call.BegunRow ?? call.Row) is { } row)
        {
            LedgerStateName state = _rows[row].State is LedgerStateName.Started or LedgerStateName.InDoubt ? LedgerStateName.Ran : _rows[row].State;
            _rows[row] = _rows[row] with { State = state, Result = LedgerFacts.Finished(finished, entry.At) };
        }

        call.BegunRow = null;
    }

    private void Close(int row, LedgerStateName state, JournalEntry entry, string reason) =>
        _rows[row] = _rows[row] with { State = state, Closed = LedgerFacts.Closed(reason, entry.At) };

    private void CloseIfApproved(int? row, JournalEntry entry, string reason)
    {
        if (row is { } index && _rows[index].State == LedgerStateName.Approved)
        {
            Close(index, LedgerStateName.NotRun, entry, reason);
        }
    }

    private int Add(LedgerRow row)
    {
        _rows.Add(row);
        return _rows.Count - 1;
    }

    private LedgerAttempt AttemptOf(JournalEntry entry, string ticketId, int attempt)
    {
        var key = new AttemptKey(entry.TrackId, ticketId, attempt);
        if (!_attempts.TryGetValue(key, out LedgerAttempt? known))
        {
            _attempts[key] = known = new LedgerAttempt(ticketId, attempt);
        }

        return known;
    }

    private LedgerCall? CallOf(JournalEntry entry, string ticketId, int attempt, string callId) =>
        AttemptOf(entry, ticketId, attempt).Calls.GetValueOrDefault(callId);
}
