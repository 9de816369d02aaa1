using System.Collections.Immutable;
using Conductor.Core.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Landing;
using Conductor.Server.Storage;
using IntegrationBranch = Conductor.Core.Landing.IntegrationBranch;

namespace Conductor.Server.Hosting;

/// <summary>What a person wants of where the tickets of a run work; null members for what the settings say.</summary>
internal sealed record PlaceWish(Isolation? Isolation = null, LandingPolicy? Landing = null);

/// <summary>What became of a command that may begin a run.</summary>
/// <param name="Notes">What a person should know before they rely on it, one sentence or two each.</param>
internal sealed record StartReply(CommandReply Reply, ImmutableArray<string> Notes);

/// <summary>
/// Begins runs, whoever asks for one: chooses where their tickets work, and has the integration branch made before the run is recorded. A
/// live run keeps where its tickets work.
/// </summary>
internal sealed class RunStart(ConductorWorkspace workspace)
{
    /// <summary>Sends a command that may begin a run. Where it says itself where tickets work, that is replaced.</summary>
    public async Task<StartReply> SendAsync(TrackActor actor, PlaceWish wish, TrackCommand command, CancellationToken cancellationToken)
    {
        TrackState state = actor.State;
        if (state.Run is { IsAlive: true, Options: { } live })
        {
            return wish.Isolation is { } other && other != live.Isolation
                ? Refused(state, WhyKept(live.Isolation))
                : new StartReply(await actor.SendAsync(At(command, new RunPlace(live.Isolation, wish.Landing ?? live.Landing))), []);
        }

        LandingPolicy landing = wish.Landing ?? workspace.Settings.Landing;
        TrackCommand inFolder = At(command, new RunPlace(Isolation.Folder, landing));
        if (!Begins(state, inFolder))
        {
            return new StartReply(await actor.SendAsync(inFolder), []);
        }

        return await RunSurroundings.ChooseAsync(workspace, wish.Isolation ?? workspace.Settings.Isolation, cancellationToken) switch
        {
            RunSurroundings.Folder { Notes: var notes } => new StartReply(await actor.SendAsync(inFolder), notes),
            RunSurroundings.Trees trees => await BeginAsync(actor, trees, At(command, new RunPlace(Isolation.Worktree, landing)), cancellationToken),
            RunSurroundings.Refused { Words: var words } => Refused(state, words),
            _ => throw new InvalidOperationException("A place is chosen or refused."),
        };
    }

    /// <summary>The branch is recorded before the run: without it no ticket could begin. One that no run follows is found by the next.</summary>
    private async Task<StartReply> BeginAsync(TrackActor actor, RunSurroundings.Trees trees, TrackCommand command, CancellationToken cancellationToken)
    {
        using WorkspaceOwnership.Lease? lease = workspace.Ownership.TryTake();
        if (lease is null)
        {
            return new StartReply(CommandReply.InUse(actor.State, workspace.Ownership), []);
        }

        // A turn of the actor hears what others have recorded until now: a run of theirs may go on here.
        await actor.SendAsync(new TrackCommand.Reschedule());
        RunBase from;
        switch (await trees.Repository.BeginRunAsync(actor.TrackId, cancellationToken))
        {
            case GitOutcome<RunBase>.Done { Value: var found }:
                from = found;
                break;
            case GitOutcome<RunBase>.Refused { Refusal: var refusal }:
                return new StartReply(new CommandReply(actor.State, refusal), []);
            default:
                throw new InvalidOperationException("A branch is there or refused.");
        }

        if (Recorded(actor.State.Integration, from) is { } branch)
        {
            CommandReply recorded = await actor.SendAsync(new TrackCommand.RecordIntegration(branch));
            if (recorded.Refusal is not null)
            {
                return new StartReply(recorded, []);
            }
        }

        string there = from.Branch.PersonsBranch ?? "what is checked out";
        ImmutableArray<string> notes = from.LacksCommits
            ? trees.Notes.Add($"Tickets go on from what has landed on {from.Branch.Branch} and is not merged yet. What {there} has got since is no part of it; merge the one into the other first if they need both.")
            : trees.Notes;
        return new StartReply(await actor.SendAsync(command), notes);
    }

    /// <summary>The branch as it is to be recorded; null where that is what is known.</summary>
    private static IntegrationBranch? Recorded(IntegrationBranch? known, RunBase from) => known switch
    {
        null => new IntegrationBranch(from.Branch.Branch, from.Branch.Commit, from.Branch.PersonsBranch, from.Branch.Commit),
        _ when from.IsNew => new IntegrationBranch(from.Branch.Branch, from.Branch.Commit, from.Branch.PersonsBranch, from.Branch.Commit),
        _ when known.Tip != from.Branch.Commit || known.Name != from.Branch.Branch => known with { Name = from.Branch.Branch, Tip = from.Branch.Commit },
        _ => null,
    };

    /// <summary>Whether the command begins a run; a refused one does not.</summary>
    private bool Begins(TrackState state, TrackCommand command)
    {
        var context = new DecisionContext(workspace.Time.GetUtcNow(), FreeSlots: 0, workspace.Settings.ApprovalMode);
        return TrackDecider.Decide(state, command, context).Events.Any(happens => happens is TrackEvent.RunStarted);
    }

    private static TrackCommand At(TrackCommand command, RunPlace place) => command switch
    {
        TrackCommand.StartRun start => new TrackCommand.StartRun(start.Options with { Isolation = place.Isolation, Landing = place.Landing }),
        TrackCommand.RequestTicket request => request with { Place = place },
        TrackCommand.RetryTicket retry => retry with { Place = place },
        _ => command,
    };

    private static StartReply Refused(TrackState state, string words) => new(new CommandReply(state, new Refusal(RefusalCode.WrongState, words)), []);

    private static string WhyKept(Isolation isolation) =>
        $"The run is alive, and its tickets work in {(isolation == Isolation.Worktree ? "working trees of their own" : "the folder itself")} until it ends. Go on with it as it is, or cancel it and run the track anew.";
}
