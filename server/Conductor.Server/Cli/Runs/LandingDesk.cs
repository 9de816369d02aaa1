using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using IntegrationBranch = Conductor.Core.Landing.IntegrationBranch;

namespace Conductor.Server.Cli.Runs;

/// <summary>What a person can do at a landing gate before they decide: look at what would land, and take its conflicts into their own hands.</summary>
internal interface ILandingDesk
{
    /// <summary>What the work changes as it stands in its tree, as git shows it; in words why not where it cannot be shown.</summary>
    Task<string> ShowAsync(TrackState state, ApprovalRequest.Landing landing, CancellationToken cancellationToken);

    /// <summary>Brings what has landed into the work's tree, with the conflicts marked. Only who owns the workspace asks for it.</summary>
    Task<GitOutcome<OpenConflicts>> BringInAsync(TrackState state, ApprovalRequest.Landing landing, CancellationToken cancellationToken);
}

/// <summary>Conflicts that a person resolves.</summary>
/// <param name="Folder">The workspace in the work's tree, absolute.</param>
/// <param name="Files">As the workspace names them; empty when nothing is left to be resolved.</param>
/// <param name="IsUnchanged">All that has landed was in the work already, so its tree is as it was.</param>
internal sealed record OpenConflicts(string Folder, ImmutableArray<UnresolvedFile> Files, bool IsUnchanged = false)
{
    /// <summary>Where they are and what is to be done.</summary>
    /// <param name="land">What lands the work then, as a sentence.</param>
    public string Words(string land) => IsUnchanged
        ? $"All that has landed was in the work already, so there is nothing to resolve, and its tree is as it was: {Folder}\n{land}"
        : Files.IsEmpty
        ? $"All that has landed is in the work now, and nothing in it is in conflict. Look at it in {Folder}\n{land}"
        : $"What has landed is in the work's tree now{(Files.Any(file => file.IsBefore) ? "" : ", with the conflicts marked")}: {Folder}\n{string.Concat(Files.Select(file => $"  {file}\n"))}Decide each of them there: {UnresolvedFile.WayOutOf(Files)}.\n{land}";
}

/// <summary>The landing gates of a workspace.</summary>
internal sealed class LandingDesk(ConductorWorkspace workspace) : ILandingDesk
{
    /// <inheritdoc/>
    public async Task<string> ShowAsync(TrackState state, ApprovalRequest.Landing landing, CancellationToken cancellationToken)
    {
        if (!(await workspace.Repository.OpenAsync(cancellationToken)).IsDone(out TicketRepository? repository, out Refusal? refusal)
            || !(await repository.DiffAsync(TreeOf(repository, state, landing), cancellationToken)).IsDone(out string? diff, out refusal))
        {
            return $"The changes cannot be shown: {TerminalWords.Of(refusal.Message)}";
        }

        string shown = diff.Length > 0 ? diff : "It changes no file.";
        return (await repository.LookForUnresolvedAsync(TreeOf(repository, state, landing), cancellationToken)).IsDone(out ImmutableArray<UnresolvedFile> unresolved, out _) && !unresolved.IsEmpty
            ? $"{shown.TrimEnd('\n')}\nConflicts are not resolved yet in {string.Join(", ", unresolved.Select(file => file with { Path = repository.InWorkspace(file.Path) }))}: what stands there now is shown, marks and all, and does not land so."
            : shown;
    }

    /// <inheritdoc/>
    public async Task<GitOutcome<OpenConflicts>> BringInAsync(TrackState state, ApprovalRequest.Landing landing, CancellationToken cancellationToken)
    {
        IntegrationBranch branch = state.Integration ?? throw new InvalidOperationException("Work lands on an integration branch.");
        if (!(await workspace.Repository.OpenAsync(cancellationToken)).IsDone(out TicketRepository? repository, out Refusal? refusal))
        {
            return new GitOutcome<OpenConflicts>.Refused(refusal);
        }

        TicketTree tree = TreeOf(repository, state, landing);
        if (!(await repository.HeadAsync(tree, cancellationToken)).IsDone(out string? before, out refusal))
        {
            return new GitOutcome<OpenConflicts>.Refused(refusal);
        }

        MergeOutcome outcome = await repository.BringInAsync(tree, $"refs/heads/{branch.Name}", cancellationToken);
        if (outcome is MergeOutcome.Failed failed)
        {
            return new GitOutcome<OpenConflicts>.Refused(failed.Refusal);
        }

        return (await repository.UnresolvedAsync(tree, cancellationToken)).IsDone(out ImmutableArray<UnresolvedFile> files, out refusal)
            ? new GitOutcome<OpenConflicts>.Done(new OpenConflicts(tree.Root, [.. files.Select(file => file with { Path = repository.InWorkspace(file.Path) })], outcome is MergeOutcome.Merged { Commit: var after } && after == before))
            : new GitOutcome<OpenConflicts>.Refused(refusal);
    }

    private static TicketTree TreeOf(TicketRepository repository, TrackState state, ApprovalRequest.Landing landing) =>
        repository.TreeOf(state.Header.TrackId, landing.TicketId, landing.Attempt);
}
