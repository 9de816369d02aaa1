using Conductor.Core.Tickets;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Storage;

namespace Conductor.Server.Cli;

/// <summary>A workspace for commands that run no track; where something of it cannot be had they fail, and say what to do.</summary>
internal static class CommandWorkspace
{
    /// <summary>Opens it; nothing is written yet.</summary>
    public static ConductorWorkspace Open(string root, Terminal terminal) =>
        new(new WorkspaceOptions(root, WorkspaceSettings.Default, terminal.Time, terminal.Error.WriteLine, terminal.CurrentFolder));

    /// <summary>Takes it, so that no other process works in it meanwhile.</summary>
    /// <exception cref="CommandFailedException">Another one does.</exception>
    public static WorkspaceOwnership.Lease Own(ConductorWorkspace workspace) =>
        workspace.Ownership.TryTake() ?? throw new CommandFailedException(ExitCodes.InUse, workspace.Ownership.DescribeUse());

    /// <summary>Its repository.</summary>
    /// <exception cref="CommandFailedException">There is none to work with.</exception>
    public static async Task<TicketRepository> RepositoryAsync(ConductorWorkspace workspace, CancellationToken cancellationToken) =>
        Require(await workspace.Repository.OpenAsync(cancellationToken));

    /// <summary>What was done.</summary>
    /// <exception cref="CommandFailedException">It was refused.</exception>
    public static T Require<T>(GitOutcome<T> outcome) =>
        outcome.IsDone(out T? value, out Refusal? refusal) ? value : throw CommandFailedException.BadInput(TerminalWords.Of(refusal.Message));
}
