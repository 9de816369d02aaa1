using System.Collections.Immutable;
using Conductor.Core.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Landing;
using Conductor.Server.Storage;
using IntegrationBranch = Conductor.Core.Landing.IntegrationBranch;

namespace Conductor.Server.Hosting;

/// <summary>
/// Tickets that a person has done, who marks them as done or writes so into the track file. In a run whose tickets work in trees, what the person has committed joins what has landed first,
/// so that tickets that wait for it begin with it. What cannot join does not keep the ticket from being done: it is said.
/// </summary>
internal sealed class PersonsWork(ConductorWorkspace workspace)
{
    private const int MostNamed = 5;

    /// <summary>Marks it; refused while something lands that the person's commits would have to wait for.</summary>
    public async Task<StartReply> MarkDoneAsync(TrackActor actor, TrackCommand.MarkTicketDone done, CancellationToken cancellationToken)
    {
        if (!Joins(actor.State, done))
        {
            return new StartReply(await actor.SendAsync(done), []);
        }

        using WorkspaceOwnership.Lease? lease = workspace.Ownership.TryTake();
        if (lease is null)
        {
            return new StartReply(CommandReply.InUse(actor.State, workspace.Ownership), []);
        }

        // A turn of the actor hears what others have recorded until now.
        await actor.SendAsync(new TrackCommand.Reschedule());
        if (LandingDecisions.IsLanding(actor.State))
        {
            var wait = new Refusal(RefusalCode.WrongState, $"Work is being landed just now, and what you have committed joins it for those that wait for {done.TicketId}. Mark it as done when that is over.");
            return new StartReply(new CommandReply(actor.State, wait), []);
        }

        using IDisposable turn = await workspace.Repository.TakeTurnAsync(actor.TrackId, cancellationToken);
        ImmutableArray<string> notes = Joins(actor.State, done) && actor.State.Integration is { } branch ? await JoinAsync(actor, branch, done.TicketId, cancellationToken) : [];
        CommandReply reply = await actor.SendAsync(done);
        return new StartReply(reply, reply.Refusal is null ? notes : []);
    }

    /// <summary>Before a definition is taken over that calls tickets completed: what the person has committed for them joins what has landed.</summary>
    /// <returns>By ticket, what those that wait for it will not see and what to do about that; null where nothing had to be said.</returns>
    public async Task<ImmutableDictionary<string, string>?> JoinCompletedAsync(TrackActor actor, ImmutableArray<TicketDefinition> tickets, CancellationToken cancellationToken)
    {
        if (!IsInTrees(actor.State) || !tickets.Any(ticket => Completes(actor.State, ticket)))
        {
            return null;
        }

        using WorkspaceOwnership.Lease? lease = workspace.Ownership.TryTake();
        if (lease is null)
        {
            // Then the definition is not taken over either.
            return null;
        }

        // A turn of the actor hears what others have recorded until now.
        await actor.SendAsync(new TrackCommand.Reschedule());
        string[] completed = [.. tickets.Where(ticket => Completes(actor.State, ticket)).Select(ticket => ticket.Id)];
        if (LandingDecisions.IsLanding(actor.State) || !workspace.Settings.IsTrusted)
        {
            string why = workspace.Settings.IsTrusted ? "work was being landed just then" : "this folder is not trusted";
            return completed.ToImmutableDictionary(
                id => id,
                id => $"What you have committed was not brought to {actor.State.Integration?.Name}, since {why}: tickets that wait for {id} begin without it. If they need it, retry {id} and mark it as done{(workspace.Settings.IsTrusted ? "" : " in a trusted folder")}.",
                StringComparer.Ordinal);
        }

        using IDisposable turn = await workspace.Repository.TakeTurnAsync(actor.TrackId, cancellationToken);
        var remarks = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string id in completed)
        {
            ImmutableArray<string> notes = IsInTrees(actor.State) && actor.State.Integration is { } branch ? await JoinAsync(actor, branch, id, cancellationToken) : [];
            if (!notes.IsEmpty)
            {
                remarks.Add(id, string.Join(' ', notes));
            }
        }

        return remarks.ToImmutable();
    }

    private static bool Completes(TrackState state, TicketDefinition ticket) => DefinitionDecisions.Completes(state, ticket) && IsWaitedFor(state, ticket.Id);

    /// <summary>Others that work in trees may wait for it, and it can be marked.</summary>
    private bool Joins(TrackState state, TrackCommand.MarkTicketDone done)
    {
        var context = new DecisionContext(workspace.Time.GetUtcNow(), FreeSlots: 0, workspace.Settings.ApprovalMode);
        return IsInTrees(state) && state.Tickets.ContainsKey(done.TicketId) && IsWaitedFor(state, done.TicketId) && TrackDecider.Decide(state, done, context).Refusal is null;
    }

    private static bool IsInTrees(TrackState state) => state is { Integration: not null, Run: { IsAlive: true, Options.Isolation: Isolation.Worktree } };

    private static bool IsWaitedFor(TrackState state, string id) => state.Graph.DependentsOf(id).Any(dependent => state.Tickets[dependent.Id].Outcome is not { IsAccepted: true });

    /// <returns>What those that wait for it will not see, and what to do about that.</returns>
    private async Task<ImmutableArray<string>> JoinAsync(TrackActor actor, IntegrationBranch branch, string id, CancellationToken cancellationToken)
    {
        string without = $"Tickets that wait for {id} begin without it";
        string again = $"then retry {id} and mark it as done again";
        if (!(await workspace.Repository.OpenAsync(cancellationToken)).IsDone(out TicketRepository? repository, out Refusal? refusal)
            || !(await repository.PersonsHeadAsync(actor.TrackId, cancellationToken)).IsDone(out PersonsHead? head, out refusal))
        {
            return [$"What you have committed was not brought to {branch.Name}: {refusal.Message} {without}. If they need it, put that right, {again}."];
        }

        string[] open = [.. head.Uncommitted.Where(path => path != actor.State.Header.Path)];
        ImmutableArray<string> notes = open.Length == 0
            ? []
            : [$"{(open.Length == 1 ? "A file in your folder is" : "Files in your folder are")} not committed: {Some(open)}. {without}. If they need it, commit it, {again}."];
        return head.IsLanded ? notes : notes.AddRange(await MergeAsync(actor, repository, branch, head, id, without, again, cancellationToken));
    }

    private async Task<ImmutableArray<string>> MergeAsync(
        TrackActor actor, TicketRepository repository, IntegrationBranch branch, PersonsHead head, string id, string without, string again, CancellationToken cancellationToken)
    {
        if (head.Branch != branch.Onto)
        {
            return [$"{head.Branch ?? "No branch"} is checked out, and the work of this track began on {branch.Onto ?? "no branch"}, so what you have committed was not brought to {branch.Name}. {without}. If they need it, check out {branch.Onto ?? "the branch that has it"} with it, {again}."];
        }

        // Its hooks are somebody else's code.
        if (!workspace.Settings.IsTrusted)
        {
            return [$"This folder is not trusted, so what you have committed was not brought to {branch.Name}. {without}. If they need it, trust the folder, {again}."];
        }

        MergeOutcome outcome = await repository.MergeAsync(actor.TrackId, head.Commit, LandingMessage.OfJoin($"{LandingMessage.OneLineOf(id)}: done by a person"), cancellationToken);
        switch (outcome)
        {
            case MergeOutcome.Merged merged when (await repository.AcceptAsync(actor.TrackId, merged.Commit, merged.Tip, CancellationToken.None)).IsDone(out _, out Refusal? refused):
                await IntegrationTip.RecordAsync(actor, repository);
                return [];
            case MergeOutcome.Merged merged:
                await repository.ForgetMergeAsync(actor.TrackId, CancellationToken.None);
                return [$"What you have committed was not brought to {branch.Name}: it has moved since {merged.Tip[..12]}. {without}. If they need it, retry {id} and mark it as done again."];
            case MergeOutcome.Conflict { Files: var files }:
                return [$"What you have committed is in conflict with what has landed, in {Some([.. files.Select(file => repository.InWorkspace(file.Path))])}. {without}. If they need it, merge {branch.Name} into your branch (git merge {branch.Name}), resolve that, {again}."];
            case MergeOutcome.Failed { Refusal: var refusal }:
                return [$"What you have committed was not brought to {branch.Name}: {refusal.Message} {without}. If they need it, put that right, {again}."];
            default:
                throw new InvalidOperationException("A merge is made, in conflict or failed.");
        }
    }

    private static string Some(string[] paths) => string.Join(", ", paths.Take(MostNamed)) + (paths.Length > MostNamed ? $" and {paths.Length - MostNamed} more" : "");
}
