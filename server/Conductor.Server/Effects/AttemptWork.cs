using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Workers.Loop;

namespace Conductor.Server.Effects;

/// <summary>One attempt's worker at work, in its place, up to the report of how that ended. Holds nothing of an attempt. Thread-safe.</summary>
internal sealed class AttemptWork(TreePreparation trees, WorkerHostServices services, DecisionWaiters waiters, BudgetWaiters budgets)
{
    /// <summary>The kind of what a worker is told when it calls work done in which conflicts stand still.</summary>
    private const string Unresolved = "unresolved";

    /// <summary>How often it is told that for the same conflicts.</summary>
    private const int MostReminders = 2;

    /// <summary>Works until there is an end to report, and reports it. Nothing happens when the attempt is over by now.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task RunAsync(TrackActor actor, AttemptKey key, OutputStream output, CancellationToken cancellationToken)
    {
        if (key.In(actor.State) is not var (ticket, attempt) || attempt.Spawn is not { } spawn)
        {
            return;
        }

        PlaceOutcome where = await trees.FindAsync(key, attempt.Tree, cancellationToken);
        if (where is not PlaceOutcome.Found { Place: var place, Tree: var tree })
        {
            await EndAsync(actor, key, Blocked((where as PlaceOutcome.Missing)?.Why ?? ""));
            return;
        }

        if (attempt.Steps.IsEmpty && await IsStaleAsync(place, actor.State, ticket, attempt, spawn, cancellationToken))
        {
            await actor.SendAsync(new TrackCommand.ReportStale(key.TicketId, key.Attempt));
            return;
        }

        if (tree is not null && await BringInAsync(key, attempt, tree, cancellationToken) is { } problem)
        {
            await EndAsync(actor, key, Blocked(problem));
            return;
        }

        while (key.In(actor.State) is var (_, current))
        {
            AttemptResult result = await WorkAsync(actor, key, place, spawn, output, cancellationToken);
            if (tree is null || result.Outcome is not TicketOutcome.Completed { Summary: var summary })
            {
                await EndAsync(actor, key, result);
                return;
            }

            if (await SubmitAsync(actor, key, current.Definition, tree, summary, cancellationToken) is not { } refusal)
            {
                return;
            }

            if (refusal.Files.IsDefaultOrEmpty || !await RemindAsync(actor, key, refusal.Message))
            {
                await EndAsync(actor, key, Blocked(refusal.Message));
                return;
            }
        }
    }

    private async Task<AttemptResult> WorkAsync(TrackActor actor, AttemptKey key, AttemptPlace place, SpawnProposal spawn, OutputStream output, CancellationToken cancellationToken)
    {
        var records = new CallRecords(actor, key, place.Trees, place.Environment);
        await records.BeginAsync(cancellationToken);
        try
        {
            AttemptStart start = key.In(actor.State) is var (ticket, attempt)
                ? StartOf(key, ticket, attempt, spawn)
                : throw new OperationCanceledException($"Attempt {key.Attempt} of {key.TicketId} is over.");
            return await WorkerLoop.RunAsync(start, place.Environment, new AttemptPort(actor, key, waiters, budgets, output, records), cancellationToken);
        }
        finally
        {
            await records.EndAsync();
        }
    }

    private static AttemptStart StartOf(AttemptKey key, TicketState ticket, AttemptState attempt, SpawnProposal spawn) => new(
        key.TrackId, key.TicketId, key.Attempt, spawn.Prompt, spawn.Context, spawn.Model, attempt.Definition, !ticket.Notes.IsEmpty, attempt.Steps, attempt.Calls)
    {
        Approved = spawn.Pieces,
    };

    /// <summary>What was approved is not what the ticket asks by now, or not what its files would be shown as.</summary>
    private async Task<bool> IsStaleAsync(AttemptPlace place, TrackState state, TicketState ticket, AttemptState attempt, SpawnProposal approved, CancellationToken cancellationToken)
    {
        if (!attempt.Definition.AsksTheSameAs(ticket.Definition))
        {
            return true;
        }

        SpawnProposal now = await new SpawnComposer(place.Environment).ComposeAsync(state, ticket, attempt, services.Settings().Model, cancellationToken);
        return now.BasisHash != approved.BasisHash;
    }

    /// <summary>Work that came back because of a conflict, and that its worker has not gone on with: what has landed is merged into its tree, marks and all.</summary>
    /// <returns>What is in the way, in words for a person; null when the worker can go on.</returns>
    private static async Task<string?> BringInAsync(AttemptKey key, AttemptState attempt, OwnTree tree, CancellationToken cancellationToken)
    {
        if (!attempt.Steps.Reverse().TakeWhile(step => step is not AttemptStep.ModelTurn).Any(step => step is AttemptStep.Told { Kind: WorkReturns.Conflict }))
        {
            return null;
        }

        Refusal? refused = (await tree.Repository.TipAsync(key.TrackId, cancellationToken)).IsDone(out string? tip, out Refusal? unknown)
            ? (await tree.Repository.BringInAsync(tree.Tree, tip, cancellationToken) as MergeOutcome.Failed)?.Refusal
            : unknown;
        return refused is null
            ? null
            : $"What has landed could not be brought into its working tree, so its worker cannot resolve the conflict: {refused.Message} Or retry the ticket, which begins again from what has landed.";
    }

    /// <summary>Saves what stands in the tree and hands it in.</summary>
    /// <returns>Why that cannot be done; null when it has been.</returns>
    private static async Task<Refusal?> SubmitAsync(TrackActor actor, AttemptKey key, TicketDefinition definition, OwnTree tree, string summary, CancellationToken cancellationToken)
    {
        if (!(await tree.Repository.SaveAsync(tree.Tree, LandingMessage.Of(definition, summary), cancellationToken)).IsDone(out SavedWork? saved, out Refusal? refusal))
        {
            return refusal;
        }

        if (!saved.LeftOut.IsEmpty)
        {
            return new Refusal(
                RefusalCode.WrongState,
                $"Its work cannot be saved whole: in {tree.Tree.Folder} stand repositories of their own, whose files no commit of the ticket can hold: {string.Join(", ", saved.LeftOut)}. "
                + "If they are no part of the work, name them in .gitignore; if they are, retry with a note that the worker must not make a repository there.");
        }

        await actor.SendAsync(new TrackCommand.SubmitWork(key.TicketId, key.Attempt, new SubmittedWork(summary, saved.Tip)));
        return null;
    }

    /// <summary>Tells the worker which files hold conflicts still; false when it has been told often enough.</summary>
    private static async Task<bool> RemindAsync(TrackActor actor, AttemptKey key, string why)
    {
        if (key.In(actor.State) is not var (_, attempt)
            || attempt.Steps.Reverse().TakeWhile(step => step is not AttemptStep.Told { Kind: WorkReturns.Conflict }).Count(step => step is AttemptStep.Told { Kind: Unresolved }) >= MostReminders)
        {
            return false;
        }

        string text = $"Your work is not done. {why} Resolve each so that both intentions hold, leave no line of <<<<<<<, |||||||, ======= or >>>>>>> and not the text before both, and finish again.";
        return (await actor.SendAsync(new TrackCommand.TellWorker(key.TicketId, key.Attempt, Unresolved, text))).Refusal is null;
    }

    private static AttemptResult Blocked(string why) => new(new TicketOutcome.Blocked(TreePreparation.BlockedKind, why));

    private static Task<CommandReply> EndAsync(TrackActor actor, AttemptKey key, AttemptResult result) =>
        actor.SendAsync(new TrackCommand.EndAttempt(key.TicketId, key.Attempt, result.Outcome, result.StopsRun, result.Account));
}
