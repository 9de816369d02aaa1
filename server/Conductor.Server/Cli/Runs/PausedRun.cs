using Conductor.Core.Tickets;
using Conductor.Server.Hosting;

namespace Conductor.Server.Cli.Runs;

/// <summary>Goes on with a run that was paused or interrupted: with the options that the journal has of it, where nothing else is asked for.</summary>
internal static class PausedRun
{
    /// <summary>Goes on, to its end.</summary>
    /// <param name="first">What is asked of the track before it goes on; nothing of it may be refused.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> GoOnAsync(Terminal terminal, RunRequest request, JournaledTrack track, IEnumerable<TrackCommand> first)
    {
        RunOptions recorded = track.State.Run.Options ?? new RunOptions { AutoQueue = true, HoldStepTickets = false };
        var launch = new RunLaunch(terminal, request.Over(recorded));
        RunOptions options = recorded with
        {
            Model = request.Model ?? recorded.Model,
            QaModel = request.QaModel.Length > 0 ? request.QaModel : recorded.QaModel,
            Thinking = request.ThinkingWord ?? recorded.Thinking,
            Landing = request.Place.Landing ?? recorded.Landing,
        };
        await using ConductorWorkspace workspace = launch.Open(options.Model, options.MaxParallel);
        launch.Require(workspace, options.Model);

        // The context document stays the one the run was started with, whether it came from the file or from --context.
        string? context = launch.ReadContext() ?? track.State.Header.Context;
        TrackActor actor = track.State.Header.Path is { } path ? await RunLaunch.LoadAsync(workspace, path, context) : workspace.Actor(track.TrackId);
        if (actor.TrackId != track.TrackId)
        {
            throw CommandFailedException.BadInput($"{track.State.Header.Path} now holds another track ({actor.TrackId}). Run it with: {NextCommands.In(request.Workspace, terminal.CurrentFolder, $"conductor run {NextCommands.NameOf(track.State)}")}");
        }

        TrackCommand start = options == recorded ? new TrackCommand.ResumeRun() : new TrackCommand.StartRun(options);
        return await launch.RunAsync(workspace, actor, [.. first, start], isResumed: true);
    }
}
