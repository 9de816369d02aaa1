using System.Collections.Immutable;
using System.CommandLine;
using Conductor.Core.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Effects;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Storage;

namespace Conductor.Server.Cli;

/// <summary><c>conductor trees</c>: which working trees there are, and what was discarded; discards one, and makes a branch of discarded work.</summary>
internal sealed class TreesCommand : Command
{
    private readonly Option<string?> _workspace = new("--workspace") { HelpName = "DIR", Description = "The workspace. The current folder unless named." };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON instead of words." };
    private readonly Option<string?> _discard = new("--discard") { HelpName = "TRACK/TICKET", Description = "Take the working trees of a ticket away. What has not landed of it is kept for 30 days." };
    private readonly Option<string?> _restore = new("--restore") { HelpName = "REF", Description = "Make a branch of discarded work, named by --branch." };
    private readonly Option<string?> _branch = new("--branch") { HelpName = "NAME", Description = "The branch that --restore makes." };

    private TreesCommand(Terminal terminal)
        : base("trees", "Show the working trees of tickets, with what they take on disk, and the work that was discarded.")
    {
        foreach (Option option in (Option[])[_workspace, _json, _discard, _restore, _branch])
        {
            Options.Add(option);
        }

        Validators.Add(result =>
        {
            if ((result.GetValue(_restore) is null) != (result.GetValue(_branch) is null))
            {
                result.AddError("--restore and --branch go together: which work, and the branch that is to have it.");
            }
            else if (result.GetValue(_restore) is not null && result.GetValue(_discard) is not null)
            {
                result.AddError("Either discard or restore. Give one of --discard and --restore.");
            }
        });
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new TreesCommand(terminal);

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        string root = Path.GetFullPath(parsed.GetValue(_workspace) ?? ".", terminal.CurrentFolder);
        IReadOnlyList<JournaledTrack> tracks = await JournaledTracks.ReadAsync(new WorkspaceFolder(root));
        await using ConductorWorkspace workspace = CommandWorkspace.Open(root, terminal);
        if (parsed.GetValue(_restore) is { } discarded && parsed.GetValue(_branch) is { } branch)
        {
            using WorkspaceOwnership.Lease lease = CommandWorkspace.Own(workspace);
            string commit = CommandWorkspace.Require(await (await CommandWorkspace.RepositoryAsync(workspace, cancellationToken)).RestoreDiscardedAsync(discarded, branch, cancellationToken));
            await terminal.Output.WriteLineAsync(parsed.GetValue(_json)
                ? JsonLine.Of(new { Branch = branch, Commit = commit })
                : $"The branch {branch} has that work again, at {commit[..12]}. Look at it with: {NextCommands.Git(root, terminal.CurrentFolder, $"log {NextCommands.Quoted(branch)}")}");
            return ExitCodes.Done;
        }

        ImmutableArray<YardTree> trees = CommandWorkspace.Require(await workspace.Yard.ListAsync(cancellationToken));
        if (parsed.GetValue(_discard) is { } named)
        {
            return await DiscardAsync(workspace, tracks, trees, named, parsed.GetValue(_json), terminal, cancellationToken);
        }

        ShownTree[] shown = [.. trees.Select(tree => new ShownTree(tree, StateOf(tree.Tree, tracks)))];
        List<ShownWork> works = trees.IsEmpty && !Directory.Exists(workspace.Folder.WorkingTrees) ? [] : await DiscardedAsync(await CommandWorkspace.RepositoryAsync(workspace, cancellationToken), cancellationToken);
        if (parsed.GetValue(_json))
        {
            await terminal.Output.WriteLineAsync(JsonLine.Of(new { Trees = shown.Select(tree => tree.ToJson()), Discarded = works.Select(work => work.ToJson()) }));
        }
        else
        {
            TreesTable.Show(shown, works, terminal.Output, Restore(workspace, terminal, "REF"));
        }

        return ExitCodes.Done;
    }

    private static async Task<int> DiscardAsync(
        ConductorWorkspace workspace, IReadOnlyList<JournaledTrack> tracks, ImmutableArray<YardTree> trees, string named, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        YardTree[] meant = [.. trees.Where(tree => tree.State != YardTreeState.Landings && IsMeant(tree.Tree, named))];
        if (meant.Length == 0)
        {
            string[] there = [.. trees.Where(tree => tree.State != YardTreeState.Landings).Select(tree => $"{ShortNameOf(tree.Tree.TrackId)}/{tree.Tree.TicketId}").Distinct(StringComparer.Ordinal)];
            throw CommandFailedException.BadInput(there is [var first, ..]
                ? $"There is no working tree of {named}: one is named by its track and its ticket, with a slash between. There are those of {string.Join(", ", there)}. Discard one with: {NextCommands.In(workspace.Folder.Root, terminal.CurrentFolder, $"conductor trees --discard {NextCommands.Quoted(first)}")}"
                : $"There is no working tree of {named}. There is none at all.");
        }

        using WorkspaceOwnership.Lease lease = CommandWorkspace.Own(workspace);
        var gone = new List<object>();
        var left = new List<string>();
        foreach (TicketTree tree in meant.Select(tree => tree.Tree))
        {
            TrackState state = workspace.Actor(tree.TrackId).State;
            if (state.Tickets.GetValueOrDefault(tree.TicketId)?.Attempt is { } attempt && attempt.Number == tree.Attempt)
            {
                left.Add(StillNeeded(state, attempt, tree, command => NextCommands.In(workspace.Folder.Root, terminal.CurrentFolder, command)));
                continue;
            }

            if (!(await workspace.Yard.DiscardAsync(state, tree.TicketId, tree.Attempt, cancellationToken)).IsDone(out RemovedTree? removed, out Refusal? refusal))
            {
                cancellationToken.ThrowIfCancellationRequested();
                left.Add($"{tree.Folder} stays: {TerminalWords.Of(refusal.Message)}");
                continue;
            }

            string? kept = removed.KeptAs;
            gone.Add(new { tree.TrackId, tree.TicketId, tree.Attempt, tree.Folder, KeptAs = kept });
            if (!isJson)
            {
                await terminal.Output.WriteLineAsync(kept is null
                    ? $"{tree.Folder} is gone. All that was in it has landed."
                    : $"{tree.Folder} is gone. What has not landed of it is kept for 30 days; have it again with: {Restore(workspace, terminal, NextCommands.Quoted(kept))}");
            }
        }

        if (isJson && (gone.Count > 0 || left.Count == 0))
        {
            await terminal.Output.WriteLineAsync(JsonLine.Of(new { Discarded = gone }));
        }

        return left.Count == 0 ? ExitCodes.Done : throw CommandFailedException.BadInput(string.Join("\n", left));

        // The track as a person names it, before the last part that is a ticket's id.
        bool IsMeant(TicketTree tree, string given) => given.EndsWith($"/{tree.TicketId}", StringComparison.Ordinal)
            && JournaledTracks.TryFind(tracks, given[..^(tree.TicketId.Length + 1)], workspace.Folder.Root, terminal.CurrentFolder)?.TrackId == tree.TrackId;

        // The id in its file, where no other track has the same.
        string ShortNameOf(string trackId) => TrackFiles.TrackIdentity.IdOf(trackId) is { } id && tracks.Count(track => TrackFiles.TrackIdentity.IdOf(track.TrackId) == id) == 1
            ? id
            : tracks.FirstOrDefault(track => track.TrackId == trackId)?.State.Header.Path ?? trackId;
    }

    /// <summary>Why a tree is not discarded yet, and what to type first.</summary>
    private static string StillNeeded(TrackState state, AttemptState attempt, TicketTree tree, Func<string, string> command)
    {
        string reject = $"Reject it with: {command($"conductor land {NextCommands.NameOf(state)} --reject {NextCommands.Quoted(tree.TicketId)}")}";
        string goOn = $"Go on with its run until that is over: {command($"conductor resume {NextCommands.NameOf(state)}")}";
        (string why, string first) = attempt switch
        {
            { Phase: AttemptPhase.Landing } or { Phase: AttemptPhase.Submitted, MayLand: true } => ("its work is about to land", goOn),
            { Phase: AttemptPhase.Submitted, LandingProblem.Kind: LandingProblemKind.Conflict } => ("its work is in conflict and waits for you", reject),
            { Phase: AttemptPhase.Submitted } => ("its work waits to land", reject),
            { Phase: AttemptPhase.Preparing or AttemptPhase.AwaitingSpawn or AttemptPhase.Queued } => ("its worker is about to begin there", goOn),
            { Phase: AttemptPhase.Suspended } => ("its worker has stopped in the middle and goes on there", goOn),
            _ => ("a worker has it", goOn),
        };
        return $"{tree.TicketId} still needs its working tree {tree.Folder}: {why}. {first}\nThen discard what it has done.";
    }

    /// <summary>What the ticket is doing whose attempt has a tree; null when that is over.</summary>
    private static TicketPhase? StateOf(TicketTree tree, IReadOnlyList<JournaledTrack> tracks) =>
        tracks.FirstOrDefault(track => track.TrackId == tree.TrackId)?.State is { } state && state.Tickets.GetValueOrDefault(tree.TicketId) is { } ticket && ticket.Attempt?.Number == tree.Attempt
            ? TicketPhases.Of(state, ticket)
            : null;

    private static async Task<List<ShownWork>> DiscardedAsync(TicketRepository repository, CancellationToken cancellationToken)
    {
        var works = new List<ShownWork>();
        foreach (DiscardedWork work in CommandWorkspace.Require(await repository.ListDiscardedAsync(cancellationToken)))
        {
            works.Add(new ShownWork(work, CommandWorkspace.Require(await repository.BranchWithAsync(work.Commit, cancellationToken))));
        }

        return works;
    }

    private static string Restore(ConductorWorkspace workspace, Terminal terminal, string reference) =>
        $"conductor trees --restore {reference} --branch NAME {NextCommands.WorkspaceOption(workspace.Folder.Root, terminal.CurrentFolder)}".TrimEnd();
}
