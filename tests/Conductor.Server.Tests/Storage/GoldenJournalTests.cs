using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Features.Approvals;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;
using Conductor.Server.Tests.Rpc;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Conductor.Server.Tests.Storage;

/// <summary>Journals that older versions wrote. They load for ever: a change that breaks one of these tests would lose people's work.</summary>
public sealed class GoldenJournalTests : RpcTestBase
{
    private const string Track = ".conductor/tracks/main.track.json#golden";

    private string Journal => Workspace.At(".conductor/conductor.db");

    [Fact]
    public async Task A_journal_of_version_1_gives_the_state_it_gave_then()
    {
        Restore("v1/whole-track.sql");
        await using var journal = new Journal(Journal);

        TrackState state = journal.Read(Track).Aggregate(TrackState.Empty, (before, entry) => TrackEvolution.Apply(before, entry.Event));

        Assert.Equal((81L, "The golden track", "House rules."), (state.Revision, state.Header.Description, state.Header.Context));
        Assert.Equal((RunStatus.Running, true, "script:script.json"), (state.Run.Status, state.Run.Options?.AutoQueue, state.Run.Options?.Model));
        Assert.Equal(
            ["A completed 1", "B blocked 2", "C completed 0", "D skipped 1", "E  1", "F failed 1"],
            state.Graph.Tickets.Select(ticket => state.Tickets[ticket.Id]).Select(ticket => $"{ticket.Definition.Id} {ticket.Outcome?.Status} {ticket.Attempts}"));
        Assert.Equal(new TicketOutcome.Blocked("rejected", "Not now."), state.Tickets["B"].Outcome);
        Assert.Equal(["Blue."], state.Tickets["B"].Notes);
        Assert.Equal("B", Assert.Single(state.Tickets["D"].Waived));
        Assert.Equal("a.txt", Assert.Single(state.Tickets["A"].Files.Texts).Key);
        Assert.Equal(0, Assert.Single(state.Tickets["A"].Evidence).ExitCode);
        Assert.Equal(new TokenUsage(3482, 90, 5, 7, EstimatedCalls: 2), state.Usage.Total);
        Assert.Equal($"{Track}:E:1:call-0-0", Assert.Single(state.OpenApprovals).Key);
        Assert.Equal(7, state.DecidedApprovals.Count);
    }

    [Fact]
    public async Task Its_approval_ledger_says_what_was_decided_and_what_ran_then()
    {
        Restore("v1/whole-track.sql");
        await using var journal = new Journal(Journal);

        IReadOnlyList<LedgerRow> rows = ApprovalLedger.Of(journal.Read(Track));

        Assert.Equal(
            [
                "F 1 Spawn Ran Approve Proposed failed",
                "A 1 Spawn Ran Approve Edited completed",
                "A 1 Tool Ran Approve Proposed ",
                "A 1 Tool Ran Approve Proposed ",
                "B 1 Spawn Ran Approve Proposed blocked",
                "B 2 Spawn NotRun Reject  blocked",
                "D 1 Spawn Withdrawn   ",
                "E 1 Spawn Started Approve Proposed ",
                "E 1 Tool Open   ",
            ],
            rows.Select(row => $"{row.TicketId} {row.Attempt} {row.Kind} {row.State} {row.Decided?.Decision} {row.Ran?.As} {row.Result?.Outcome}"));
    }

    [Fact]
    public async Task A_journal_of_version_2_gives_the_states_it_gave_then()
    {
        Restore("v2/every-kind.sql");
        await using var journal = new Journal(Journal);

        string facts = Facts(journal);

        Assert.Equal(File.ReadAllText(PathOf("v2/every-kind.facts.txt")), facts);
        Assert.Contains(journal.Read("track-0"), entry => entry.Event is TrackEvent.ToolFinished { Result.Length: > 64 * 1024 });
    }

    /// <summary>Also when kinds of events are added: copy the folder of the version before they came, never change it.</summary>
    [Fact]
    public async Task Todays_version_has_a_golden_journal()
    {
        string folder = PathOf($"v{EventJson.Version}");
        if (Directory.Exists(folder))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "every-kind.sql"), await GoldenJournalWriter.WriteAsync(Workspace.At("golden.db")));
        await using var journal = new Journal(Workspace.At("golden.db"));
        File.WriteAllText(Path.Combine(folder, "every-kind.facts.txt"), Facts(journal));
        Assert.Fail($"{folder} was missing and has been written. Add a test that loads it, and commit both.");
    }

    private static string Facts(Journal journal) => string.Join("\n\n", journal.TrackIds().Select(trackId =>
        $"{trackId}\n{StateFacts.Of(journal.Read(trackId).Aggregate(TrackState.Empty, (before, entry) => TrackEvolution.Apply(before, entry.Event)))}")) + "\n";

    private static string PathOf(string name) => RepositoryFiles.PathOf($"tests/Conductor.Server.Tests/Storage/Journals/{name}");

    [Fact]
    public async Task Its_run_is_found_interrupted_with_its_open_gate()
    {
        Restore("v1/whole-track.sql");
        Workspace.WriteScriptOfCalls();

        await StartAsync();

        Assert.Equal($"{Track}:E:1:call-0-0", Assert.Single(await ApprovalsAsync()).ApprovalId);
        Assert.Equal(RunStatusName.Paused, (await GetAsync(Track)).Status);
    }

    [Fact]
    public async Task A_journal_of_a_newer_version_is_refused_with_what_to_do_and_left_alone()
    {
        Restore("v1/whole-track.sql");
        Execute("pragma user_version = 3");
        byte[] before = await File.ReadAllBytesAsync(Journal, TestContext.Current.CancellationToken);
        Workspace.WriteTrack(new { id = "A", description = "First." });
        await StartAsync();

        StreamJsonRpc.RemoteInvocationException refused = await Client.RefusedAsync("conductor/track/open", new OpenTrackParams(Main));

        Assert.Contains("Update Conductor", refused.Message, StringComparison.Ordinal);
        await StopAsync();
        Assert.Equal(before, await File.ReadAllBytesAsync(Journal, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_journal_that_can_be_read_again_is_read_again()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.Write(".conductor/conductor.db", "This is no database, and long enough that nobody takes it for an empty one.");
        await StartAsync();
        StreamJsonRpc.RemoteInvocationException refused = await Client.RefusedAsync("conductor/track/open", new OpenTrackParams(Main));
        Assert.Contains("backup", refused.Message, StringComparison.Ordinal);

        File.Delete(Journal);

        Assert.Equal(1, (await OpenAsync()).Revision);
    }

    private void Restore(string dump)
    {
        Directory.CreateDirectory(Workspace.At(".conductor"));
        Execute(File.ReadAllText(PathOf(dump)));
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Journal, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a file of this repository or a constant of this one.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
