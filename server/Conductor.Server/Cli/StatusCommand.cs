using System.CommandLine;
using System.Diagnostics;
using Conductor.Core.Tickets;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Features.Landing;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Features.Usage;
using Conductor.Server.Landing;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;
using IntegrationBranch = Conductor.Core.Landing.IntegrationBranch;

namespace Conductor.Server.Cli;

/// <summary><c>conductor status</c>: where each track and its tickets stand.</summary>
internal sealed class StatusCommand : JournalCommand
{
    private StatusCommand(Terminal terminal)
        : base("status", "Show where tracks and their tickets stand.", terminal)
    {
    }

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new StatusCommand(terminal);

    /// <summary>A merge that was made by other means than ours is seen here too; it is recorded by who owns the workspace.</summary>
    protected override async Task<IReadOnlyList<JournaledTrack>> LookAsync(Storage.WorkspaceFolder folder, IReadOnlyList<JournaledTrack> tracks, Terminal terminal, CancellationToken cancellationToken)
    {
        using var repositories = new WorkspaceRepository(folder.Root, terminal.Time);
        var seen = new List<JournaledTrack>();
        foreach (JournaledTrack track in tracks)
        {
            if (track.State.Integration is not { HasLanded: true } branch || !(await repositories.OpenAsync(cancellationToken)).IsDone(out TicketRepository? repository, out _))
            {
                seen.Add(track);
                continue;
            }

            TrackState state = branch.HasUnmerged && (await repository.MergedIntoAsync(branch.Tip, cancellationToken)).IsDone(out string? onto, out _) && onto is not null
                ? TrackEvolution.Apply(track.State, new TrackEvent.IntegrationMerged(onto, branch.Tip))
                : track.State;
            seen.Add(track with { State = state, LandsNothing = (await repository.AreAlikeAsync(branch.Base, branch.Tip, cancellationToken)).IsDone(out bool areAlike, out _) && areAlike });
        }

        return seen;
    }

    /// <inheritdoc/>
    protected override void Show(JournalView view, Terminal terminal)
    {
        int? owner = LivingOwner(view.Folder);
        if (view.Json)
        {
            terminal.Output.WriteLine(JsonLine.Of(new { Workspace = view.Folder.Root, ProcessId = owner, Tracks = view.Tracks.Select(track => ToJson(track, owner)) }));
            return;
        }

        var next = new NextCommands(new RunRequest(view.Folder.Root, Model: null, ApproveMode.Ask, Context: null, JsonLines: false, ScriptLog: null), terminal.CurrentFolder, "");
        foreach (JournaledTrack track in view.Tracks)
        {
            TrackState state = track.State;
            terminal.Output.WriteLine($"{track.TrackId}: {Describe(state, owner)}, {state.AcceptedCount} of {state.Tickets.Count} tickets are done. Tokens: {RunWords.Of(state.Usage.Total)}.");
            if (state.Run.Detail.Length > 0)
            {
                terminal.Output.WriteLine($"  {TerminalWords.WithoutRemedy(state.Run.Detail)}");
            }

            if (state.Integration is { } branch)
            {
                terminal.Output.WriteLine($"  Integration branch: {branch.Name}{MergedOf(track, branch)}");
            }

            var table = new TextTable("ticket", "state", "attempt", "tokens", "title", "detail");
            foreach (TicketInfo ticket in Tickets(track))
            {
                table.Add(
                    ticket.Id, RunWords.Of(ticket), Number(ticket.Attempts), Number(ticket.Usage.InputTokens + ticket.Usage.OutputTokens), RunWords.OneLine(ticket.Title, 50), RunWords.OneLine(TerminalWords.Of(ticket.Detail), int.MaxValue));
            }

            table.Write(terminal.Output, "  ");
            foreach (string step in Steps(state, owner, next))
            {
                terminal.Output.WriteLine($"  {step}");
            }
        }
    }

    private static string Describe(TrackState state, int? owner) => state.Run switch
    {
        { Status: RunStatus.Running } when owner is { } id => $"running (process {id})",
        { Status: RunStatus.Running } or { Status: RunStatus.Paused, PauseCause: PauseCause.Interruption } => "interrupted",
        { Status: RunStatus.Paused, PauseCause: PauseCause.Unrecorded } => "paused, because what happens could not be recorded",
        { Status: RunStatus.Paused, PauseCause: PauseCause.Budget } => "paused, because a budget does not last",
        { Status: var status } => RunWords.Of(status),
    };

    private static string MergedOf(JournaledTrack track, IntegrationBranch branch) => !branch.HasLanded ? ", nothing has landed on it"
        : branch.HasUnmerged ? "; what has landed on it is not merged yet"
        : track.LandsNothing ? "; nothing to merge: what has landed on it changes no file"
        : $", all of it merged into {branch.Onto}";

    /// <summary>How it goes on, one command on each line; nothing while a process is at work.</summary>
    private static IEnumerable<string> Steps(TrackState state, int? owner, NextCommands next)
    {
        bool isLeft = state.Run.IsAlive && (owner is null || state.Run.Status == RunStatus.Paused);
        string[] landing = isLeft ? [.. LandingSteps.Of(state, next)] : [];
        bool lacksBudget = state.Run is { PauseCause: PauseCause.Budget, Status: RunStatus.Paused };
        string resume = lacksBudget ? RunEnds.AfterBudget(state, next) : $"Go on with: {next.Resume(state)}";
        bool endedWithout = state.Run.Status is RunStatus.Blocked or RunStatus.Failed or RunStatus.Cancelled;
        return
        [
            .. landing,
            .. isLeft && (landing.Length == 0 || lacksBudget) ? resume.Split('\n') : [],
            .. endedWithout || (isLeft && AnotherRun.AskingIn(state).Any()) ? [AnotherRun.Of(state, next)] : Array.Empty<string>(),
            .. state.Integration is { HasUnmerged: true } branch ? [$"Merge what has landed into {branch.Onto ?? "the branch that is checked out"} with: {next.Merge(state)}"] : Array.Empty<string>(),
        ];
    }

    private static object ToJson(JournaledTrack track, int? owner) => new
    {
        track.TrackId,
        track.State.Header.Path,
        track.State.Header.Description,
        Status = TrackMapping.ToName(track.State.Run.Status),
        Interrupted = track.State.Run is { Status: RunStatus.Running } ? owner is null : track.State.Run is { Status: RunStatus.Paused, PauseCause: PauseCause.Interruption },
        track.State.Run.Detail,
        track.State.Run.Options?.Model,
        Tickets = Tickets(track),
        Usage = UsageMapping.ToSummary(track.State.Usage),
        Budget = BudgetMapping.OfRun(track.State),
        Integration = LandingMapping.ToInfo(track.State.Integration),
    };

    private static IEnumerable<TicketInfo> Tickets(JournaledTrack track)
    {
        Func<string, string?> notBegun = NotBegunIn(track);
        return track.State.Graph.Tickets.Select(ticket => TicketMapping.ToInfo(track.State, track.State.Tickets[ticket.Id])).Select(ticket =>
            ticket is { Detail: "", State: TicketStateName.Ready or TicketStateName.AwaitingRun } && notBegun(ticket.Id) is { } reason
                ? ticket with { Detail = $"was not begun: {reason}" }
                : ticket);
    }

    /// <summary>Why tickets of the latest run were not begun. Their state does not say it any more once the run has ended: the next one tries them.</summary>
    private static Func<string, string?> NotBegunIn(JournaledTrack track)
    {
        string? stopped = null;
        var held = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (TrackEvent happened in track.Entries.Select(entry => entry.Event))
        {
            switch (happened)
            {
                case TrackEvent.RunStarted:
                    stopped = null;
                    held.Clear();
                    break;
                case TrackEvent.RunStopping { EndsAs: RunStatus.Failed, Reason: var reason }:
                    stopped = reason;
                    break;
                case TrackEvent.TicketsHeld { TicketIds: var ids, Reason: var reason }:
                    foreach (string id in ids)
                    {
                        held[id] = reason;
                    }

                    break;
                default:
                    break;
            }
        }

        return id => held.GetValueOrDefault(id) ?? stopped;
    }

    /// <summary>The process that says it owns the workspace, if it is still there. The lock itself is not touched: that is for owners.</summary>
    private static int? LivingOwner(Storage.WorkspaceFolder folder)
    {
        if (new WorkspaceOwnership(folder).OwnerProcessId() is not { } id)
        {
            return null;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            return id;
        }
        catch (ArgumentException)
        {
            // No process has this id: the owner is gone.
            return null;
        }
    }

    private static string Number(long number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
