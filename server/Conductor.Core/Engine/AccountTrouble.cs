using System.Collections.Immutable;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>What becomes of a run when one account refuses every call. Looks at the whole track, which happens once for each ticket that finds it out.</summary>
internal static class AccountTrouble
{
    /// <summary>
    /// Ends the run when no other ticket's model is of another account, and no finished work waits to land, which needs no model. Else the tickets of this one that no worker has begun are held, so that no
    /// one is asked to approve what cannot be done, and the others go on. Workers that ask the account already find it out by themselves.
    /// </summary>
    /// <param name="failedId">Whose call was refused; it has ended.</param>
    /// <param name="account">The providers that the account pays.</param>
    public static void Decide(DecisionBuilder decision, string failedId, string reason, ImmutableArray<string> account)
    {
        TrackState state = decision.State;
        ImmutableArray<string> providers = account.IsDefault ? [] : account;
        string failed = ProviderOf(state, state.Tickets[failedId]);
        List<TicketState> left = [.. state.Tickets.Values.Where(ticket => ticket is { Outcome: null, Definition.IsForPerson: false })];
        bool isWorkWaiting = left.Exists(ticket => ticket.Attempt is { Phase: AttemptPhase.Submitted or AttemptPhase.Landing });
        if (!isWorkWaiting && left.TrueForAll(IsOfAccount))
        {
            decision.Add(new TrackEvent.RunStopping(RunStatus.Failed, reason));
            return;
        }

        ImmutableArray<string> held = [.. left
            .Where(ticket => ticket is { Hold: null, Attempt: null or { Phase: AttemptPhase.Preparing or AttemptPhase.AwaitingSpawn or AttemptPhase.Queued } } && IsOfAccount(ticket))
            .Select(ticket => ticket.Definition.Id).Order(StringComparer.Ordinal)];
        foreach (string id in held)
        {
            if (decision.State.Tickets[id].Attempt is { } attempt)
            {
                AttemptEnding.Withdraw(decision, id, attempt, reason);
            }
        }

        if (!held.IsEmpty)
        {
            decision.Add(new TrackEvent.TicketsHeld(held, reason));
        }

        // Tickets without a model have one of the settings, which is not known here: it is that of the failed one if that has none either.
        // Where it is not known whom the account pays, nothing is known to be of another one.
        bool IsOfAccount(TicketState ticket) => providers.IsEmpty || (ProviderOf(state, ticket) is var provider && (provider.Length == 0 ? failed.Length == 0 : providers.Contains(provider)));
    }

    /// <summary>The first part of the id of the model that it has, or would have; empty where only the settings know it.</summary>
    public static string ProviderOf(TrackState state, TicketState ticket) =>
        (ticket.Attempt?.Spawn?.Model ?? ticket.Definition.Model ?? state.Run.Options?.Model ?? "").Split(':')[0].Trim().ToLowerInvariant();
}
