using System.CommandLine;
using Conductor.Core.Tickets;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Storage;
using IntegrationBranch = Conductor.Core.Landing.IntegrationBranch;

namespace Conductor.Server.Cli;

/// <summary><c>conductor merge</c>: merges what has landed into the branch that is checked out.</summary>
internal sealed class MergeCommand : Command
{
    private const int MostSubject = 100;

    private readonly Argument<string> _track = new("track") { HelpName = "track", Description = "The track: its file, its id or its file's name." };
    private readonly Option<string?> _into = new("--into") { HelpName = "BRANCH", Description = "The branch, which must be checked out. Unless named, the one that is, if the track's work began on it." };
    private readonly Option<string?> _workspace = new("--workspace") { HelpName = "DIR", Description = "The workspace. The current folder unless named." };

    private MergeCommand(Terminal terminal)
        : base("merge", "Merge what has landed of a track into the branch that is checked out.")
    {
        Arguments.Add(_track);
        Options.Add(_into);
        Options.Add(_workspace);
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new MergeCommand(terminal);

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        string root = Path.GetFullPath(parsed.GetValue(_workspace) ?? ".", terminal.CurrentFolder);
        JournaledTrack track = JournaledTracks.Find(await JournaledTracks.ReadAsync(new WorkspaceFolder(root)), parsed.GetValue(_track) ?? "", root, terminal.CurrentFolder);
        if (track.State.Integration is not { } branch || branch.Tip == branch.Base)
        {
            throw CommandFailedException.BadInput($"Nothing of {track.TrackId} has landed, so there is nothing to merge. Run it in working trees (conductor run), and land its work.");
        }

        string onto = parsed.GetValue(_into) ?? await CheckedOutAsync(root, branch, track.TrackId, cancellationToken);
        await using var workspace = new ConductorWorkspace(new WorkspaceOptions(root, WorkspaceSettings.Default, terminal.Time, terminal.Error.WriteLine, terminal.CurrentFolder));
        using WorkspaceOwnership.Lease lease = workspace.Ownership.TryTake()
            ?? throw new CommandFailedException(ExitCodes.InUse, CommandReply.InUse(track.State, workspace.Ownership).Refusal?.Message ?? "");
        TicketRepository repository = await workspace.Repository.OpenAsync(cancellationToken) switch
        {
            GitOutcome<TicketRepository>.Done { Value: var opened } => opened,
            GitOutcome<TicketRepository>.Refused { Refusal: var refusal } => throw CommandFailedException.BadInput(TerminalWords.Of(refusal.Message)),
            _ => throw new InvalidOperationException("A repository is opened or refused."),
        };
        string what = track.State.Header.Description is { Length: > 0 } said ? OneLine.Of(said, MostSubject) : branch.Name;
        switch (await repository.MergeIntoAsync(track.TrackId, onto, $"Merge {what}\n", cancellationToken))
        {
            case MergeOutcome.Merged merged:
                await workspace.Actor(track.TrackId).SendAsync(new TrackCommand.RecordMerge(onto, branch.Tip));
                await terminal.Output.WriteLineAsync($"{onto} has all that has landed of {track.TrackId} now: it is at {merged.Commit[..12]}.");
                return ExitCodes.Done;
            case MergeOutcome.Conflict { Files: var files }:
                throw new CommandFailedException(
                    ExitCodes.Blocked,
                    $"Not merged, and nothing has changed: {onto} and what has landed differ in {string.Join(", ", files.Select(file => file.Path))}. Merge it yourself and resolve that: git merge {branch.Name}");
            case MergeOutcome.Failed { Refusal: var refusal }:
                throw CommandFailedException.BadInput(TerminalWords.Of(refusal.Message));
            default:
                throw new InvalidOperationException("A merge is made, in conflict or failed.");
        }
    }

    /// <summary>The branch that is checked out, where it is the one that the work is for.</summary>
    private static async Task<string> CheckedOutAsync(string root, IntegrationBranch branch, string trackId, CancellationToken cancellationToken)
    {
        string current = await new LandingGit(root).LineAsync(["symbolic-ref", "-q", "--short", "HEAD"], cancellationToken)
            ?? throw CommandFailedException.BadInput($"No branch is checked out in {root}. Check out the one that is to have the work (git switch {branch.Onto ?? "BRANCH"}), then merge again.");
        return branch.Onto is null || branch.Onto == current
            ? current
            : throw CommandFailedException.BadInput($"{current} is checked out, and the work of {trackId} began on {branch.Onto}. Check that out (git switch {branch.Onto}), or give --into {current}.");
    }
}
