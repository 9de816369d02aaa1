using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Views;
using Conductor.Workers.Processes;
using Conductor.Workers.Tools;
using Conductor.Workers.Workspaces;
using Xunit;

namespace Conductor.Server.Tests.Landing;

public sealed class LandingProofTests : LandingTestBase
{
    private static readonly TreeSetup Setup = new(["settings.local"], "cat settings.local >> ../set-up");

    [Fact]
    public async Task The_same_merged_tree_is_set_up_once_and_gets_its_files_each_time()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        Folder.Write("settings.local", "first\n");

        await DriveAsync(async (actor, repository) =>
        {
            MergeOutcome.Merged merged = await MergeAsync(actor, repository);
            await ProofOf(actor, repository).ProveAsync(Setup, ["grep first settings.local"], merged, Token);
            Folder.Write("settings.local", "second\n");
            merged = await MergeAsync(actor, repository);
            await ProofOf(actor, repository).ProveAsync(Setup, ["grep second settings.local"], merged, Token);
        });

        Assert.Equal("first\n", Folder.Read(".conductor/worktrees/set-up"));
        Assert.Equal([0], (await HistoryAsync()).OfType<TrackEvent.SetUpRan>().Select(ran => ran.ExitCode));
    }

    [Fact]
    public async Task A_merged_tree_with_other_files_than_the_one_that_was_set_up_last_is_set_up_again()
    {
        await SubmitAsync(new Work("A", ("packages.txt", "one\n")), new Work("B", ("b.txt", "b\n")));
        TreeSetup setup = new([], "cat packages.txt b.txt >> ../set-up 2> /dev/null; true");

        await DriveAsync(async (actor, repository) =>
        {
            MergeOutcome.Merged merged = await MergeAsync(actor, repository);
            await ProofOf(actor, repository).ProveAsync(setup, ["true"], merged, Token);
            merged = await MergeAsync(actor, repository, "B");
            await ProofOf(actor, repository).ProveAsync(setup, ["true"], merged, Token);
            await Assert.ThrowsAsync<LandingStopException>(() => ProofOf(actor, repository).ProveAsync(setup with { Command = "exit 1" }, ["true"], merged, Token));
            await ProofOf(actor, repository).ProveAsync(setup, ["true"], merged, Token);
        });

        Assert.Equal("one\nb\nb\n", Folder.Read(".conductor/worktrees/set-up"));
    }

    [Fact]
    public async Task A_tree_that_is_made_anew_or_whose_command_has_changed_is_set_up_again()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        Folder.Write("settings.local", "once\n");

        await DriveAsync(async (actor, repository) =>
        {
            MergeOutcome.Merged merged = await MergeAsync(actor, repository);
            await ProofOf(actor, repository).ProveAsync(Setup, ["true"], merged, Token);
            TicketRepositoryFolder.Done(await repository.RemoveLandingTreeAsync(Main, Token));
            merged = await MergeAsync(actor, repository);
            await ProofOf(actor, repository).ProveAsync(Setup, ["true"], merged, Token);
            await ProofOf(actor, repository).ProveAsync(Setup with { Command = "echo other >> ../set-up" }, ["true"], merged, Token);
        });

        Assert.Equal("once\nonce\nother\n", Folder.Read(".conductor/worktrees/set-up"));
    }

    [Fact]
    public async Task A_set_up_that_fails_keeps_the_work_from_being_proven_and_is_tried_again()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));

        await DriveAsync(async (actor, repository) =>
        {
            MergeOutcome.Merged merged = await MergeAsync(actor, repository);
            TreeSetup failing = new([], "echo no such package; exit 4");
            LandingStopException stopped = await Assert.ThrowsAsync<LandingStopException>(() => ProofOf(actor, repository).ProveAsync(failing, ["true"], merged, Token));
            Assert.Equal(LandingProblemKind.Acceptance, stopped.Problem.Kind);
            Assert.Contains("exit code 4", stopped.Message, StringComparison.Ordinal);
            Assert.EndsWith("no such package", stopped.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<LandingStopException>(() => ProofOf(actor, repository).ProveAsync(failing, ["true"], merged, Token));
        });

        Assert.Empty((await HistoryAsync()).OfType<TrackEvent.AcceptanceRan>());
    }

    private static async Task<MergeOutcome.Merged> MergeAsync(TrackActor actor, TicketRepository repository, string ticket = "A") =>
        Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Main, actor.State.Tickets[ticket].Attempt?.Work?.Commit ?? "", "Land", Token));

    private LandingProof ProofOf(TrackActor actor, TicketRepository repository)
    {
        var key = new AttemptKey(Main, "A", 1);
        var tools = new ToolContext(WorkspaceRoot.Open(Workspace.Root), new CommandRunner(TimeProvider.System), O200kTokenCounter.Shared, TimeProvider.System, CommandLimits.Default);
        return new LandingProof(actor, key, repository, tools, new OutputStream(key, 1, 0, new Nobody(), TimeProvider.System));
    }

    private sealed class Nobody : IOutputObserver
    {
        public void OnOutput(OutputPiece piece)
        {
        }
    }
}
