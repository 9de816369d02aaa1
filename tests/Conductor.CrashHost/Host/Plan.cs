using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;

namespace Conductor.CrashHost.Host;

/// <summary>
/// What the person of the rich track wants, told from the state alone: never from time, nor from what this process remembers. So the same
/// person goes on after a crash, and every run ends alike.
/// </summary>
/// <param name="folder">Where a person looks at what became of something.</param>
/// <param name="answersFirst">After an interruption open gates are answered before the run is resumed.</param>
internal sealed class Plan(RunFolder folder, bool answersFirst) : IPlan
{
    /// <summary>The model of the run.</summary>
    public const string Model = "script:" + RunFolder.ScriptFile;

    /// <summary>Workers at a time.</summary>
    public const int MaxParallel = 3;

    private const string Message = "Mind the line endings.";

    /// <summary>The next thing to do; null when there is nothing to do now.</summary>
    public TrackCommand? Next(TrackState state) => state.Run.Status switch
    {
        RunStatus.Idle => new TrackCommand.StartRun(new RunOptions { AutoQueue = true, MaxParallel = MaxParallel, Model = Model }),
        RunStatus.Paused => (answersFirst ? Answer(state) : null) ?? new TrackCommand.ResumeRun(),
        _ => Answer(state) ?? MoveOn(state),
    };

    private TrackCommand? Answer(TrackState state) =>
        state.OpenApprovals.Values.Select(request => Answer(state.Tickets[request.TicketId], request)).FirstOrDefault();

    private TrackCommand Answer(TicketState ticket, ApprovalRequest request) => request switch
    {
        ApprovalRequest.InDoubt { Interrupted.Call: var call } => new TrackCommand.Decide(request.ApprovalId, Settle(call), request.ShownHash),
        { TicketId: "G" } and ApprovalRequest.Tool => new TrackCommand.CancelTicket("G", "Not this way."),
        { TicketId: "H" } => new TrackCommand.SkipTicket("H", "Not needed."),
        { TicketId: "F" } and ApprovalRequest.Tool when !IsTold(ticket) => new TrackCommand.SendMessage("F", Message),
        _ => new TrackCommand.Decide(request.ApprovalId, Decide(ticket, request), request.ShownHash),
    };

    private static ApprovalDecision Decide(TicketState ticket, ApprovalRequest request) => (request.TicketId, request) switch
    {
        ("A", ApprovalRequest.Spawn spawn) => Approve with { Prompt = spawn.Proposal.Prompt + "\nMind the order.\n", Context = "House rules, edited." },
        ("J", ApprovalRequest.Spawn) when ticket.Notes.IsEmpty => Reject("Say first what it is for."),
        ("A", ApprovalRequest.Tool { Proposal.CallId: "call-0-1" }) => Approve with { Arguments = """{"path":"a1.txt","content":"as the person wanted\n"}""" },
        ("A", ApprovalRequest.Tool { Proposal.CallId: "call-1-0" }) => Reject("Not this file."),
        ("B", ApprovalRequest.Tool { Proposal.Tool: "write_file" }) => Approve with { ForTicket = true },
        ("I", ApprovalRequest.Tool { Proposal.CallId: "call-0-1" }) => Approve with { Arguments = """{"command":"echo I-1-edited >> ../effects.log"}""" },
        _ => Approve,
    };

    private static TrackCommand? MoveOn(TrackState state)
    {
        TrackCommand?[] wishes =
        [
            Retry(state, "C", "Blue."),
            Retry(state, "J", "It is for the archive."),
            Retry(state, "L", "Try again."),
            MarkDone(state),
            Request(state),
        ];
        return wishes.FirstOrDefault(wish => wish is not null);
    }

    private static TrackCommand.MarkTicketDone? MarkDone(TrackState state) => state.Tickets["M"].Outcome is null ? new("M", "Done by hand.") : null;

    private static TrackCommand.RequestTicket? Request(TrackState state) =>
        TicketPhases.Of(state, state.Tickets["I"]) == TicketPhase.AwaitingRun ? new("I", Model) : null;

    /// <summary>Another attempt at a ticket that ended badly, once.</summary>
    private static TrackCommand.RetryTicket? Retry(TrackState state, string ticketId, string note) =>
        state.Tickets[ticketId] is { Outcome: TicketOutcome.Blocked or TicketOutcome.Failed, Notes.IsEmpty: true } ? new(ticketId, note, Model) : null;

    /// <summary>
    /// What became of a call in doubt, for a person who looks: what left its trace is done (or failed, where it was to fail), what left
    /// none is run again.
    /// </summary>
    private ApprovalDecision Settle(ToolProposal call)
    {
        JsonElement arguments = JsonElement.Parse(call.Arguments);
        return !ToolEffect.HasHappened(call.Tool, arguments, folder, folder.Workspace) ? new(ApprovalChoice.RunAgain, "person")
            : call.Arguments.Contains("exit 3", StringComparison.Ordinal) ? new(ApprovalChoice.TreatAsFailed, "person", "It said boom.")
            : new(ApprovalChoice.TreatAsDone, "person", Result: "It is done, I have looked.");
    }

    private static bool IsTold(TicketState ticket) => ticket.Attempt is { } attempt
        && (attempt.Undelivered.Contains(Message) || attempt.Steps.Any(step => step is AttemptStep.Told { Text: Message }));

    private static ApprovalDecision Approve { get; } = new(ApprovalChoice.Approve, "person");

    private static ApprovalDecision Reject(string reason) => new(ApprovalChoice.Reject, "person", reason);
}
