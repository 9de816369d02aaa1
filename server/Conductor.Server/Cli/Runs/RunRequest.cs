using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;

namespace Conductor.Server.Cli.Runs;

/// <summary>What a person asked of a run on the command line.</summary>
/// <param name="Workspace">Absolute.</param>
/// <param name="Model">Null when none was given.</param>
/// <param name="Context">File of the context document, as given; null for the track's own.</param>
/// <param name="JsonLines">JSON events instead of words.</param>
/// <param name="ScriptLog">Absolute; null for nowhere.</param>
internal sealed record RunRequest(string Workspace, string? Model, ApproveMode Approve, string? Context, bool JsonLines, string? ScriptLog)
{
    /// <summary>The model of tier 4: empty when nobody said, which is the worker's; <c>off</c> for none.</summary>
    public string QaModel { get; init; } = "";

    /// <summary>How much models think; null when nobody said.</summary>
    public ThinkingName? Thinking { get; init; }

    /// <summary>The same in the word that is typed; null when nobody said.</summary>
    public string? ThinkingWord => Thinking?.ToString().ToLowerInvariant();

    /// <summary>Where tickets work, and when their work lands.</summary>
    public PlaceWish Place { get; init; } = new();

    /// <summary>With what a run was begun with where nothing else is asked for now.</summary>
    public RunRequest Over(RunOptions options) => this with
    {
        QaModel = QaModel.Length > 0 ? QaModel : options.QaModel ?? "",
        Thinking = Thinking ?? (Enum.TryParse(options.Thinking, ignoreCase: true, out ThinkingName known) ? known : null),
    };
}

/// <summary>Who answers gates.</summary>
internal enum ApproveMode
{
    /// <summary>The person at the terminal.</summary>
    Ask,

    /// <summary>Nobody: each is approved, protected paths are not.</summary>
    All,

    /// <summary>Nobody: each is rejected.</summary>
    None,

    /// <summary>Nobody: each stays open, and the run is paused when all that is left waits for one.</summary>
    Leave,
}
