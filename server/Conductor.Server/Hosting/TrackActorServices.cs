using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Server.Landing;
using Conductor.Server.Storage;
using Conductor.Workers.Processes;

namespace Conductor.Server.Hosting;

/// <summary>What every track actor of a workspace shares.</summary>
/// <param name="InDoubt">What a dead process has left in doubt in a track, as questions to be asked; reads the disk.</param>
/// <param name="Halted">Told the id of a track whose run cannot be recorded any more, and why; stops its workers without waiting for them.</param>
/// <param name="WoundDown">Ends when a track has no worker left.</param>
/// <param name="Log">Gets one line at a time, from any thread.</param>
internal sealed record TrackActorServices(
    IJournal Journal,
    WorkspaceOwnership Ownership,
    SlotPool Slots,
    ITrackObserver Observer,
    Func<WorkspaceSettings> Settings,
    TimeProvider Time,
    Func<TrackState, IReadOnlyList<TrackCommand>> InDoubt,
    Action<string, JournalException> Halted,
    Func<string, Task> WoundDown,
    Action<string> Log)
{
    /// <summary>Ends what is left of a command, by its process id and start stamp.</summary>
    public Func<int, string, Task<OrphanEnding>> EndCommand { get; init; } = (processId, startedAt) => OrphanedCommands.EndAsync(processId, startedAt, Time);

    /// <summary>Where the other tracks of the workspace stand, those with tickets under way; given the id of the track that asks, and the generation of its lease. Asked in the folder's turn alone.</summary>
    public Func<string, int, ImmutableArray<TrackState>> Others { get; init; } = (_, _) => [];

    /// <summary>
    /// One track at a time proposes a write in a folder that tracks share, until that is recorded: of two that ask for one file at once, the second sees the first.
    /// </summary>
    public Func<Task<IDisposable>> TakeFolderAsync { get; init; } = OneAtATime();

    /// <summary>What a dead process had landed of a track without recording it, as the records that are missing; asks git.</summary>
    public Func<TrackState, Task<IReadOnlyList<TrackCommand>>> FindLanded { get; init; } = _ => Task.FromResult<IReadOnlyList<TrackCommand>>([]);

    private static Func<Task<IDisposable>> OneAtATime()
    {
        var turns = new Turns();
        return () => turns.TakeAsync("folder", CancellationToken.None);
    }
}
