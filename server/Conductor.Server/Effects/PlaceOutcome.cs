using Conductor.Server.Landing;

namespace Conductor.Server.Effects;

/// <summary>Whether an attempt has a place to work in.</summary>
internal abstract record PlaceOutcome
{
    private PlaceOutcome()
    {
    }

    /// <summary>It has.</summary>
    /// <param name="Tree">Its working tree; null in the workspace's own folder.</param>
    public sealed record Found(AttemptPlace Place, OwnTree? Tree) : PlaceOutcome;

    /// <summary>It has none, so it cannot go on.</summary>
    /// <param name="Why">What happened and what to do, for a person.</param>
    public sealed record Missing(string Why) : PlaceOutcome;
}

/// <summary>The working tree of an attempt, with the door through which its work is saved.</summary>
internal sealed record OwnTree(TicketRepository Repository, TicketTree Tree);
