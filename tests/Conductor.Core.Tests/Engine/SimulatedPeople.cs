using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Core.Tests.Engine;

/// <summary>Persons at random: they write tracks, answer gates, and interfere.</summary>
internal sealed class SimulatedPeople(Random random)
{
    /// <summary>Of each other they overlap that begin alike.</summary>
    private static readonly string[] Scopes = ["a/**", "a/x.cs", "b/**", "b/x.cs", "b/y.cs", "c/*.cs"];

    private int _newTickets;

    public ImmutableArray<TicketDefinition> NewTrack()
    {
        int count = random.Next(1, 14);
        return [.. Enumerable.Range(0, count).Select(index => Random(Make.Ticket($"T-{index}", Some(index, 3))))];
    }

    public RunOptions Options(int? maxParallel) => new()
    {
        AutoQueue = random.Next(4) > 0,
        StepMode = random.Next(6) == 0,
        HoldStepTickets = random.Next(3) > 0,
        MaxParallel = maxParallel,
        Model = "demo",
        Budget = SomeBudget(),
        Isolation = random.Next(2) == 0 ? Isolation.Worktree : Isolation.Folder,
        Landing = random.Next(2) == 0 ? LandingPolicy.Auto : LandingPolicy.Ask,
    };

    /// <summary>Mostly none; else of one kind or two, so small that it matters.</summary>
    public Budget? SomeBudget() => random.Next(3) > 0
        ? null
        : Amount(Budget.Kinds[random.Next(4)], random.Next(300)).Add(Amount(Budget.Kinds[random.Next(4)], random.Next(300)));

    private static Budget Amount(BudgetKind kind, int amount) => kind switch
    {
        BudgetKind.Tokens => new Budget(Tokens: amount * 5),
        BudgetKind.Money => new Budget(Money: amount / 100m),
        BudgetKind.Calls => new Budget(Calls: amount / 50),
        _ => new Budget(Minutes: amount / 10),
    };

    /// <summary>What a patient person does so that the run goes on; null when nothing waits for one.</summary>
    public TrackCommand? MoveOn(TrackState state)
    {
        if (state.Run is { Status: RunStatus.Paused, PauseCause: PauseCause.Budget, Shortage: { } shortage })
        {
            return random.Next(4) == 0
                ? new TrackCommand.ResumeRun()
                : new TrackCommand.AddBudget(shortage.TicketId, Budget.Kinds.Aggregate(Budget.None, (sum, kind) => kind == shortage.Kind ? sum.Add(Amount(kind, 1_000)) : sum));
        }

        if (state.Run.Status == RunStatus.Paused)
        {
            return new TrackCommand.ResumeRun();
        }

        List<ReadyKey> ready = [.. state.Ready, .. state.ReadyInStepMode];
        if (!state.ReadyForPerson.IsEmpty && (ready.Count == 0 || random.Next(2) == 0))
        {
            return new TrackCommand.MarkTicketDone(state.ReadyForPerson[0].TicketId, "Done by hand.");
        }

        return ready.Count > 0 && state.Run.Stopping is null ? new TrackCommand.RequestTicket(ready[random.Next(ready.Count)].TicketId, "demo") : null;
    }

    public TrackCommand Answer(TrackState state, string approvalId, bool mayStop)
    {
        if (state.OpenApprovals[approvalId] is ApprovalRequest.InDoubt && random.Next(10) > 0)
        {
            return new TrackCommand.Decide(approvalId, Settle(mayStop), "hash" == state.OpenApprovals[approvalId].ShownHash ? "hash" : null);
        }

        if (state.OpenApprovals[approvalId] is ApprovalRequest.Landing landing)
        {
            return new TrackCommand.Decide(approvalId, Land(landing, mayStop), null);
        }

        bool isSpawn = state.OpenApprovals[approvalId] is ApprovalRequest.Spawn;
        ApprovalDecision decision = random.Next(mayStop ? 24 : 16) switch
        {
            0 or 1 => Make.Reject(random.Next(2) == 0 ? null : "Not like this."),
            2 or 3 when isSpawn => Make.Approve with { Prompt = "Do it well." },
            2 or 3 => Make.Approve with { Arguments = """{"path":"src/b.cs"}""" },
            4 or 5 when !isSpawn => Make.Approve with { ForTicket = true },
            6 when mayStop => Make.Approve with { Arguments = "{}", Prompt = "Both." },
            23 => Make.Abort,
            _ => Make.Approve,
        };
        return new TrackCommand.Decide(approvalId, decision, random.Next(20) == 0 && mayStop ? "another hash" : "hash");
    }

    private ApprovalDecision Land(ApprovalRequest.Landing landing, bool mayStop) => random.Next(mayStop ? 12 : 9) switch
    {
        0 or 1 => Make.SendBack,
        2 or 3 when landing.Problem is { Kind: LandingProblemKind.Conflict } => Make.Resolve,
        9 => Make.Reject("Not this."),
        10 => Make.Approve with { Prompt = "Other work." },
        _ => Make.Approve,
    };

    private ApprovalDecision Settle(bool mayStop) => random.Next(mayStop ? 12 : 10) switch
    {
        < 5 => Make.RunAgain,
        < 7 => Make.TreatAsDone("It has happened."),
        < 10 => Make.TreatAsFailed("It has not."),
        10 => Make.Reject("Nobody said."),
        _ => Make.Abort,
    };

    public TrackCommand Interfere(TrackState state)
    {
        string id = state.Graph.Tickets[random.Next(state.Graph.Tickets.Length)].Id;
        TicketState ticket = state.Tickets[id];
        return random.Next(24) switch
        {
            _ when RevertOfLanding(state, ticket) is { } revert => revert,
            0 => new TrackCommand.PauseRun(PauseCause.Person),
            1 => new TrackCommand.PauseRun(PauseCause.Interruption),
            2 => new TrackCommand.PauseRun(PauseCause.Unrecorded, "The disk is full."),
            3 or 4 => new TrackCommand.ResumeRun(),
            5 when random.Next(3) == 0 => new TrackCommand.CancelRun("Enough."),
            6 or 7 => new TrackCommand.RetryTicket(id, random.Next(2) == 0 ? null : "Take the first one.", "demo"),
            8 => new TrackCommand.SkipTicket(id, "Not needed."),
            9 => new TrackCommand.CancelTicket(id, "Stop it."),
            10 => new TrackCommand.WaiveDependency(id, ticket.Definition.DependsOn is [var first, ..] ? first : "none"),
            11 or 12 => new TrackCommand.Define(Make.Header, Redefined(state)),
            13 => new TrackCommand.RequestTicket(id, "demo"),
            14 => new TrackCommand.MarkTicketDone(id, "Done by hand."),
            15 => new TrackCommand.SendMessage(id, "Mind the tests."),
            16 => new TrackCommand.EndAttempt(id, Math.Max(1, ticket.Attempts - 1), new TicketOutcome.Completed("Late."), null),
            17 when ticket.Landed is { RevertedBy: var reverted } && LandingDecisions.WhyNotRevert(state, ticket, reverted is not null) is null =>
                new TrackCommand.RecordLandingRevert(id, "taken back", reverted is not null),
            17 or 18 => Revert(ticket, isUndo: random.Next(3) == 0),
            19 => new TrackCommand.FinishRevert(id, ticket.Files.Revert?.Number ?? 1, ticket.Files.Revert?.Phase == RevertPhase.Undoing),
            21 => new TrackCommand.ConfirmTicket(id),
            23 when ticket.Unlanded is { Attempt: var left } => new TrackCommand.RecordTreeRemoval(id, left, random.Next(2) == 0 ? null : "kept"),
            22 when random.Next(3) == 0 => new TrackCommand.RecordMerge("main", state.Integration?.Tip ?? "base"),
            20 => new TrackCommand.AddBudget(random.Next(2) == 0 ? null : id, Amount(Budget.Kinds[random.Next(4)], random.Next(-20, 400))),
            _ => new TrackCommand.StartRun(Options(state.Run.Options?.MaxParallel)),
        };
    }

    /// <summary>Of work that has landed, now and then.</summary>
    private TrackCommand.RecordLandingRevert? RevertOfLanding(TrackState state, TicketState ticket)
    {
        bool isUndo = ticket.Landed?.RevertedBy is not null;
        return ticket.Landed is not null && random.Next(3) == 0 && LandingDecisions.WhyNotRevert(state, ticket, isUndo) is null
            ? new TrackCommand.RecordLandingRevert(ticket.Definition.Id, $"{(isUndo ? "again" : "back")} {random.Next()}", isUndo)
            : null;
    }

    private TrackCommand.BeginRevert Revert(TicketState ticket, bool isUndo) => new(
        ticket.Definition.Id,
        isUndo,
        IsForced: random.Next(2) == 0,
        "tree",
        [.. RevertDecisions.Goal(ticket.Files, isUndo).Select(file => new FileObservation(file.Path, random.Next(4) == 0 ? file.After : file.Before))]);

    private ImmutableArray<TicketDefinition> Redefined(TrackState state)
    {
        List<TicketDefinition> tickets = [.. state.Graph.Tickets];
        switch (random.Next(5))
        {
            case 0 when tickets.Count > 1:
                string gone = tickets[random.Next(tickets.Count)].Id;
                tickets = [.. tickets.Where(ticket => ticket.Id != gone).Select(ticket => ticket with { DependsOn = ticket.DependsOn.Remove(gone) })];
                break;
            case 1:
                string joins = random.Next(2) == 0 ? $"N-{_newTickets++ % 4}" : $"T-{random.Next(6)}";
                tickets = [.. tickets.Prepend(Random(Make.Ticket(joins))).Reverse().DistinctBy(ticket => ticket.Id).Reverse()];
                break;
            case 2:
                tickets.Reverse();
                break;
            case 3:
                int edited = random.Next(tickets.Count);
                tickets[edited] = tickets[edited] with { Status = TicketStatus.All[random.Next(TicketStatus.All.Length)] };
                break;
            default:
                int changed = random.Next(tickets.Count);
                tickets[changed] = Random(tickets[changed] with { Description = $"Do it, version {random.Next(100)}." });
                break;
        }

        return [.. tickets];
    }

    private TicketDefinition Random(TicketDefinition ticket) => ticket with
    {
        Priority = random.Next(3) == 0 ? random.Next(3) : 0,
        Budget = random.Next(4) == 0 ? SomeBudget() : null,
        Model = random.Next(3) == 0 ? "other:model" : null,
        StepMode = random.Next(6) == 0,
        Writes = random.Next(3) > 0 ? [] : [Scopes[random.Next(Scopes.Length)], Scopes[random.Next(Scopes.Length)]],
        AssignedTo = random.Next(8) == 0 ? "human" : "unassigned",
        Status = random.Next(8) == 0 ? TicketStatus.All[random.Next(TicketStatus.All.Length)] : TicketStatus.Todo,
    };

    private string[] Some(int below, int most) =>
        [.. Enumerable.Range(0, random.Next(0, most + 1)).Where(_ => below > 0).Select(_ => $"T-{random.Next(below)}").Distinct()];
}
