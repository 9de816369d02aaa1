using System.Globalization;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Server.Storage;
using Conductor.Workers.Models;

namespace Conductor.Server.Features.Approvals;

/// <summary>What a client asks about gates.</summary>
internal sealed class ApprovalHandlers(RpcSession session)
{
    /// <summary>Every open gate, oldest first.</summary>
    public async Task<ApprovalList> ListAsync()
    {
        await session.Library.LoadJournalAsync();
        return new ApprovalList([.. Open()]);
    }

    private IEnumerable<ApprovalInfo> Open() => session.Workspace.Actors
        .SelectMany(actor => actor.State.OpenApprovals.Values.Select(request => (State: actor.State, Request: request)))
        .OrderBy(open => open.Request.RequestedAt)
        .ThenBy(open => open.Request.ApprovalId, StringComparer.Ordinal)
        .Select(open => ApprovalMapping.ToInfo(open.State, open.Request, ChatModels.LabelOf));

    /// <summary>Answers a gate; the first decision stands.</summary>
    public async Task<DecideResult> DecideAsync(DecideParams answer)
    {
        if (answer.Decision is not (DecisionName.Reject or DecisionName.Abort))
        {
            session.RequireTrust();
        }

        if (answer.Rule is not null and not "ticket")
        {
            throw WireRefusal.Of(ErrorCodes.InvalidDecision, $"There is no rule \"{answer.Rule}\". Give \"ticket\", or none.");
        }

        TrackActor actor = Asker(answer.ApprovalId) ?? await AskerInJournalAsync(answer.ApprovalId)
            ?? throw WireRefusal.Of(ErrorCodes.UnknownApproval, "This approval is not open: what it asked for was withdrawn. Look at the list of open approvals.");
        ApprovalDecision? earlier = actor.State.DecidedApprovals.GetValueOrDefault(answer.ApprovalId);
        ApprovalDecision mine = ApprovalMapping.ToDecision(answer, ApprovalDecision.Person);
        if (actor.State.OpenApprovals.TryGetValue(answer.ApprovalId, out ApprovalRequest? request)
            && (WhyNoChoice(request, answer.Decision) ?? session.Workspace.Decisions.WhyNot(actor.State, request, mine)) is { } problem)
        {
            throw session.Workspace.Decisions.KeyFor(request, mine) is { } account
                ? WireRefusal.Of(ErrorCodes.NoKey, problem, new ErrorData(Provider: account))
                : WireRefusal.Of(ErrorCodes.InvalidDecision, problem);
        }

        CommandReply reply = await actor.SendAsync(new TrackCommand.Decide(answer.ApprovalId, mine, answer.ShownHash));
        WireRefusal.Result(reply, session.Workspace);
        ApprovalDecision standing = reply.State.DecidedApprovals[answer.ApprovalId];
        bool isSecond = earlier is not null || !ReferenceEquals(standing, mine);
        DateTimeOffset? at = isSecond ? WhenDecided(actor.TrackId, answer.ApprovalId) : session.Workspace.Time.GetUtcNow();
        return new DecideResult(
            answer.ApprovalId, ApprovalMapping.ToName(standing.Choice), isSecond, standing.By, at?.ToString("O", CultureInfo.InvariantCulture), standing.Reason);
    }

    private TrackActor? Asker(string approvalId) => session.Workspace.Actors.FirstOrDefault(actor =>
        actor.State.OpenApprovals.ContainsKey(approvalId) || actor.State.DecidedApprovals.ContainsKey(approvalId));

    /// <summary>An engine that took the place of one that ended may be answered before it is asked what is open.</summary>
    private async Task<TrackActor?> AskerInJournalAsync(string approvalId)
    {
        await session.Library.LoadJournalAsync();
        return Asker(approvalId);
    }

    /// <summary>Everything that was asked or passed, from the journal: also of tracks that are not loaded.</summary>
    public LedgerRows Ledger(LedgerParams request)
    {
        JournalEntry[] entries = [.. session.Workspace.Journal.Read(request.TrackId)];
        if (entries.Length == 0 && request.TrackId is { } trackId)
        {
            // A track that nothing has happened to has an empty ledger; one that nobody knows is refused.
            session.Track(trackId);
        }

        return new LedgerRows(ApprovalLedger.Of(entries));
    }

    /// <summary>The journal knows when; the state only needs to know what.</summary>
    private DateTimeOffset? WhenDecided(string trackId, string approvalId) => session.Workspace.Journal.Read(trackId)
        .LastOrDefault(entry => entry.Event is TrackEvent.ApprovalDecided decided && decided.ApprovalId == approvalId)
        ?.At;

    /// <summary>Leaving a call in doubt is what a run without persons does; a person at its gate says what became of it.</summary>
    private static string? WhyNoChoice(ApprovalRequest request, DecisionName decision) => request is ApprovalRequest.InDoubt && decision == DecisionName.Reject
        ? "A call in doubt may have happened already, so it cannot be rejected. Run it again, treat it as done, or treat it as failed."
        : null;
}
