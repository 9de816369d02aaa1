using System.Collections.Immutable;

namespace Conductor.Server.TrackFiles;

/// <summary>
/// The names of the fields that mean something to us. Any other field is warned of, unless it says by its name that it is somebody's own; it is left
/// alone and survives every edit.
/// </summary>
internal static class TrackFields
{
    private static readonly string[] OwnBeginnings = ["x_", "x-", "_", "$", "/", "#"];

    public const string Id = "id";
    public const string Description = "description";
    public const string Context = "context";
    public const string Tickets = "tickets";
    public const string Title = "title";
    public const string Status = "status";
    public const string AssignedTo = "assigned_to";
    public const string DependsOn = "depends_on";
    public const string StepMode = "step_mode";
    public const string ContextRequirements = "context_requirements";
    public const string ContextViews = "context_views";
    public const string Priority = "priority";
    public const string Model = "model";
    public const string Acceptance = "acceptance";
    public const string Writes = "writes";
    public const string Budget = "budget";
    public const string Worktree = "worktree";

    /// <summary>Fields of the object form of a track.</summary>
    public static ImmutableArray<string> OfTrack { get; } = [Id, Description, Context, Budget, Worktree, Tickets];

    /// <summary>Whether a field is somebody's own by its name, such as <c>x_estimate</c>, <c>$schema</c> or <c>_note</c>.</summary>
    public static bool IsOwn(string name) => OwnBeginnings.Any(beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));

    /// <summary>Fields of a ticket.</summary>
    public static ImmutableArray<string> OfTicket { get; } =
        [Id, Title, Description, Status, AssignedTo, DependsOn, StepMode, ContextRequirements, ContextViews, Priority, Model, Acceptance, Writes, Budget];
}
