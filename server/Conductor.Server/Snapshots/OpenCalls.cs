using System.Diagnostics.CodeAnalysis;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;

namespace Conductor.Server.Snapshots;

/// <summary>The calls that are under way, and whose each change is that shows between two trees. Guarded by the recorder's gate.</summary>
internal sealed class OpenCalls
{
    private readonly Dictionary<CallKey, CommandChanges> _commands = [];
    private readonly Dictionary<CallKey, FileObservation> _writes = [];

    // What file tools have written since the last tree: no command's doing.
    private readonly Dictionary<string, FileVersion?> _written = new(StringComparer.Ordinal);

    /// <summary>What changes now matters to a command that is under way.</summary>
    public bool HasCommands => _commands.Values.Any(command => !command.IsGivenUp);

    /// <summary>A command begins.</summary>
    public void Begin(CallKey key, CommandChanges changes) => _commands[key] = changes;

    /// <summary>A file tool is about to write a file.</summary>
    public void Begin(CallKey key, FileObservation file) => _writes[key] = file;

    /// <summary>Finds a command that is under way.</summary>
    public bool IsCommand(CallKey key, [MaybeNullWhen(false)] out CommandChanges changes) => _commands.TryGetValue(key, out changes);

    /// <summary>Ends the write of a file tool; what stood there before it.</summary>
    public bool EndWrite(CallKey key, [MaybeNullWhen(false)] out FileObservation before) => _writes.Remove(key, out before);

    /// <summary>Takes a call out, whichever it is.</summary>
    public bool End(CallKey key) => _writes.Remove(key) | _commands.Remove(key);

    /// <summary>The calls of an attempt that are under way.</summary>
    public IEnumerable<CallKey> Of(AttemptKey attempt) => _commands.Keys.Concat(_writes.Keys)
        .Where(key => (key.TrackId, key.TicketId, key.Attempt) == (attempt.TrackId, attempt.TicketId, attempt.Attempt));

    /// <summary>A file has become this by other means than a command.</summary>
    public void Written(string path, FileVersion? version) => _written[path] = version;

    /// <summary>A tree was recorded: what was written before it is in it.</summary>
    public void Recorded() => _written.Clear();

    /// <summary>A tree could not be recorded: what shows between those around it may be somebody else's.</summary>
    public void MarkUncertain()
    {
        foreach (CommandChanges command in _commands.Values)
        {
            command.IsUncertain = true;
        }
    }

    /// <summary>Gives what differs between two trees to the commands that were under way.</summary>
    /// <param name="large">Files that differ too, but are not kept.</param>
    public void Attribute(TreeDifferences differences, IReadOnlyCollection<string> large)
    {
        foreach (CommandChanges command in _commands.Values)
        {
            command.AddLarge(large);
            if (differences.TooMany > 0)
            {
                command.GiveUp(differences.TooMany);
            }
        }

        foreach (FileTransition file in differences.Files.Where(file => !IsWritten(file)))
        {
            foreach (CommandChanges command in _commands.Values)
            {
                command.Add(file, isMixed: _commands.Count > 1);
            }
        }
    }

    private bool IsWritten(FileTransition file) =>
        (_written.TryGetValue(file.Path, out FileVersion? written) && written == file.After) || _writes.Values.Any(write => write.Path == file.Path);
}
