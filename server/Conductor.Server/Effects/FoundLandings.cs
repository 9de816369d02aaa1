using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;

namespace Conductor.Server.Effects;

/// <summary>
/// Finds work that a process that died had landed without recording it, so that nothing is said of it, or asked about it, as if it had not. Changes
/// nothing. What git does not tell is found when the work is landed again.
/// </summary>
internal sealed class FoundLandings(WorkspaceRepository repositories, Func<WorkspaceSettings> settings)
{
    /// <summary>The records that are missing, the tip of the integration branch last. Only right while nothing of the track is being landed.</summary>
    public async Task<IReadOnlyList<TrackCommand>> FindAsync(TrackState state)
    {
        List<(string TicketId, AttemptState Attempt)> waiting = [.. Waiting(state)];
        if (waiting.Count == 0 || state.Integration is not { } branch || !settings().IsTrusted
            || !(await repositories.OpenAsync(CancellationToken.None)).IsDone(out TicketRepository? repository, out _))
        {
            return [];
        }

        var missing = new List<TrackCommand>();
        foreach ((string ticketId, AttemptState attempt) in waiting)
        {
            // What a person had resolved in its tree was saved there before it was merged.
            TicketTree tree = repository.TreeOf(state.Header.TrackId, ticketId, attempt.Number);
            string? commit = (await repository.HeadAsync(tree, CancellationToken.None)).IsDone(out string? head, out _) ? head : attempt.Work?.Commit;
            if (commit is not null
                && (await repository.FindLandedAsync(state.Header.TrackId, commit, CancellationToken.None)).IsDone(out LandedMerge? landed, out _) && landed is not null)
            {
                missing.Add(new TrackCommand.FinishLanding(ticketId, attempt.Number, landed.Commit, landed.Tree));
            }
        }

        if (missing.Count > 0 && (await repository.TipAsync(state.Header.TrackId, CancellationToken.None)).IsDone(out string? tip, out _))
        {
            missing.Add(new TrackCommand.RecordIntegration(branch with { Tip = tip }));
        }

        return missing;
    }

    private static IEnumerable<(string TicketId, AttemptState Attempt)> Waiting(TrackState state) =>
        from key in state.Active
        let attempt = state.Tickets[key.TicketId].Attempt
        where attempt is { Work: not null, Tree: not null } and ({ Phase: AttemptPhase.Landing } or { Phase: AttemptPhase.Submitted, MayLand: true })
        select (key.TicketId, attempt);
}
