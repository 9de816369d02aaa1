using System.CommandLine;
using System.Text;
using Conductor.Core.Tickets;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Storage;
using Conductor.Workers.Models;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Cli;

/// <summary><c>conductor record</c>: writes a run to a script file, which a <c>script:</c> model plays again.</summary>
internal static class RecordCommand
{
    private const string StandardOutput = "-";

    private static readonly Argument<string?> Track = new("track")
    {
        HelpName = "track",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The track: its file, its id or its file's name. The one that ran last unless named.",
    };

    private static readonly Option<string?> Workspace = new("--workspace") { HelpName = "DIR", Description = "The workspace. The current folder unless named." };
    private static readonly Option<string?> Output = new("--output") { HelpName = "FILE", Description = "Where the script is written; - is standard output. Unless named it is called after the track: NAME.script.json in the current folder." };
    private static readonly Option<bool> Force = new("--force") { Description = "Write over a file that is there." };
    private static readonly Option<bool> Delays = new("--delays") { Description = "Let each answer take as long as it took. Otherwise a replay waits for nothing." };

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("record", "Write a track's latest run in which a model was asked, with the tickets that earlier runs had done, to a script file. Replay it for free with: --model script:FILE") { Track, Workspace, Output, Force, Delays };
        command.SetAction((parsed, cancellationToken) => RecordAsync(parsed, terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RecordAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var folder = new WorkspaceFolder(Path.GetFullPath(parsed.GetValue(Workspace) ?? ".", terminal.CurrentFolder));
        JournaledTrack[] tracks = Choose(await JournaledTracks.ReadAsync(folder), parsed.GetValue(Track), folder, terminal);
        (JournaledTrack track, RunRecording recording) = Record(tracks, parsed.GetValue(Delays));
        string script = ScriptWriter.Write(recording.Script);
        if (parsed.GetValue(Output) == StandardOutput)
        {
            await terminal.Output.WriteAsync(script);
        }
        else
        {
            string file = Path.GetFullPath(parsed.GetValue(Output) ?? NameFor(track), terminal.CurrentFolder);
            if (!parsed.GetValue(Force) && Path.Exists(file))
            {
                throw CommandFailedException.BadInput($"{file} exists already. Name another file with --output, or write over it with --force.");
            }

            await AtomicFile.WriteAsync(file, Encoding.UTF8.GetBytes(script), cancellationToken);
            await terminal.Error.WriteLineAsync($"Recorded in {file}. Replay it in a fresh copy of the workspace with: conductor run {track.State.Header.Path ?? "<track.json>"} --model \"script:{file}\"");
        }

        if (track != tracks[0])
        {
            await terminal.Error.WriteLineAsync($"{tracks[0].TrackId} ran last, and no model was asked in any run of it, so this is a run of {track.TrackId}.");
        }

        foreach (string note in recording.Notes)
        {
            await terminal.Error.WriteLineAsync(note);
        }

        return ExitCodes.Done;
    }

    /// <summary>The tracks that come into question, the first before the others; never none.</summary>
    private static JournaledTrack[] Choose(IReadOnlyList<JournaledTrack> tracks, string? named, WorkspaceFolder folder, Terminal terminal) =>
        named is { Length: > 0 } ? [JournaledTracks.Find(tracks, named, folder.Root, terminal.CurrentFolder)]
        : tracks.Count > 0 ? [.. tracks.OrderByDescending(track => track.Entries.LastOrDefault(entry => entry.Event is TrackEvent.RunStarted)?.Sequence ?? 0)]
        : throw CommandFailedException.BadInput($"Nothing has been run in {folder.Root} yet. Run a track with: {NextCommands.In(folder.Root, terminal.CurrentFolder, "conductor run <track.json>")}");

    private static (JournaledTrack Track, RunRecording Recording) Record(JournaledTrack[] tracks, bool keepsDelays)
    {
        foreach (JournaledTrack track in tracks)
        {
            if (RunRecording.OfLatestRun(track.Entries, keepsDelays) is { } recording)
            {
                return (track, recording);
            }
        }

        throw CommandFailedException.BadInput(
            $"In no run of {string.Join(", ", tracks.Select(track => track.TrackId))} was a model asked, so there is nothing to record. Run it with: conductor run {tracks[0].State.Header.Path ?? "<track.json>"}");
    }

    /// <summary>After the track's file; after its id when it has none.</summary>
    private static string NameFor(JournaledTrack track)
    {
        string path = track.State.Header.Path ?? TrackFiles.TrackIdentity.IdOf(track.TrackId) ?? track.TrackId;
        string name = path[(path.LastIndexOf('/') + 1)..];
        foreach (string ending in (string[])[".json", ".track"])
        {
            name = name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? name[..^ending.Length] : name;
        }

        return $"{name}.script.json";
    }
}
