using System.CommandLine;
using Conductor.Core.Tickets;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Storage;

namespace Conductor.Server.Cli;

/// <summary><c>conductor resume</c>: goes on with a run that was paused or interrupted, from where it stopped.</summary>
internal sealed class ResumeCommand : RunningCommand
{
    private readonly Argument<string?> _track = new("track")
    {
        HelpName = "track",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The track: its file, its id or its file's name. The latest one with a run to resume unless named.",
    };

    private readonly Option<string?> _ticket = new("--budget-ticket") { HelpName = "ID", Description = "The amounts are added to this ticket's own budget. To the run's unless named." };
    private readonly BudgetOptions _budget;

    private ResumeCommand(Terminal terminal)
        : base("resume", "Go on with the latest run that was paused or interrupted. Its model, budget and options come from the journal unless given; who answers its gates does not: give --approve again.")
    {
        Arguments.Add(_track);
        _budget = new BudgetOptions(this, isAdded: true);
        Options.Add(_ticket);
        Validators.Add(result =>
        {
            if (result.GetValue(_ticket) is not null && !result.Children.OfType<System.CommandLine.Parsing.OptionResult>().Any(given => given.Option.Name is "--budget-tokens" or "--budget-money" or "--budget-calls" or "--budget-minutes"))
            {
                result.AddError("--budget-ticket says whose budget is added to, and no amount is given. Give one, as --budget-tokens +N.");
            }
        });
        SetAction(parsed => RunAsync(parsed, terminal));
    }

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new ResumeCommand(terminal);

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal)
    {
        RunRequest request = Read(parsed, terminal);
        JournaledTrack track = await ChooseAsync(request, parsed.GetValue(_track), terminal);
        IEnumerable<TrackCommand> raise = _budget.Read(parsed) is { } added ? [new TrackCommand.AddBudget(parsed.GetValue(_ticket), added)] : [];
        return await PausedRun.GoOnAsync(terminal, request, track, raise);
    }

    private static async Task<JournaledTrack> ChooseAsync(RunRequest request, string? named, Terminal terminal)
    {
        string root = request.Workspace;
        IReadOnlyList<JournaledTrack> tracks = await JournaledTracks.ReadAsync(new WorkspaceFolder(root));
        if (named is null)
        {
            return tracks.Where(track => track.State.Run.IsAlive).MaxBy(track => track.Entries[^1].Sequence)
                ?? throw CommandFailedException.BadInput($"There is nothing to resume in {root}: no run was paused or interrupted. Start one with: {NextCommands.In(root, terminal.CurrentFolder, "conductor run <track.json>")}");
        }

        JournaledTrack track = JournaledTracks.Find(tracks, named, root, terminal.CurrentFolder);
        return track.State.Run.IsAlive
            ? track
            : throw CommandFailedException.BadInput($"There is nothing to resume: {track.TrackId} is {RunWords.Of(track.State.Run.Status)}. {AnotherRun.Of(track.State, new NextCommands(request, terminal.CurrentFolder, defaultModel: ""))}");
    }
}
