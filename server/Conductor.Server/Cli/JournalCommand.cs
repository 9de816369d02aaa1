using System.CommandLine;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Storage;

namespace Conductor.Server.Cli;

/// <summary>A command that only reads the journal: it owns nothing, creates nothing, and works beside a running process.</summary>
internal abstract class JournalCommand : Command
{
    private readonly Argument<string?> _track = new("track")
    {
        HelpName = "track",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The track: its file, its id or its file's name. All tracks unless named.",
    };

    private readonly Option<string?> _workspace = new("--workspace") { HelpName = "DIR", Description = "The workspace. The current folder unless named." };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON instead of words." };

    /// <summary>With the shared argument and options.</summary>
    protected JournalCommand(string name, string description, Terminal terminal)
        : base(name, description)
    {
        Arguments.Add(_track);
        Options.Add(_workspace);
        Options.Add(_json);
        SetAction((parsed, cancellationToken) => ReadAsync(parsed, terminal, cancellationToken));
    }

    /// <summary>The tracks with what can be seen of them beside the journal, which stays as it is.</summary>
    protected virtual Task<IReadOnlyList<JournaledTrack>> LookAsync(WorkspaceFolder folder, IReadOnlyList<JournaledTrack> tracks, Terminal terminal, CancellationToken cancellationToken) => Task.FromResult(tracks);

    /// <summary>Shows these tracks; there is at least one.</summary>
    protected abstract void Show(JournalView view, Terminal terminal);

    /// <summary>Shows that the journal has no track: nothing as JSON, a sentence for people.</summary>
    protected virtual void ShowNone(JournalView view, Terminal terminal)
    {
        if (view.Json)
        {
            Show(view, terminal);
        }
        else
        {
            terminal.Output.WriteLine($"Nothing has been run in {view.Folder.Root} yet. Run a track with: {NextCommands.In(view.Folder.Root, terminal.CurrentFolder, "conductor run <track.json>")}");
        }
    }

    private async Task<int> ReadAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var folder = new WorkspaceFolder(Path.GetFullPath(parsed.GetValue(_workspace) ?? ".", terminal.CurrentFolder));
        IReadOnlyList<JournaledTrack> tracks = await JournaledTracks.ReadAsync(folder);
        if (parsed.GetValue(_track) is { Length: > 0 } named)
        {
            tracks = [JournaledTracks.Find(tracks, named, folder.Root, terminal.CurrentFolder)];
        }

        var view = new JournalView(folder, await LookAsync(folder, tracks, terminal, cancellationToken), parsed.GetValue(_json), parsed);
        if (tracks.Count == 0)
        {
            ShowNone(view, terminal);
        }
        else
        {
            Show(view, terminal);
        }

        return ExitCodes.Done;
    }
}

/// <summary>What is to be shown of a journal.</summary>
/// <param name="Parsed">What was typed, for options of a command's own.</param>
internal sealed record JournalView(WorkspaceFolder Folder, IReadOnlyList<JournaledTrack> Tracks, bool Json, ParseResult Parsed);
