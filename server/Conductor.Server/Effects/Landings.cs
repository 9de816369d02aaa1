using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;

namespace Conductor.Server.Effects;

/// <summary>Lands the work of attempts, of each track one at a time, and takes their trees away when they have landed.</summary>
internal sealed class Landings(AttemptPlaces places, WorkspaceRepository repositories, TreeYard yard)
{
    /// <summary>Lands it, and records what that came to.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; nothing of it runs any more.</exception>
    public async Task LandAsync(TrackActor actor, AttemptKey key, OutputStream output, CancellationToken cancellationToken)
    {
        if (await LandInTurnAsync(actor, key, output, cancellationToken) is { } landed)
        {
            await yard.RemoveAsync(landed, CancellationToken.None);
        }
    }

    /// <returns>The tree whose work has landed; null when it has not.</returns>
    private async Task<TicketTree?> LandInTurnAsync(TrackActor actor, AttemptKey key, OutputStream output, CancellationToken cancellationToken)
    {
        using IDisposable turn = await repositories.TakeTurnAsync(key.TrackId, cancellationToken);
        if (!(await repositories.OpenAsync(cancellationToken)).IsDone(out TicketRepository? repository, out Refusal? refusal))
        {
            await actor.SendAsync(new TrackCommand.StopLanding(key.TicketId, key.Attempt, new LandingProblem(LandingProblemKind.Refused, refusal.Message, [])));
            return null;
        }

        var proof = new LandingProof(actor, key, repository, places.Own.Environment.Tools, output);
        return await new LandingWork(actor, key, repository, proof, output).RunAsync(cancellationToken) ? repository.TreeOf(key.TrackId, key.TicketId, key.Attempt) : null;
    }
}
