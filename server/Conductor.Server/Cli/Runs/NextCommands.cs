using System.Globalization;
using System.Text.RegularExpressions;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Server.Cli.Runs;

/// <summary>The commands that a person is told to type next, with the options that their run had.</summary>
/// <param name="request">What was typed for this run.</param>
/// <param name="currentFolder">Absolute; where they would type it.</param>
/// <param name="defaultModel">The model of a run that names none.</param>
internal sealed partial class NextCommands(RunRequest request, string currentFolder, string defaultModel)
{
    /// <summary>Whatever asked was rejected.</summary>
    public bool RejectsAll => request.Approve == ApproveMode.None;

    /// <summary>Goes on with a paused run. What it was asked for with is in the journal; who answers its gates is not.</summary>
    /// <param name="more">What is to be added or changed, as options; empty for nothing.</param>
    public string Resume(TrackState state, string more = "") => Joined(["conductor resume", NameOf(state), more, .. Shared()]);

    /// <summary>Lands what waits, or says otherwise of it, and goes on with the run.</summary>
    /// <param name="more">Options; empty for none.</param>
    public string Land(TrackState state, string more = "") => Joined(["conductor land", NameOf(state), more, .. Shared()]);

    /// <summary>Looks at what waits to land, or brings what has landed into it; decides nothing.</summary>
    /// <param name="more">Options.</param>
    public string Look(TrackState state, string more) => Joined(["conductor land", NameOf(state), more, InWorkspace()]);

    /// <summary>Shows where a track and its tickets stand.</summary>
    public string Status(TrackState state) => Joined(["conductor status", NameOf(state), InWorkspace()]);

    /// <summary>Merges what has landed.</summary>
    public string Merge(TrackState state) => Joined(["conductor merge", NameOf(state), InWorkspace()]);

    /// <summary>Runs the track as it was run. A run that is still alive keeps its budget by itself; a new one begins with what the last one had in the end.</summary>
    /// <param name="model">Another model; null for the run's.</param>
    /// <param name="more">More options; empty for none.</param>
    /// <param name="asks">A person answers its gates, whoever did before.</param>
    public string Run(TrackState state, string path, string? model = null, string more = "", bool asks = false)
    {
        RunOptions options = state.Run.Options ?? new RunOptions();
        return Joined(
        [
            "conductor run",
            Quoted(path),
            more,
            model is not null ? $"--model {model}" : request.Model is not null || options.Model != defaultModel ? $"--model {Quoted(options.Model)}" : "",
            options.MaxParallel is { } most ? string.Create(CultureInfo.InvariantCulture, $"--max-parallel {most}") : "",
            options.StepMode ? "--step" : "",
            request.QaModel.Length == 0 ? "" : $"--qa {Quoted(request.QaModel)}",
            request.ThinkingWord is { } thinking ? $"--thinking {thinking}" : "",
            request.Place.Isolation is { } isolation ? $"--isolation {isolation.ToString().ToLowerInvariant()}" : "",
            request.Place.Landing is { } landing ? $"--land {landing.ToString().ToLowerInvariant()}" : "",
            request.Context is { Length: > 0 } context ? $"--context {Quoted(context)}" : "",
            .. state.Run.IsAlive ? [] : Budget.Kinds.Select(kind => BudgetOf(state, options, kind)),
            .. Shared(asks),
        ]);
    }

    /// <summary>A command of git in the workspace, as it is typed in a folder.</summary>
    /// <param name="arguments">As a shell takes them.</param>
    public static string Git(string workspace, string currentFolder, string arguments) => workspace == currentFolder ? $"git {arguments}" : $"git -C {Quoted(workspace)} {arguments}";

    /// <summary>The option that names the workspace, where it is not the folder in which a command is typed; empty where it is.</summary>
    public static string WorkspaceOption(string workspace, string currentFolder) => workspace == currentFolder ? "" : $"--workspace {Quoted(workspace)}";

    /// <summary>A command on a workspace, as it is typed in a folder.</summary>
    /// <param name="command">With its arguments, as a shell takes them.</param>
    public static string In(string workspace, string currentFolder, string command) => Joined([command, WorkspaceOption(workspace, currentFolder)]);

    /// <summary>The name of a track, as an argument of a shell.</summary>
    public static string NameOf(TrackState state) => Quoted(state.Header.Path ?? state.Header.TrackId);

    /// <summary>As one argument of a shell.</summary>
    public static string Quoted(string argument) =>
        Plain().IsMatch(argument) ? argument
        : OperatingSystem.IsWindows() ? $"\"{argument.Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>What a person has asked for of a kind, when the run began or since.</summary>
    private static string BudgetOf(TrackState state, RunOptions options, BudgetKind kind) =>
        options.Unlimited?.Contains(kind) == true ? $"{BudgetOptions.NameOf(kind)} {BudgetOptions.NoLimit}"
        : (options.Budget?.Of(kind) ?? state.Meter.Raised.Of(kind)) is not null && Budgets.LimitsOf(state).Of(kind) is { } limit
            ? string.Create(CultureInfo.InvariantCulture, $"{BudgetOptions.NameOf(kind)} {limit:0.##########}")
        : "";

    private IEnumerable<string> Shared(bool asks = false) =>
    [
        InWorkspace(),
        asks || request.Approve is ApproveMode.Ask or ApproveMode.Leave ? "" : $"--approve {request.Approve.ToString().ToLowerInvariant()}",
        request.JsonLines && !asks ? "--jsonl" : "",
        request.ScriptLog is { } log ? $"--script-log {Quoted(FromHere(log))}" : "",
    ];

    private string InWorkspace() => WorkspaceOption(request.Workspace, currentFolder);

    /// <summary>As a person would type it: relative within the current folder.</summary>
    private string FromHere(string file) =>
        Path.GetRelativePath(currentFolder, file) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : file;

    private static string Joined(IEnumerable<string> parts) => string.Join(' ', parts.Where(part => part.Length > 0));

    [GeneratedRegex(@"^[\w./:@%+=,-]+$")]
    private static partial Regex Plain();
}
