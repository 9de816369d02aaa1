using System.CommandLine;
using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Hosting;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Cli;

/// <summary><c>conductor run</c>: runs a track from its file, every ready ticket by itself.</summary>
internal sealed class RunCommand : RunningCommand
{
    private const int MostParallel = 64;

    private readonly Argument<string?> _track = new("track")
    {
        HelpName = "track.json",
        // Asked for by ourselves, so that the answer names the tracks there are.
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The track file; it stands inside the workspace.",
    };

    private readonly Option<int?> _maxParallel = new("--max-parallel") { HelpName = "N", Description = "Workers at a time, 1 to 64; 1 unless given." };
    private readonly Option<bool> _step = new("--step") { Description = "Step mode for every ticket: each tool call is a gate." };

    private readonly BudgetOptions _budget;

    private RunCommand(Terminal terminal)
        : base("run", "Run a track. Tickets that ended without success in an earlier run are tried again.")
    {
        _maxParallel.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && (!int.TryParse(given.Value, CultureInfo.InvariantCulture, out int number) || number is < 1 or > MostParallel))
            {
                result.AddError($"--max-parallel takes a number from 1 to {MostParallel}.");
            }
        });
        Arguments.Add(_track);
        Options.Add(_maxParallel);
        Options.Add(_step);
        _budget = new BudgetOptions(this, isAdded: false);
        SetAction(parsed => RunAsync(parsed, terminal));
    }

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new RunCommand(terminal);

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal)
    {
        RunRequest request = Read(parsed, terminal);
        int? parallel = parsed.GetValue(_maxParallel);
        string track = parsed.GetValue(_track) ?? throw NoTrack(request.Workspace);
        var launch = new RunLaunch(terminal, request);
        string model = request.Model ?? launch.DefaultModel();
        string path = launch.TrackPath(track);
        await using ConductorWorkspace workspace = launch.Open(model, parallel);
        RunLaunch.RequireModel(workspace, model);
        TrackActor actor = await RunLaunch.LoadAsync(workspace, path, launch.ReadContext());
        var options = new RunOptions { AutoQueue = true, HoldStepTickets = false, StepMode = parsed.GetValue(_step), MaxParallel = parallel, Model = model, Budget = _budget.Read(parsed) };
        IEnumerable<TrackCommand> retries = actor.State.Unaccepted.Select(key => new TrackCommand.RetryTicket(key.TicketId, Note: null, model));
        return await launch.RunAsync(workspace, actor, [.. retries, new TrackCommand.StartRun(options)], isResumed: false);
    }

    private static CommandFailedException NoTrack(string root)
    {
        string[] tracks = [.. TrackPaths.In(root)];
        string known = tracks.Length == 0
            ? $"There is none in {Path.Combine(root, ".conductor", "tracks")} yet."
            : $"There {(tracks.Length == 1 ? "is" : "are")} {string.Join(", ", tracks)}.";
        return new CommandFailedException(ExitCodes.Usage, $"No track is named. Give its file: conductor run <track.json>. {known}");
    }
}
