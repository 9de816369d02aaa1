using Conductor.Core.Tickets;
using Conductor.Server.Features.Models;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;
using Conductor.Server.TrackFiles;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;

namespace Conductor.Server.Cli.Runs;

/// <summary>The steps from a command line to a running track; each says what is wrong where something is.</summary>
internal sealed class RunLaunch
{
    private readonly Terminal _terminal;
    private readonly RunRequest _request;

    /// <summary>Checks at once whether there is a folder, before anything is opened.</summary>
    /// <exception cref="CommandFailedException">There is no such folder.</exception>
    public RunLaunch(Terminal terminal, RunRequest request)
    {
        if (!Directory.Exists(request.Workspace))
        {
            throw CommandFailedException.BadInput($"There is no folder {request.Workspace}. Name an existing one with --workspace.");
        }

        _terminal = terminal;
        _request = request;
    }

    /// <summary>The model of a run that names none: the demo, where the workspace brings its script along, so that the sample needs no key.</summary>
    public string DefaultModel() => File.Exists(DemoModel.ScriptFile(_request.Workspace)) ? "demo" : WorkspaceSettings.Default.Model;

    /// <summary>The workspace-relative path of the track file, as <see cref="TrackArgument"/> finds it.</summary>
    public string TrackPath(string given) => TrackArgument.PathOf(given, _request.Workspace, _terminal.CurrentFolder);

    /// <summary>The text of <c>--context</c>; null when it was not given.</summary>
    public string? ReadContext()
    {
        if (_request.Context is not { Length: > 0 } file)
        {
            return null;
        }

        string full = Path.GetFullPath(file, _terminal.CurrentFolder);
        try
        {
            return File.ReadAllText(full);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw CommandFailedException.BadInput($"The context document {UnreadableFile.Describe(file, full, unreadable)}");
        }
    }

    /// <summary>Opens the workspace; nothing is written yet.</summary>
    /// <param name="maxParallel">Workers at a time; null when nobody named a number.</param>
    public ConductorWorkspace Open(string model, int? maxParallel) => new(new WorkspaceOptions(
        _request.Workspace,
        WorkspaceSettings.Default with
        {
            Model = model,
            MaxParallel = maxParallel ?? WorkspaceSettings.Default.MaxParallel,
            QaModel = _request.QaModel,
            Thinking = ThinkingLevel.EffortOf(_request.Thinking ?? ThinkingName.Default),
        },
        _terminal.Time,
        _terminal.Error.WriteLine,
        _terminal.CurrentFolder,
        _request.ScriptLog));

    /// <summary>Refuses a model that does not exist, and then gates that are to be asked where nobody can be, before anything is recorded.</summary>
    public void Require(ConductorWorkspace workspace, string model)
    {
        if (workspace.Models.Resolve(model) is ModelResolution.Refused { Message: var message })
        {
            throw CommandFailedException.BadInput(TerminalWords.Of(message));
        }

        if (_request.Approve == ApproveMode.Ask && (_request.JsonLines || _terminal.Person is null))
        {
            throw new CommandFailedException(
                ExitCodes.Usage, $"--approve ask needs a terminal{(_request.JsonLines ? " without --jsonl" : "")}, and there is none to ask at. Give --approve all or --approve none.");
        }
    }

    /// <summary>Loads the track's file, or merges what changed in it since.</summary>
    /// <param name="context">Takes the place of the file's context document; null for the file's own.</param>
    public static async Task<TrackActor> LoadAsync(ConductorWorkspace workspace, string path, string? context)
    {
        var library = new TrackLibrary(workspace, new TrackDocuments(workspace.Folder));
        switch (await library.OpenAsync(path, context))
        {
            case TrackOpening.Opened { Actor: var actor }:
                return actor;
            case TrackOpening.Refused { IsInUse: true, Problems: [var inUse, ..] }:
                throw new CommandFailedException(ExitCodes.InUse, inUse.Message);
            case TrackOpening.Refused { Problems: var problems }:
                string lines = string.Join("\n", problems.Select(problem => CheckCommand.Line(path, problem)));
                throw CommandFailedException.BadInput($"{lines}\n{Count(problems.Length)} in {path}; nothing was run. Correct the file and run it again.");
            default:
                throw new InvalidOperationException("A track is opened or refused.");
        }
    }

    /// <summary>Runs the track to its end and says how it went.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(ConductorWorkspace workspace, TrackActor actor, IReadOnlyList<TrackCommand> commands, bool isResumed)
    {
        string model = workspace.Settings.Model;
        await TellOfIgnoredEndpointsAsync(workspace, actor.State);
        var facts = new RunFacts(workspace.Folder.Root, model, LabelOf(model), LabelOf, workspace.Settings.MaxParallel, _request.Approve, isResumed);
        IRunReporter reporter = _request.JsonLines ? new JsonLinesReporter(_terminal, facts)
            : _terminal.Person is { } console ? new LiveReporter(console, facts, _terminal.Time.LocalTimeZone)
            : new PlainReporter(_terminal, facts);
        IGateAnswers answers = _request.Approve == ApproveMode.Ask && _terminal.Person is { } person
            ? new PersonAnswers(_terminal, person, LabelOf, new LandingDesk(workspace))
            : new PolicyAnswers(_request.Approve);
        var next = new NextCommands(_request, _terminal.CurrentFolder, DefaultModel());
        var advice = new RunAdvice(workspace, next);
        using var session = new RunSession(workspace, actor, reporter, answers, advice, new RunEnds(next, advice), _terminal, _request.Place);
        RunEnd end = await session.RunAsync(commands);
        await reporter.FinishAsync(end);
        return end.ExitCode;

        string LabelOf(string id) => workspace.Models.Resolve(id) is ModelResolution.Found { Model.Label: var label } ? label : id;
    }

    /// <summary>A server of one's own under a provider's name is not called; whoever uses that name may believe that it is.</summary>
    private async Task TellOfIgnoredEndpointsAsync(ConductorWorkspace workspace, TrackState state)
    {
        ProviderTable table = workspace.Providers.Table;
        if (table.Problems.IsEmpty)
        {
            return;
        }

        IEnumerable<string> models = state.Tickets.Values.Select(ticket => ticket.Definition.Model ?? "").Append(workspace.Settings.Model).Append(_request.QaModel);
        foreach (string provider in models.Select(model => ModelId.Parse(model).Provider).Distinct(StringComparer.Ordinal))
        {
            if (table.ProblemOf(provider) is { } problem)
            {
                await _terminal.Error.WriteLineAsync(TerminalWords.Of(problem));
            }
        }
    }

    private static string Count(int problems) => problems == 1 ? "1 problem" : $"{problems} problems";
}
