using Conductor.Core.Tickets;
using Conductor.Server.Storage;

namespace Conductor.Server.Hosting;

/// <summary>
/// What a track must record before anything else is decided in it: that its run was interrupted or could not be recorded, which left-over
/// commands were ended or would not end, what had landed, and what is in doubt. It stays due until it is durable. Not thread-safe: used on an actor's own turn.
/// </summary>
internal sealed class Settlement(TrackActorServices services)
{
    private readonly UnfinishedCommands _unfinished = new();
    private readonly List<TrackCommand> _found = [];
    private bool _hasHeard;

    /// <summary>The commands that are due, in order; mostly none.</summary>
    public IReadOnlyList<TrackCommand> Due { get; private set; } = [];

    /// <summary>Takes note of an event that another process recorded.</summary>
    public void Note(TrackEvent happened)
    {
        _hasHeard = true;
        _unfinished.Note(happened);
    }

    /// <summary>Takes note of what this process recorded: a command that would not end is looked at again when the workspace was given up in between.</summary>
    public void NoteOwn(IEnumerable<JournalEntry> recorded)
    {
        foreach (JournalEntry entry in recorded)
        {
            _unfinished.Note(entry.Event);
        }
    }

    /// <summary>
    /// The workspace has just become this process's own, so no other one has a worker now: whatever the journal says is alive was
    /// interrupted, and of what is in doubt a person is asked at once. Ends commands that were left running.
    /// </summary>
    public async Task FindAsync(TrackState recorded)
    {
        _found.AddRange(await _unfinished.EndAsync(services.EndCommand, services.Time));
        IReadOnlyList<TrackCommand> landed = await services.FindLanded(recorded);
        bool isInterrupted = recorded.Run.Status == RunStatus.Running || (_hasHeard && recorded.Run.IsAlive);
        Due = isInterrupted
            ? [new TrackCommand.PauseRun(PauseCause.Interruption), .. _found, .. landed, .. services.InDoubt(recorded), .. Resumption(recorded)]
            : [.. _found, .. landed];
    }

    /// <summary>Events of a live run could not be recorded; its workers are stopped, which is to be recorded first.</summary>
    public void Halted(JournalException failure)
    {
        if (Due.Count == 0)
        {
            Due = [new TrackCommand.PauseRun(PauseCause.Unrecorded, failure.Message)];
        }
    }

    /// <summary>All that was due is durable.</summary>
    public void Recorded()
    {
        Due = [];
        _found.Clear();
        _hasHeard = false;
    }

    /// <summary>What makes an interrupted run go on by itself, where a person wants that. One that a person had paused waits for them.</summary>
    private TrackCommand[] Resumption(TrackState recorded) =>
        services.Settings() is { ResumesInterrupted: true, IsTrusted: true }
        && recorded.Run is { Status: RunStatus.Running } or { Status: RunStatus.Paused, PauseCause: PauseCause.Interruption }
            ? [new TrackCommand.ResumeRun()]
            : [];
}
