using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Core.Tests.Engine;

/// <summary>Workers at random: they think, call tools, ignore nothing they are told, and end with a verdict sooner or later.</summary>
internal sealed class SimulatedWorkers(Random random)
{
    private int _calls;

    public TrackCommand Act(string id, AttemptState attempt, bool mayFail)
    {
        foreach ((string callId, ToolCallState call) in attempt.Calls.Where(call => !call.Value.IsFinished))
        {
            switch (call)
            {
                case { StartedWith: null, Decision: { Choice: ApprovalChoice.Approve, IsByPerson: true } } when call.Proposal.Risk == ToolRisk.Write && random.Next(4) == 0:
                    return new TrackCommand.ProposeToolAgain(id, attempt.Number, call.Proposal with { Before = $"version {random.Next()}" }, "hash");
                case { StartedWith: null, Decision.Choice: ApprovalChoice.Approve }:
                    return new TrackCommand.BeginTool(id, attempt.Number, callId, call.Decision.Arguments ?? call.Proposal.Arguments);
                case { Decision.Choice: ApprovalChoice.Reject } when random.Next(4) == 0:
                    return new TrackCommand.BeginTool(id, attempt.Number, callId, call.Proposal.Arguments);
                case { IsUnsettled: true } when call.Proposal.Risk is not ToolRisk.Read && random.Next(4) == 0:
                    return new TrackCommand.ReportInDoubt(id, attempt.Number, callId, Finding());
                case { MayRunAgain: true } when random.Next(4) > 0:
                    return new TrackCommand.BeginTool(id, attempt.Number, callId, call.Decision?.Arguments ?? call.Proposal.Arguments);
                case { StartedWith: not null, ProcessId: null, Proposal.Risk: ToolRisk.Command } when random.Next(2) == 0:
                    return new TrackCommand.RecordCommandStarted(id, attempt.Number, callId, random.Next(2, 99_999), "stamp");
                case { ProcessId: { } process, WasLeftRunning: false } when random.Next(6) == 0:
                    return random.Next(3) == 0
                        ? new TrackCommand.RecordCommandStillRunning(id, attempt.Number, callId, process)
                        : new TrackCommand.RecordCommandEnded(id, attempt.Number, callId, process);
                case { Decision: not null }:
                    return new TrackCommand.FinishTool(
                        new TrackEvent.ToolFinished(id, attempt.Number, callId, "Result.", random.Next(5) == 0, null),
                        call.Proposal.Risk == ToolRisk.Write && call.StartedWith is not null ? new TrackEvent.FileChanged(id, attempt.Number, callId, "src/a.cs", "before") : null,
                        call.StartedWith is not null ? new TrackEvent.FilesChanged(id, attempt.Number, callId, [new FileTransition($"src/{random.Next(3)}.cs", Version(), Version())]) : null);
                default:
                    return new TrackCommand.BeginTool(id, attempt.Number, callId, call.Proposal.Arguments);
            }
        }

        return random.Next(10) switch
        {
            0 when random.Next(3) == 0 => Fail(id, attempt),
            0 when attempt.Steps.OfType<AttemptStep.ToolResult>().FirstOrDefault() is { } result && random.Next(3) == 0 =>
                new TrackCommand.ShortenConversation(id, attempt.Number, [result.CallId]),
            0 or 1 => Call(id, attempt),
            2 => Answer(id, attempt),
            3 or 4 => Propose(id, attempt),
            5 when !attempt.Undelivered.IsEmpty => new TrackCommand.TellWorker(id, attempt.Number, "message", attempt.Undelivered[0]),
            6 when mayFail => new TrackCommand.ReportStale(id, attempt.Number),
            8 when random.Next(2) == 0 => new TrackCommand.RecordTree(new TrackEvent.TreeRecorded(id, attempt.Number, null, TreeMoment.Attempt, "tree", Problem: random.Next(3) == 0 ? "No git." : null)),
            7 => new TrackCommand.RecordAcceptance(new TrackEvent.AcceptanceRan(id, random.Next(1, attempt.Number + 1), "make test", 0, "ok")),
            // A worker gives no verdict while its model is being asked.
            _ => attempt.Reserved.IsEmpty || random.Next(6) == 0 ? End(id, attempt, mayFail) : Answer(id, attempt),
        };
    }

    private CallFinding Finding() => new(
        random.Next(3) == 0 ? random.Next(2) : null,
        random.Next(3) switch { 0 => null, 1 => new FileNow("before", IsReadable: true), _ => new FileNow(null, random.Next(2) == 0) });

    private FileVersion? Version() => random.Next(4) is > 0 and var content ? new FileVersion(FileKind.File, $"content-{content}") : null;

    private TrackCommand.BeginModelCall Call(string id, AttemptState attempt) => new(
        id, attempt.Number, attempt.Steps.Count, random.Next(4) == 0 ? Tier.Qa : Tier.Worker, "demo",
        random.Next(5) == 0 ? null : new TokenUsage(random.Next(100), random.Next(50), 0, 1, Cost: random.Next(2) == 0 ? null : random.Next(100) / 100m));

    private TrackCommand.RecordModelAnswer Answer(string id, AttemptState attempt) => new(new TrackEvent.ModelAnswered(
        id, attempt.Number, attempt.Steps.Count, random.Next(4) == 0 ? Tier.Qa : Tier.Worker, "demo", new TokenUsage(random.Next(100), random.Next(100), 0, 1, Cost: random.Next(3) == 0 ? null : random.Next(100) / 100m), random.Next(9) == 0, "[]", ""));

    private TrackCommand.RecordModelFailure Fail(string id, AttemptState attempt) => new(new TrackEvent.ModelCallFailed(
        id, attempt.Number, attempt.Steps.Count, Tier.Worker, "demo", "overloaded", "Too busy.", random.Next(2) == 0 ? Make.Noon + TimeSpan.FromSeconds(random.Next(7_200)) : null, "Demo"));

    private TrackCommand.ProposeTool Propose(string id, AttemptState attempt)
    {
        string callId = $"call-{++_calls}";
        ToolProposal call = random.Next(3) switch
        {
            0 => Make.Read(callId),
            1 => Make.Write(callId) with { IsProtected = random.Next(3) == 0, IsOutsideWrites = random.Next(3) == 0 },
            _ => Make.Command(callId),
        };
        return new TrackCommand.ProposeTool(id, attempt.Number, call, "hash");
    }

    private TrackCommand End(string id, AttemptState attempt, bool mayFail) => random.Next(mayFail ? 12 : 40) switch
    {
        0 => new TrackCommand.EndAttempt(id, attempt.Number, new TicketOutcome.Failed("The model broke off. Retry it."), null),
        1 => new TrackCommand.EndAttempt(id, attempt.Number, new TicketOutcome.Blocked("needsDecision", "Which one?"), null),
        2 when random.Next(3) == 0 => new TrackCommand.EndAttempt(id, attempt.Number, new TicketOutcome.Failed("Key refused."), "The key was refused. Set another one.", random.Next(2) == 0 ? [] : [random.Next(2) == 0 ? "demo" : "other"]),
        _ when attempt.Tree is not null => new TrackCommand.SubmitWork(id, attempt.Number, new SubmittedWork($"{id} is done.", $"commit of {id}")),
        _ => new TrackCommand.EndAttempt(id, attempt.Number, new TicketOutcome.Completed($"{id} is done."), null),
    };

    /// <summary>Merges its work, and proves it.</summary>
    public TrackCommand Land(string id, AttemptState attempt, bool mayFail) => random.Next(mayFail ? 5 : 20) switch
    {
        0 => new TrackCommand.StopLanding(id, attempt.Number, new LandingProblem(LandingProblemKind.Conflict, "Both changed src/a.cs.", ["src/a.cs"])),
        1 => new TrackCommand.StopLanding(id, attempt.Number, new LandingProblem(LandingProblemKind.Acceptance, "make test ended with 1.", [])),
        _ => new TrackCommand.FinishLanding(id, attempt.Number, $"landed {id} {random.Next()}", "tree"),
    };
}
