using System.Globalization;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Workers.Loop;
using Conductor.Workers.Tools;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Effects;

/// <summary>
/// Proves merged work by the ticket's acceptance commands, in the tree of landings. Each runs as in the worker's own tree, its process is
/// recorded before it does anything, and what it said is kept as evidence.
/// </summary>
internal sealed class LandingProof(TrackActor actor, AttemptKey key, TicketRepository repository, ToolContext tools, OutputStream output)
{
    /// <summary>Characters of a failed command's output that are told.</summary>
    private const int MostTold = 4_000;

    /// <summary>Makes the tree ready and runs the commands in order.</summary>
    /// <param name="merged">Checked out in the tree of landings.</param>
    /// <exception cref="LandingStopException">One of them failed.</exception>
    public async Task ProveAsync(TreeSetup? setup, IEnumerable<string> acceptance, MergeOutcome.Merged merged, CancellationToken cancellationToken)
    {
        string[] commands = [.. acceptance];
        if (commands.Length > 0 && setup is not null)
        {
            await SetUpAsync(setup, merged.Root, cancellationToken);
        }

        foreach (var (index, command) in commands.Index())
        {
            output.Write($"[Acceptance on the merged tree: {command}]\n", status: null);
            DeclaredResult result = await RunAsync(string.Create(CultureInfo.InvariantCulture, $"landing-{index + 1}"), command, merged.Root, cancellationToken);
            await actor.SendAsync(new TrackCommand.RecordAcceptance(new TrackEvent.AcceptanceRan(key.TicketId, key.Attempt, command, result.ExitCode, result.Output, merged.Tree)));
            if (result.ExitCode != 0)
            {
                throw Failed($"`{command}` ends with exit code {result.ExitCode} on the merged tree, though it passed in the ticket's own. Send the work back with what is wrong, or mend what has landed and land it again.", result);
            }
        }
    }

    private async Task SetUpAsync(TreeSetup setup, string root, CancellationToken cancellationToken)
    {
        if (!(await repository.ProvisionLandingAsync(key.TrackId, setup.Copy, cancellationToken)).IsDone(out _, out Refusal? refusal))
        {
            throw LandingStopException.Refused(refusal.Message);
        }

        if (setup.Command is not { } command)
        {
            return;
        }

        if (!(await repository.IsLandingSetUpAsync(key.TrackId, command, cancellationToken)).IsDone(out bool isSetUp, out refusal))
        {
            throw LandingStopException.Refused(refusal.Message);
        }

        if (isSetUp)
        {
            return;
        }

        output.Write($"[Set-up of the merged tree: {command}]\n", status: null);
        DeclaredResult result = await RunAsync("landing-set-up", command, root, cancellationToken);
        await actor.SendAsync(new TrackCommand.RecordSetUp(new TrackEvent.SetUpRan(key.TicketId, key.Attempt, command, result.ExitCode, result.Output)));
        if (result.ExitCode != 0)
        {
            throw Failed($"The set-up command `{command}` ends with exit code {result.ExitCode} in the tree where work is merged, so nothing could be proven there. Mend it in the track file, then land the work again.", result);
        }

        if (!(await repository.RememberLandingSetUpAsync(key.TrackId, command, cancellationToken)).IsDone(out _, out refusal))
        {
            throw LandingStopException.Refused(refusal.Message);
        }
    }

    private Task<DeclaredResult> RunAsync(string callId, string command, string root, CancellationToken cancellationToken) => DeclaredCommand.RunAsync(
        tools with
        {
            Root = WorkspaceRoot.Open(root),
            CommandStarted = (started, token) => RecordAsync(new TrackCommand.RecordCommandStarted(key.TicketId, key.Attempt, callId, started.Pid, started.StartedAt), token),
            CommandStillRunning = left => RecordAsync(new TrackCommand.RecordCommandStillRunning(key.TicketId, key.Attempt, callId, left.Pid), CancellationToken.None),
            ExitCodeFile = null,
        },
        command,
        cancellationToken);

    private async Task RecordAsync(TrackCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await actor.SendAsync(command);
    }

    private static LandingStopException Failed(string words, DeclaredResult result)
    {
        string said = result.Output.TrimEnd();
        string end = said.Length <= MostTold ? said : $"…{said[^MostTold..]}";
        return new LandingStopException(new LandingProblem(LandingProblemKind.Acceptance, end.Length == 0 ? words : $"{words}\n\n{end}", []));
    }
}
