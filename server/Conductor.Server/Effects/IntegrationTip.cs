using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;

namespace Conductor.Server.Effects;

/// <summary>Keeps what is recorded of where a track's integration branch stands by what git says of it.</summary>
internal static class IntegrationTip
{
    /// <summary>
    /// Records where the branch stands, if that is not what is recorded: a commit that was found, and not made, may have others on top of it. Only in
    /// the track's turn to land.
    /// </summary>
    public static async Task RecordAsync(TrackActor actor, TicketRepository repository)
    {
        // Where git does not say, the next landing does; trees begin from what git says anyway.
        if ((await repository.TipAsync(actor.TrackId, CancellationToken.None)).IsDone(out string? tip, out _)
            && actor.State.Integration is { } recorded && recorded.Tip != tip)
        {
            await actor.SendAsync(new TrackCommand.RecordIntegration(recorded with { Tip = tip }));
        }
    }
}
