using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;

namespace Conductor.Server.Effects;

/// <summary>Lands the work of attempts, of each track one at a time, and takes their trees away when they have landed.</summary>
internal sealed class Landings(AttemptPlaces places, WorkspaceRepository repositories, Action<string> log)
{
    /// <summary>Lands it, and records what that came to.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; nothing of it runs any more.</exception>
    public async Task LandAsync(TrackActor actor, AttemptKey key, OutputStream output, CancellationToken cancellationToken)
    {
        using IDisposable turn = await repositories.TakeTurnAsync(key.TrackId, cancellationToken);
        if (!(await repositories.OpenAsync(cancellationToken)).IsDone(out TicketRepository? repository, out Refusal? refusal))
        {
            await actor.SendAsync(new TrackCommand.StopLanding(key.TicketId, key.Attempt, new LandingProblem(LandingProblemKind.Refused, refusal.Message, [])));
            return;
        }

        var proof = new LandingProof(actor, key, repository, places.Own.Environment.Tools, output);
        if (await new LandingWork(actor, key, repository, proof, output).RunAsync(cancellationToken))
        {
            await RemoveTreeAsync(repository, repository.TreeOf(key.TrackId, key.TicketId, key.Attempt));
        }
    }

    /// <summary>Nothing of the attempt runs any more: its worker has wound down before it landed. What keeps the tree is tried again later.</summary>
    private async Task RemoveTreeAsync(TicketRepository repository, TicketTree tree)
    {
        await places.ForgetAsync(places.NameOf(tree, ""));
        if (!(await repository.RemoveTreeAsync(tree, keep: false, CancellationToken.None)).IsDone(out _, out Refusal? refusal))
        {
            log($"{tree.TicketId} has landed, and its tree stays for now: {refusal.Message}");
        }
    }
}
