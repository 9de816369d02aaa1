using System.Diagnostics.CodeAnalysis;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;

namespace Conductor.Server.Effects;

/// <summary>
/// Gets attempts their working trees: makes them from what has landed, with the files and the set-up that the track's file names. Asked again
/// for the same attempt it goes on where it was cut off; a tree that is ready stays as it is. One call at a time for a ticket.
/// </summary>
internal sealed class TreePreparation(AttemptPlaces places, WorkspaceRepository repository) : IDisposable
{
    /// <summary>The kind of a ticket that is blocked because of its working tree.</summary>
    public const string BlockedKind = "workingTree";

    private readonly TreeSetups _setups = new(places.Own.Environment.Tools);

    /// <summary>The places of the workspace.</summary>
    public AttemptPlaces Places => places;

    /// <summary>Where the attempt is to work, with everything there that it needs.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; nothing of a set-up command runs any more.</exception>
    public async Task<PlaceOutcome> PrepareAsync(TrackActor actor, AttemptKey key, AttemptState attempt, CancellationToken cancellationToken)
    {
        TrackState state = actor.State;
        if (attempt.Tree is not null || state.Run.Options is not { Isolation: Isolation.Worktree })
        {
            return await FindAsync(key, attempt.Tree, cancellationToken);
        }

        if (state.Integration is null)
        {
            return new PlaceOutcome.Missing("The track has no integration branch that its working tree could begin from. Run the track again, which makes one, then retry the ticket.");
        }

        // What the workspace shares with its trees is pruned by the workspace's own records, also where nothing else works in its folder.
        await places.Own.Trees.OpenAsync(cancellationToken);
        if (!(await repository.OpenAsync(cancellationToken)).IsDone(out TicketRepository? door, out Refusal? refusal)
            || !(await door.TipAsync(key.TrackId, cancellationToken)).IsDone(out string? tip, out refusal)
            || !(await door.AddTreeAsync(key.TrackId, key.TicketId, key.Attempt, tip, cancellationToken)).IsDone(out TicketTree? tree, out refusal)
            || !(await door.HeadAsync(tree, cancellationToken)).IsDone(out string? head, out refusal)
            || !(await door.ProvisionAsync(tree, state.Header.WorkingTrees?.Copy ?? [], cancellationToken)).IsDone(out _, out refusal))
        {
            return NotReady(refusal);
        }

        if (state.Header.WorkingTrees?.Command is { } command && await SetUpAsync(actor, key, door, tree, command, cancellationToken) is { } missing)
        {
            return missing;
        }

        WorkingTree ready = places.NameOf(tree, head);
        // A worker does as well without it, so that git cannot say is no reason to wait.
        string? earlier = (await door.EarlierWorkAsync(tree, head, cancellationToken)).IsDone(out string? kept, out _) ? kept : null;
        await actor.SendAsync(new TrackCommand.RecordWorkingTree(key.TicketId, key.Attempt, ready, earlier));
        return await FindAsync(key, ready, cancellationToken);
    }

    /// <summary>Sets a tree up, once: not again where that was done before the process died.</summary>
    /// <returns>Why it is of no use; null when it is set up.</returns>
    private async Task<PlaceOutcome.Missing?> SetUpAsync(TrackActor actor, AttemptKey key, TicketRepository door, TicketTree tree, string command, CancellationToken cancellationToken)
    {
        if (!(await door.IsSetUpAsync(tree, command, cancellationToken)).IsDone(out bool isSetUp, out Refusal? refusal))
        {
            return NotReady(refusal);
        }

        if (isSetUp)
        {
            return null;
        }

        return await _setups.RunAsync(actor, key, command, tree.Root, cancellationToken) is { } failed ? new PlaceOutcome.Missing(failed)
            : (await door.RememberSetUpAsync(tree, command, cancellationToken)).IsDone(out _, out refusal) ? null
            : NotReady(refusal);
    }

    private static PlaceOutcome.Missing NotReady(Refusal refusal) => new($"Its working tree could not be made ready: {refusal.Message} Then retry the ticket.");

    /// <summary>Where an attempt works that has been prepared.</summary>
    /// <param name="tree">Its tree; null for the workspace's own folder.</param>
    public async Task<PlaceOutcome> FindAsync(AttemptKey key, WorkingTree? tree, CancellationToken cancellationToken)
    {
        if (tree is null)
        {
            return new PlaceOutcome.Found(places.Own, null);
        }

        if (!(await repository.OpenAsync(cancellationToken)).IsDone(out TicketRepository? door, out Refusal? refusal))
        {
            return new PlaceOutcome.Missing($"{refusal.Message} {WhatNext(tree)}");
        }

        TicketTree own = door.TreeOf(key.TrackId, key.TicketId, key.Attempt);
        return await door.IsThereAsync(own, cancellationToken) is GitOutcome<bool>.Done { Value: true } && places.Find(tree) is { } place
            ? new PlaceOutcome.Found(place, new OwnTree(door, own))
            : new PlaceOutcome.Missing($"Its working tree {tree.Folder} is no longer there, or only in part: it was moved or deleted, or is no tree of this repository any more. {WhatNext(tree)}");
    }

    /// <summary>Takes away the tree of an attempt that no worker has begun, if there is one.</summary>
    /// <returns>Why it stays, in words for the log; null when nothing is left of it.</returns>
    public async Task<string?> TakeBackAsync(AttemptKey key, CancellationToken cancellationToken)
    {
        if (!(await repository.OpenAsync(cancellationToken)).IsDone(out TicketRepository? door, out _)
            || door.TreeOf(key.TrackId, key.TicketId, key.Attempt) is var tree && !Directory.Exists(tree.Folder))
        {
            return null;
        }

        await places.ForgetAsync(places.NameOf(tree, ""));
        // What its set-up has left there is in no commit, and nobody's work; it is kept like other discarded work all the same.
        return (await door.RemoveTreeAsync(tree, keep: true, cancellationToken)).IsDone(out _, out Refusal? refusal) ? null : refusal.Message;
    }

    /// <inheritdoc/>
    public void Dispose() => _setups.Dispose();

    private static string WhatNext(WorkingTree tree) =>
        $"Retry the ticket: it begins again from what has landed, in a tree of its own. What it has saved stands on its branch {tree.Branch} until then, and is kept for 30 days after that.";
}
