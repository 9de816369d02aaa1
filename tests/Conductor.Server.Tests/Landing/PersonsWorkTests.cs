using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Protocol;
using Xunit;

namespace Conductor.Server.Tests.Landing;

public sealed class PersonsWorkTests : LandingTestBase
{
    [Fact]
    public async Task What_a_person_has_committed_for_a_ticket_is_there_for_those_that_wait_for_it()
    {
        await BeginAsync();
        Folder.Write("hand.txt", "by hand\n");
        Commit("hand.txt");

        CommandResult done = await TicketAsync("markDone", "H");
        TrackEvent.TreeReady ready = await TreeAsync();

        Assert.Null(done.Notes);
        Assert.Equal(Tip(), ready.Tree.Base);
        Assert.Equal("by hand\n", Folder.Git("show", $"{Tip()}:hand.txt"));
    }

    [Fact]
    public async Task What_a_person_has_committed_is_no_tickets_work_though_a_commit_names_one()
    {
        await BeginAsync();
        Folder.Write("hand.txt", "by hand\n");
        Folder.Git("add", "hand.txt");
        Folder.Git("commit", "-q", "-m", "By hand\n\nConductor-Ticket: L");

        await TicketAsync("markDone", "H");
        await StopAsync();

        await DriveAsync(async (_, repository) =>
            Assert.Contains("nothing to take back", TicketRepositoryFolder.Words(await repository.RevertLandingAsync(Main, Tip(), "L", "Take back", Token)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_ticket_that_is_completed_in_the_file_brings_what_was_committed_for_it_too()
    {
        await BeginAsync();
        Folder.Write("hand.txt", "by hand\n");
        Commit("hand.txt");

        await CompleteInFileAsync();
        TrackEvent.TreeReady ready = await TreeAsync();

        Assert.Equal(Tip(), ready.Tree.Base);
        Assert.Equal("by hand\n", Folder.Git("show", $"{Tip()}:hand.txt"));
        Assert.Equal(new TicketOutcome.Completed("Marked completed in the track file."), (await HistoryAsync()).OfType<TrackEvent.TicketSettled>().Single().Outcome);
    }

    [Fact]
    public async Task What_is_not_committed_for_a_ticket_that_is_completed_in_the_file_stands_in_its_summary()
    {
        await BeginAsync();
        string tip = Tip();
        Folder.Write("hand.txt", "by hand\n");

        await CompleteInFileAsync();

        var outcome = Assert.IsType<TicketOutcome.Completed>((await HistoryAsync()).OfType<TrackEvent.TicketSettled>().Single().Outcome);
        Assert.Contains("not committed: hand.txt. Tickets that wait for H begin without it.", outcome.Summary, StringComparison.Ordinal);
        Assert.Equal(tip, Tip());
    }

    [Fact]
    public async Task What_a_person_has_not_committed_is_said_to_be_missing()
    {
        await BeginAsync();
        string tip = Tip();
        Folder.Write("hand.txt", "by hand\n");

        string note = Assert.Single((await TicketAsync("markDone", "H")).Notes ?? []);

        Assert.Contains("not committed: hand.txt", note, StringComparison.Ordinal);
        Assert.Contains("commit it, then retry H", note, StringComparison.Ordinal);
        Assert.Equal(tip, Tip());
    }

    [Fact]
    public async Task What_is_in_conflict_with_what_has_landed_does_not_join_it_and_the_ticket_is_done()
    {
        await BeginAsync();
        await StopAsync();
        await DriveAsync(async (_, repository) =>
        {
            string saved = await SaveAsync(repository, new Work("L", ("a.txt", "landed\n")), 1);
            await TicketRepositoryFolder.LandAsync(repository, saved, Tip(), Main);
        });
        string tip = Tip();
        Folder.Write("a.txt", "by hand\n");
        Commit("a.txt");
        await StartAsync(maxParallel: 8);
        await OpenAsync();

        string note = Assert.Single((await TicketAsync("markDone", "H")).Notes ?? []);

        Assert.Contains("in conflict with what has landed, in a.txt", note, StringComparison.Ordinal);
        Assert.Contains($"git merge {Integration}", note, StringComparison.Ordinal);
        Assert.Equal(tip, Tip());
        Assert.Equal(TicketStateName.Completed, (await GetAsync()).Tickets.Single(ticket => ticket.Id == "H").State);
    }

    /// <summary>A run in trees in which H waits for a person, D for H, and L is at work.</summary>
    private async Task BeginAsync()
    {
        WriteTrack("todo");
        await DriveAsync(async (actor, repository) =>
        {
            Server.Landing.IntegrationBranch branch = TicketRepositoryFolder.Done(await repository.BeginIntegrationAsync(Main, Token));
            await SendAsync(actor, new TrackCommand.Define(
                new TrackHeader(Main, "", Path: Main),
                [
                    new TicketDefinition("H", "Do H.") { AssignedTo = "human" }, new TicketDefinition("D", "Do D.") { DependsOn = ["H"] }, new TicketDefinition("L", "Do L."),
                ]));
            await SendAsync(actor, new TrackCommand.RecordIntegration(new IntegrationBranch(branch.Branch, branch.Commit, branch.PersonsBranch, branch.Commit)));
            await SendAsync(actor, new TrackCommand.StartRun(new RunOptions { AutoQueue = true, Model = Workspace.Model, MaxParallel = 8, Isolation = Isolation.Worktree }));
            await BeginAsync(actor, repository, "L", 1, branch.Commit);
            await SendAsync(actor, new TrackCommand.PauseRun(PauseCause.Person));
        });
        await StartAsync(maxParallel: 8);
        await OpenAsync();
    }

    private void WriteTrack(string statusOfH) => Workspace.WriteTrack(
        new { id = "H", description = "Do H.", assigned_to = "human", status = statusOfH }, new { id = "D", description = "Do D.", depends_on = (string[])["H"] }, new { id = "L", description = "Do L." });

    private async Task CompleteInFileAsync()
    {
        WriteTrack("completed");
        await OpenAsync();
    }

    private void Commit(string path)
    {
        Folder.Git("add", path);
        Folder.Git("commit", "-q", "-m", "By hand");
    }

    /// <summary>The tree of D, once the run goes on.</summary>
    private async Task<TrackEvent.TreeReady> TreeAsync()
    {
        await TrackAsync("resume");
        await GateAsync("D", ApprovalKind.Spawn);
        await StopAsync();
        return (await HistoryAsync()).OfType<TrackEvent.TreeReady>().Single(ready => ready.TicketId == "D");
    }
}
