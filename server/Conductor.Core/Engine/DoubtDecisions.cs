using Conductor.Core.Approvals;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>Decides about calls that had begun when their process ended: a person is asked what became of them, and what they say holds.</summary>
internal static class DoubtDecisions
{
    /// <summary>The kind of a ticket that is blocked because nobody said what became of a call.</summary>
    public const string BlockedKind = "inDoubt";

    /// <summary>A person is being asked what became of the call.</summary>
    public static bool IsAsked(AttemptState attempt, ToolCallState call) =>
        call.DoubtGate is { } gate && attempt.OpenApprovals.Contains(gate.ApprovalId);

    /// <summary>Opens the gate, once for each start of the call.</summary>
    public static void Ask(DecisionBuilder decision, TrackCommand.ReportInDoubt report, AttemptState attempt)
    {
        if (attempt.Calls.GetValueOrDefault(report.CallId) is not { } call || IsAsked(attempt, call) || !(call.IsUnsettled || (report.IsOvertaken && call.MayRunAgain)))
        {
            return;
        }

        if (call.MayRunAgain)
        {
            decision.Add(new TrackEvent.ToolOvertaken(report.TicketId, report.Attempt, report.CallId, $"{call.AsStarted.Path} has changed since a person said that the call is to be run again."));
        }

        InterruptedCall interrupted = Describe(call, report.Finding);
        decision.Add(new TrackEvent.ApprovalRequested(new ApprovalRequest.InDoubt(
            ApprovalIds.Of(decision.State, report.TicketId, report.Attempt, $"{report.CallId}:doubt", call.DoubtAsks),
            report.TicketId,
            report.Attempt,
            HashOf(interrupted),
            decision.Context.Now,
            interrupted)));
    }

    /// <summary>Closes the gate of a call whose result has come after all.</summary>
    public static void Withdraw(DecisionBuilder decision, string ticketId, AttemptState attempt, ToolCallState call)
    {
        if (call.DoubtGate is { } gate && IsAsked(attempt, call))
        {
            decision.Add(new TrackEvent.ApprovalWithdrawn(gate.ApprovalId, ticketId, attempt.Number, "Its result has come after all."));
        }
    }

    /// <summary>
    /// Does what a person said: the call may start once more, or has its result. That the file is changed is kept in every case, so that
    /// it can be reviewed with the rest of what the ticket did.
    /// </summary>
    public static void Settle(DecisionBuilder decision, ApprovalRequest.InDoubt request, ApprovalDecision answer)
    {
        InterruptedCall interrupted = request.Interrupted;
        ToolProposal call = interrupted.Call;
        if (call is { Path: { } path, After: not null } && (interrupted.File == FileTrace.AsAfter || (interrupted.File == FileTrace.Different && answer.Choice == ApprovalChoice.TreatAsDone)))
        {
            decision.Add(new TrackEvent.FileChanged(request.TicketId, request.Attempt, call.CallId, path, call.Before));
        }

        switch (answer.Choice)
        {
            case ApprovalChoice.RunAgain:
                decision.Add(new TrackEvent.ToolDecided(request.TicketId, request.Attempt, call.CallId, answer));
                break;
            case ApprovalChoice.TreatAsDone or ApprovalChoice.TreatAsFailed:
                decision.Add(new TrackEvent.ToolDecided(request.TicketId, request.Attempt, call.CallId, answer));
                decision.Add(new TrackEvent.ToolFinished(
                    request.TicketId, request.Attempt, call.CallId, DoubtWords.Result(interrupted, answer), answer.Choice == ApprovalChoice.TreatAsFailed, interrupted.ExitCode));
                break;
            case ApprovalChoice.Reject:
                AttemptEnding.EndIfActive(decision, request.TicketId, new TicketOutcome.Blocked(BlockedKind, DoubtWords.Unsettled(interrupted, answer.Reason)));
                break;
            default:
                break;
        }
    }

    private static InterruptedCall Describe(ToolCallState call, CallFinding finding)
    {
        bool isAsProposed = call.StartedWith is null || call.StartedWith == call.Proposal.Arguments;
        ToolProposal asStarted = call.AsStarted with { Command = isAsProposed ? call.Proposal.Command : finding.Command };
        ProcessTrace process = call switch
        {
            { Proposal.Risk: not ToolRisk.Command, ProcessId: null } => ProcessTrace.None,
            { ProcessId: null } => ProcessTrace.NotStarted,
            { IsStillRunning: true } => ProcessTrace.StillRunning,
            { WasLeftRunning: true } => ProcessTrace.Ended,
            _ => ProcessTrace.Gone,
        };
        int? exitCode = process is ProcessTrace.None or ProcessTrace.NotStarted ? null : finding.ExitCode;
        return new InterruptedCall(asStarted, process, exitCode, TraceOf(asStarted, finding.File), finding.File?.Text, process == ProcessTrace.StillRunning ? call.ProcessId : null);
    }

    private static FileTrace TraceOf(ToolProposal call, FileNow? file) => file switch
    {
        null => FileTrace.None,
        { IsReadable: false } => FileTrace.Unreadable,
        { Text: { } now } when now == call.After => FileTrace.AsAfter,
        { Text: var now } when now == call.Before && call.After is not null => FileTrace.AsBefore,
        _ => FileTrace.Different,
    };

    private static string HashOf(InterruptedCall interrupted) => ContentHash.Of(
        interrupted.Call.Tool,
        interrupted.Call.Arguments,
        interrupted.Call.Before is { } before ? "+" + before : "-",
        interrupted.Call.After is { } after ? "+" + after : "-",
        interrupted.Now is { } now ? "+" + now : "-",
        string.Join('\n', DoubtWords.Known(interrupted)));
}
