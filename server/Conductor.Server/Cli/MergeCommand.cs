using System.CommandLine;
using System.Text.RegularExpressions;
using Conductor.Core.Tickets;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Features.Landing;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Storage;
using IntegrationBranch = Conductor.Core.Landing.IntegrationBranch;

namespace Conductor.Server.Cli;

/// <summary><c>conductor merge</c>: merges what has landed into the branch that is checked out.</summary>
internal sealed partial class MergeCommand : Command
{
    private readonly Argument<string> _track = new("track") { HelpName = "track", Description = "The track: its file, its id or its file's name." };
    private readonly Option<string?> _into = new("--into") { HelpName = "BRANCH", Description = "The branch, which must be checked out. Unless named, the one that is, if the track's work began on it." };
    private readonly Option<string?> _workspace = new("--workspace") { HelpName = "DIR", Description = "The workspace. The current folder unless named." };

    private MergeCommand(Terminal terminal)
        : base("merge", "Merge what has landed of a track into the branch that is checked out.")
    {
        Arguments.Add(_track);
        Options.Add(_into);
        Options.Add(_workspace);
        SetAction(async (parsed, cancellationToken) =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using IDisposable interrupts = terminal.OnInterrupt(Interrupt);
            return await RunAsync(parsed, terminal, stop.Token);

            void Interrupt()
            {
                if (stop.IsCancellationRequested)
                {
                    terminal.EndAtOnce(ExitCodes.Stopped);
                    return;
                }

                terminal.Error.WriteLine("Stopping. A merge that git has begun in your branch comes to its end first; press Ctrl+C again to leave it to git.");
                stop.Cancel();
            }
        });
    }

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new MergeCommand(terminal);

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        string root = Path.GetFullPath(parsed.GetValue(_workspace) ?? ".", terminal.CurrentFolder);
        JournaledTrack track = JournaledTracks.Find(await JournaledTracks.ReadAsync(new WorkspaceFolder(root)), parsed.GetValue(_track) ?? "", root, terminal.CurrentFolder);
        if (track.State.Integration is not { HasLanded: true } branch)
        {
            throw CommandFailedException.BadInput($"Nothing of {track.TrackId} has landed, so there is nothing to merge. Run it in working trees, and land its work. See where it stands with: {NextCommands.In(root, terminal.CurrentFolder, $"conductor status {NextCommands.NameOf(track.State)}")}");
        }

        string Git(string arguments) => NextCommands.Git(root, terminal.CurrentFolder, arguments);
        string onto = parsed.GetValue(_into) ?? await CheckedOutAsync(root, branch, track.TrackId, Git, cancellationToken);
        await using ConductorWorkspace workspace = CommandWorkspace.Open(root, terminal);
        using WorkspaceOwnership.Lease lease = CommandWorkspace.Own(workspace);
        TicketRepository repository = await CommandWorkspace.RepositoryAsync(workspace, cancellationToken);
        string? before = await HeadAsync(root, cancellationToken);
        GitOutcome<BranchMerged> outcome = await BranchMerge.MergeAsync(repository, workspace.Actor(track.TrackId), branch, onto, cancellationToken);
        if (!outcome.IsDone(out BranchMerged? merged, out Refusal? wrong))
        {
            // Ctrl+C also ends the git that has only looked until then.
            cancellationToken.ThrowIfCancellationRequested();
            throw CommandFailedException.BadInput(GitCommand().Replace(TerminalWords.Of(wrong.Message), match => Git(match.Groups[1].Value)));
        }

        if (merged.Commit is not { } commit)
        {
            throw new CommandFailedException(
                ExitCodes.Blocked,
                $"Not merged, and nothing has changed: {onto} and what has landed differ in {string.Join(", ", merged.Files)}. Merge it yourself and resolve that: {Git($"merge {NextCommands.Quoted(branch.Name)}")}");
        }

        if (merged.Recorded is { Refusal: { } refusal, IsInUse: var isInUse })
        {
            throw new CommandFailedException(isInUse ? ExitCodes.InUse : ExitCodes.BadInput, $"{onto} has all that has landed, at {commit[..12]}, but that could not be recorded: {TerminalWords.Of(refusal.Message)} Merge again when that is put right: nothing is merged twice.");
        }

        await terminal.Output.WriteLineAsync(commit == before
            ? $"{onto} had all that has landed of {track.TrackId} already: it stays at {commit[..12]}."
            : $"{onto} has all that has landed of {track.TrackId} now: it is at {commit[..12]}.");
        return ExitCodes.Done;
    }

    private static Task<string?> HeadAsync(string root, CancellationToken cancellationToken) => new LandingGit(root).LineAsync(["rev-parse", "-q", "--verify", "HEAD"], cancellationToken);

    /// <summary>A command of git in the words of a refusal: it is typed where the person is.</summary>
    [GeneratedRegex(@"\bgit ((?:switch|merge|rebase|cherry-pick|revert|am|bisect|status|branch|log|reflog)\b)")]
    private static partial Regex GitCommand();

    /// <summary>The branch that is checked out, where it is the one that the work is for.</summary>
    private static async Task<string> CheckedOutAsync(string root, IntegrationBranch branch, string trackId, Func<string, string> git, CancellationToken cancellationToken)
    {
        string current = await new LandingGit(root).LineAsync(["symbolic-ref", "-q", "--short", "HEAD"], cancellationToken)
            ?? throw CommandFailedException.BadInput($"No branch is checked out in {root}. Check out the one that is to have the work ({git($"switch {NextCommands.Quoted(branch.Onto ?? "BRANCH")}")}), then merge again.");
        return branch.Onto is null || branch.Onto == current
            ? current
            : throw CommandFailedException.BadInput($"{current} is checked out, and the work of {trackId} began on {branch.Onto}. Check that out ({git($"switch {NextCommands.Quoted(branch.Onto)}")}), or give --into {NextCommands.Quoted(current)}.");
    }
}
