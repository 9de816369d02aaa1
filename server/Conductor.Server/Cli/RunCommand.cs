using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;

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
        Description = "The track: its file, which stands inside the workspace, its id, or its file's name.",
    };

    private readonly Option<int?> _maxParallel = new("--max-parallel") { HelpName = "N", Description = "Workers at a time, 1 to 64; 3 unless given." };
    private readonly Option<bool> _step = new("--step") { Description = "Step mode for every ticket: each tool call is a gate." };

    private readonly Option<string[]> _answers = AnswerOption.Create();

    private readonly Option<string?> _stale = new("--stale")
    {
        HelpName = "leave|rerun|confirm",
        Description = "What to do first about completed tickets that may not fit any more what they were built on: do them again (rerun), or say that they still hold (confirm). They are left as they are unless given.",
    };

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
        Options.Add(_answers);
        _stale.AcceptOnlyFromAmong("leave", "rerun", "confirm");
        Options.Add(_stale);
        _budget = new BudgetOptions(this, isAdded: false);
        SetAction(parsed => RunAsync(parsed, terminal));
    }

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new RunCommand(terminal);

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal)
    {
        RunRequest request = Read(parsed, terminal);
        int? parallel = parsed.GetValue(_maxParallel);
        string track = parsed.GetValue(_track) ?? throw NoTrack(request.Workspace, terminal.CurrentFolder);
        string path = new RunLaunch(terminal, request).TrackPath(track);
        RunOptions? paused = await PausedAsync(request.Workspace, path);
        request = paused is null ? request : request.Over(paused);
        var launch = new RunLaunch(terminal, request);
        string model = request.Model ?? paused?.Model ?? launch.DefaultModel();
        await using ConductorWorkspace workspace = launch.Open(model, parallel);
        launch.Require(workspace, model);
        TrackActor actor = await RunLaunch.LoadAsync(workspace, path, launch.ReadContext());
        Dictionary<string, string> answers = Answers(parsed.GetValue(_answers) ?? [], actor.State);
        RunOptions options = WithLimits(
            new RunOptions { AutoQueue = true, HoldStepTickets = false, StepMode = parsed.GetValue(_step), MaxParallel = parallel, Model = model }, actor.State, parsed) with
        {
            QaModel = request.QaModel.Length > 0 ? request.QaModel : null,
            Thinking = request.ThinkingWord,
        };
        if (actor.State.Run is { IsAlive: true, Options: var live }
            && Budgets.LimitsOf(TrackEvolution.Apply(actor.State, new TrackEvent.RunStarted(options with { DefaultBudget = live?.DefaultBudget }))) is var limits
            && limits != Budget.None)
        {
            await terminal.Error.WriteLineAsync($"The paused run goes on within its budget of {BudgetWords.Limits(limits)}. To lift a limit, give for example --budget-money none.");
        }

        IEnumerable<TrackCommand> retries = actor.State.Unaccepted.Select(key => new TrackCommand.RetryTicket(key.TicketId, answers.GetValueOrDefault(key.TicketId), model));
        IEnumerable<TrackCommand> stale = Enum.Parse<StaleMode>(parsed.GetValue(_stale) ?? "leave", ignoreCase: true).Commands(actor.State, model);
        return await launch.RunAsync(workspace, actor, [.. retries, .. stale, new TrackCommand.StartRun(options)], isResumed: false);
    }

    /// <summary>What the latest run of a track file was asked for with, while it is not over: it goes on with its models unless others are given.</summary>
    private static async Task<RunOptions?> PausedAsync(string root, string path) =>
        (await JournaledTracks.ReadAsync(new WorkspaceFolder(root))).Where(track => track.State.Header.Path == path && track.State.Run.IsAlive).MaxBy(track => track.Entries[^1].Sequence)?.State.Run.Options;

    /// <summary>What may be spent: a run that is still alive keeps each limit that is neither given anew nor lifted.</summary>
    private RunOptions WithLimits(RunOptions options, TrackState state, ParseResult parsed)
    {
        Budget? given = _budget.Read(parsed);
        ImmutableArray<BudgetKind> lifted = _budget.ReadUnlimited(parsed);
        if (state.Run is not { IsAlive: true, Options: { } live })
        {
            return options with { Budget = given, Unlimited = lifted.Length > 0 ? lifted : null };
        }

        if (given is null && lifted.IsEmpty)
        {
            return options with { Budget = live.Budget, Unlimited = live.Unlimited };
        }

        // Other limits than before end what was added, so it goes into those that it was added to. The others stay what they are in the track file and the settings.
        Budget raised = Budgets.LimitsOf(state).Without([.. Budget.Kinds.Where(kind => state.Meter.Raised.Of(kind) is null)]);
        Budget kept = raised.Or(live.Budget).Without(lifted);
        ImmutableArray<BudgetKind> unlimited = [.. lifted.Union(live.Unlimited ?? []).Where(kind => given?.Of(kind) is null)];
        Budget limits = (given ?? Budget.None).Or(kept);
        return options with { Budget = limits == Budget.None ? null : limits, Unlimited = unlimited.Length > 0 ? unlimited : null };
    }

    private static Dictionary<string, string> Answers(string[] given, TrackState state)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string answer in given)
        {
            (string id, string text) = AnswerOption.Split(answer, state.Tickets.Keys);
            if (state.Tickets.GetValueOrDefault(id) is not { Outcome.IsAccepted: false })
            {
                string asking = string.Join(", ", state.Unaccepted.Select(key => key.TicketId));
                throw new CommandFailedException(
                    ExitCodes.Usage, $"{id} waits for no answer. {(asking.Length > 0 ? $"These ended without success: {asking}." : "No ticket has ended without success.")} Leave out --answer {id}=TEXT, or name another ticket.");
            }

            answers[id] = text;
        }

        return answers;
    }

    private static CommandFailedException NoTrack(string root, string currentFolder) =>
        new(ExitCodes.Usage, $"No track is named. Give its file: {NextCommands.In(root, currentFolder, "conductor run <track.json>")}\n{TrackArgument.Known(root)}");
}
