using System.Collections.Immutable;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;

namespace Conductor.Server.Effects;

/// <summary>
/// Lands the work of one attempt: saves what stands in its tree, merges it, proves it on the merged tree, moves the integration branch. Each
/// step may be made again: a branch that has the work already is found, and nothing is merged twice. Stopped before the branch has moved, it
/// leaves nothing behind; the work is as it was submitted.
/// </summary>
internal sealed class LandingWork(TrackActor actor, AttemptKey key, TicketRepository repository, LandingProof proof, OutputStream output)
{
    /// <summary>Of so many files in conflict it is looked up who changed them since.</summary>
    private const int MostLookedUp = 20;

    /// <summary>What stands in the tree, where that is not what was submitted.</summary>
    private SubmittedWork? _now;

    /// <summary>Carries it out; what it came to is recorded.</summary>
    /// <returns>True when it has landed.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (actor.State.Tickets.GetValueOrDefault(key.TicketId) is not { Attempt: { Phase: AttemptPhase.Landing, Work: { } work } attempt } ticket || attempt.Number != key.Attempt)
        {
            return false;
        }

        try
        {
            LandedMerge landed = await LandAsync(ticket.Definition, attempt, work, cancellationToken);

            // The branch has moved, whatever is wanted by now.
            await actor.SendAsync(new TrackCommand.FinishLanding(key.TicketId, key.Attempt, landed.Commit, landed.Tree));
            await IntegrationTip.RecordAsync(actor, repository);
            return true;
        }
        catch (LandingStopException stop)
        {
            await actor.SendAsync(new TrackCommand.StopLanding(key.TicketId, key.Attempt, stop.Problem, _now));
            return false;
        }
    }

    private async Task<LandedMerge> LandAsync(TicketDefinition ticket, AttemptState attempt, SubmittedWork work, CancellationToken cancellationToken)
    {
        TicketTree tree = repository.TreeOf(key.TrackId, key.TicketId, key.Attempt);
        string? commit = await SaveAsync(tree, ticket, work, cancellationToken);
        _now = commit is null || commit == work.Commit ? null : work with { Commit = commit };
        if (await FindAsync(commit ?? work.Commit, cancellationToken) is { } landed)
        {
            return landed;
        }

        if (commit is null)
        {
            throw LandingStopException.Refused($"The working tree {tree.Folder} is no longer there, or only in part. Put it back if you moved it, or reject the work and run the ticket again; its last saved work is {tree.Branch}.");
        }

        // Of a conflict that is resolved by hand a person has said that what stands there lands. What has landed and was only brought in is no change.
        if (_now is not null && attempt.LandingProblem is not { Kind: LandingProblemKind.Conflict }
            && !Require(await repository.IsSameAsync(key.TrackId, work.Commit, commit, cancellationToken)))
        {
            throw new LandingStopException(new LandingProblem(LandingProblemKind.Changed, Changed(commit), []));
        }

        output.Write("[Merging it onto what has landed]\n", status: null);
        MergeOutcome.Merged merged = await repository.MergeAsync(key.TrackId, commit, LandingMessage.Of(ticket, work.Summary), cancellationToken) switch
        {
            MergeOutcome.Merged made => made,
            MergeOutcome.Conflict conflict => throw await ConflictAsync(conflict, attempt.Tree?.Base ?? commit, cancellationToken),
            MergeOutcome.Failed failed => throw LandingStopException.Refused(failed.Refusal.Message),
            _ => throw new InvalidOperationException("A merge is made, in conflict or failed."),
        };
        try
        {
            await proof.ProveAsync(actor.State.Header.WorkingTrees, attempt.Definition.Acceptance, merged, cancellationToken);
            Require(await repository.AcceptAsync(key.TrackId, merged.Commit, merged.Tip, CancellationToken.None));
        }
        catch (LandingStopException)
        {
            await repository.ForgetMergeAsync(key.TrackId, cancellationToken);
            throw;
        }

        return new LandedMerge(merged.Commit, merged.Tree);
    }

    /// <summary>Saves what stands in the tree: a person may have resolved a conflict there by hand.</summary>
    /// <returns>The commit with all of it; null when the tree is not there.</returns>
    private async Task<string?> SaveAsync(TicketTree tree, TicketDefinition ticket, SubmittedWork work, CancellationToken cancellationToken)
    {
        if (!Require(await repository.IsThereAsync(tree, cancellationToken)))
        {
            return null;
        }

        UnresolvedFile[] unresolved = [.. Require(await repository.UnresolvedAsync(tree, cancellationToken)).Select(file => file with { Path = repository.InWorkspace(file.Path) })];
        if (unresolved.Length > 0)
        {
            throw new LandingStopException(new LandingProblem(
                LandingProblemKind.Conflict,
                $"Conflicts are not resolved yet in {string.Join<UnresolvedFile>(", ", unresolved)}. Decide them in {tree.Root}: {UnresolvedFile.WayOutOf(unresolved)}. Then land the work again.",
                [.. unresolved.Select(file => file.Path)]));
        }

        SavedWork saved = Require(await repository.SaveAsync(tree, LandingMessage.Of(ticket, work.Summary), cancellationToken));
        if (!saved.LeftOut.IsEmpty)
        {
            output.Write($"! repositories within the tree do not land: {string.Join(", ", saved.LeftOut)}\n", status: null);
        }

        return saved.Tip;
    }

    private async Task<LandedMerge?> FindAsync(string commit, CancellationToken cancellationToken) => Require(await repository.FindLandedAsync(key.TrackId, commit, cancellationToken));

    /// <summary>Says which files are in conflict, and whose work changed them since.</summary>
    private async Task<LandingStopException> ConflictAsync(MergeOutcome.Conflict conflict, string since, CancellationToken cancellationToken)
    {
        var named = new List<string>();
        foreach (var (index, file) in conflict.Files.Index())
        {
            string[] others = index < MostLookedUp ? await WhoChangedAsync(file.Path, since, cancellationToken) : [];
            named.Add(repository.InWorkspace(file.Path) + (others.Length > 0 ? $" (changed by {string.Join(", ", others)})" : ""));
        }

        return new LandingStopException(new LandingProblem(
            LandingProblemKind.Conflict,
            $"What has landed since {key.TicketId} began changes the same places: {string.Join(", ", named)}. Let its worker resolve that, resolve it yourself, or send the work back.",
            [.. conflict.Files.Select(file => repository.InWorkspace(file.Path))]));
    }

    private async Task<string[]> WhoChangedAsync(string path, string since, CancellationToken cancellationToken) =>
        (await repository.LandedChangesAsync(key.TrackId, since, path, cancellationToken)).IsDone(out ImmutableArray<string> commits, out _) ? LandedTickets.Of(actor.State, commits) : [];

    private static string Changed(string commit) =>
        $"Its tree has changed since it was submitted, and all that stands there now would land with it. Look at its changes again, then land it as commit {commit[..Math.Min(commit.Length, 12)]}, or send it back.";

    private static T Require<T>(GitOutcome<T> outcome) =>
        outcome.IsDone(out T? value, out Refusal? refusal) ? value : throw LandingStopException.Refused(refusal.Message);
}

/// <summary>A landing does not come to its end; recorded as it is.</summary>
internal sealed class LandingStopException(LandingProblem problem) : Exception(problem.Detail)
{
    /// <summary>Why, for a person.</summary>
    public LandingProblem Problem => problem;

    /// <summary>git, or something that it runs, did not do it.</summary>
    public static LandingStopException Refused(string words) => new(new LandingProblem(LandingProblemKind.Refused, words, []));
}
