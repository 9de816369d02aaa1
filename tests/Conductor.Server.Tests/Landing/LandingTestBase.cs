using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;
using Conductor.Server.Tests.Rpc;
using Conductor.Server.Tests.Snapshots;
using Xunit;
using IntegrationBranch = Conductor.Core.Landing.IntegrationBranch;
using WorkspaceFolder = Conductor.Server.Storage.WorkspaceFolder;

namespace Conductor.Server.Tests.Landing;

/// <summary>
/// Tests through the wire about work that lands: a workspace that is a repository, with tickets in it whose work an earlier server has
/// submitted.
/// </summary>
public abstract class LandingTestBase : RpcTestBase
{
    private protected static readonly string Integration = BranchNames.Integration(Main);

    private readonly TicketRepositoryFolder _folder;

    protected LandingTestBase() => _folder = TicketRepositoryFolder.Begin(new GitFolder(Workspace.Root));

    private protected GitFolder Folder => _folder.Folder;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What is the person's; nothing of it may change.</summary>
    private protected string Theirs() => _folder.Theirs();

    private protected string Tip() => Folder.Git("rev-parse", Integration).Trim();

    /// <summary>Folders of trees that are registered.</summary>
    private protected string[] Registered() => _folder.Registered();

    /// <summary>The workspace in an attempt's tree.</summary>
    private protected string TreeOf(string ticket, int attempt = 1) => Folder.At($".conductor/worktrees/{TreeName(ticket, attempt)}");

    private protected static string TreeName(string ticket, int attempt = 1) => BranchNames.TreeFolder(Main, ticket, attempt);

    private protected static string IntegrationTree => BranchNames.LandingFolder(Main);

    /// <summary>An attempt of each ticket at work in a tree of its own, all begun at once, and their work submitted in this order.</summary>
    private protected async Task SubmitAsync(params Work[] works)
    {
        Workspace.WriteTrack([.. works.Select(work => new { id = work.Ticket, title = $"Title of {work.Ticket}", description = $"Do {work.Ticket}.", acceptance = work.Acceptance })]);
        await DriveAsync(async (actor, repository) =>
        {
            Server.Landing.IntegrationBranch branch = TicketRepositoryFolder.Done(await repository.BeginIntegrationAsync(Main, Token));
            await SendAsync(actor, new TrackCommand.Define(
                new TrackHeader(Main, "", Path: Main),
                [.. works.Select(work => new TicketDefinition(work.Ticket, $"Do {work.Ticket}.") { Title = $"Title of {work.Ticket}", Acceptance = [.. work.Acceptance] })]));
            await SendAsync(actor, new TrackCommand.RecordIntegration(new IntegrationBranch(branch.Branch, branch.Commit, branch.PersonsBranch, branch.Commit)));
            await SendAsync(actor, new TrackCommand.StartRun(new RunOptions { AutoQueue = true, Model = Workspace.Model, MaxParallel = 8, Isolation = Isolation.Worktree }));
            var commits = new List<string>();
            foreach (Work work in works)
            {
                await BeginAsync(actor, repository, work.Ticket, 1, branch.Commit);
                commits.Add(await SaveAsync(repository, work, 1));
            }

            foreach (var (index, work) in works.Index())
            {
                await SendAsync(actor, new TrackCommand.SubmitWork(work.Ticket, 1, new SubmittedWork($"{work.Ticket} is done.", commits[index])));
            }

            await SendAsync(actor, new TrackCommand.PauseRun(PauseCause.Person));
        });
    }

    /// <summary>Does something as an earlier server would have; none may run now.</summary>
    private protected async Task DriveAsync(Func<TrackActor, TicketRepository, Task> stepsAsync)
    {
        var folder = new WorkspaceFolder(Workspace.Root);
        TicketRepository repository = await _folder.OpenAsync();
        await using var journal = new Journal(folder.Journal);
        await using var actor = new TrackActor(Main, new TrackActorServices(
            journal, new WorkspaceOwnership(folder), new SlotPool(() => 8), new Nobody(), () => WorkspaceSettings.Default, TimeProvider.System, _ => [], (_, _) => { }, _ => Task.CompletedTask, _ => { }));
        await stepsAsync(actor, repository);
    }

    /// <summary>A worker begins in a tree of its own.</summary>
    private protected static async Task BeginAsync(TrackActor actor, TicketRepository repository, string ticket, int attempt, string from)
    {
        TicketTree tree = TicketRepositoryFolder.Done(await repository.AddTreeAsync(Main, ticket, attempt, from, Token));
        await SendAsync(actor, new TrackCommand.RecordWorkingTree(ticket, attempt, new WorkingTree($".conductor/worktrees/{TreeName(ticket, attempt)}", tree.Branch, from)));
        await SendAsync(actor, new TrackCommand.ProposeSpawn(ticket, attempt, new SpawnProposal($"Do {ticket}.", "", "demo", [], [], [], "basis"), "shown"));
        ApprovalRequest gate = actor.State.OpenApprovals.Values.Single(request => request.TicketId == ticket && request is ApprovalRequest.Spawn);
        await SendAsync(actor, new TrackCommand.Decide(gate.ApprovalId, new ApprovalDecision(ApprovalChoice.Approve, "person"), null));
        Assert.Equal(AttemptPhase.Running, actor.State.Tickets[ticket].Attempt?.Phase);
    }

    private protected static async Task<string> SaveAsync(TicketRepository repository, Work work, int attempt)
    {
        TicketTree tree = repository.TreeOf(Main, work.Ticket, attempt);
        foreach ((string path, string? text) in work.Files)
        {
            if (text is null)
            {
                File.Delete(Path.Combine(tree.Root, path));
            }
            else
            {
                TicketRepositoryFolder.Write(tree, path, text);
            }
        }

        return TicketRepositoryFolder.Done(await repository.SaveAsync(tree, $"Work of {work.Ticket}\n\n{LandingMessage.TicketMark}: {work.Ticket}\n", Token)).Tip;
    }

    private protected static async Task SendAsync(TrackActor actor, TrackCommand command) => Assert.Null((await actor.SendAsync(command)).Refusal);

    /// <summary>Starts a server, opens the track and lets it go on.</summary>
    private protected async Task GoOnAsync()
    {
        await StartAsync(maxParallel: 8);
        await OpenAsync();
        await TrackAsync("resume");
    }

    /// <summary>A person lets a ticket's work land, at the gate that is open now.</summary>
    private protected async Task LandAsync(string ticket) => await ApproveAsync((await ApprovalsAsync()).Single(gate => gate.TicketId == ticket && gate.Kind == ApprovalKind.Landing));

    /// <summary>The gate that opens because a landing has stopped.</summary>
    private protected Task<ApprovalInfo> StoppedAsync(string ticket) =>
        Received.WaitForAsync<ApprovalInfo>(gate => gate.TicketId == ticket && gate.Kind == ApprovalKind.Landing && gate.Landing?.Problem is not null);

    private protected async Task<ImmutableArray<TrackEvent>> HistoryAsync()
    {
        await using var journal = new Journal(new WorkspaceFolder(Workspace.Root).Journal);
        return [.. journal.Read(Main).Select(entry => entry.Event)];
    }

    /// <summary>Work of one ticket: files by path, null for one that it deletes.</summary>
    private protected sealed record Work(string Ticket, params (string Path, string? Text)[] Files)
    {
        public string[] Acceptance { get; init; } = [];
    }

    private sealed class Nobody : ITrackObserver
    {
        public void OnMoved(TrackMoved moved)
        {
        }
    }
}
