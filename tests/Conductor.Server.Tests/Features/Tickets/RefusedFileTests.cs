using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

/// <summary>A track whose file is half-typed, broken or gone: a refused file never disturbs a track that is loaded.</summary>
public sealed class RefusedFileTests : RpcTestBase
{
    private const string Id = Main + "#checkout";
    private const string Sound = """{ "id": "checkout", "description": "House rules", "tickets": [{ "id": "A", "description": "First." }] }""";
    private const string Longer = """{ "id": "checkout", "tickets": [{ "id": "A", "description": "First." }, { "id": "B", "description": "Second." }] }""";

    public static TheoryData<string, string> Refused => new()
    {
        { "half-typed", """{ "id": "checkout", "tickets": [{ "id": "A", """ },
        { "truncated", "" },
        { "without an id", """{ "tickets": [{ "id": "A", "description": 7 }] }""" },
        { "with a problem", """{ "id": "checkout", "tickets": [{ "id": "A", "description": "First.", "depends_on": ["A"] }] }""" },
    };

    public RefusedFileTests()
    {
        Workspace.Write(Main, Sound);
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("write_file", new { path = "a.txt", content = "x" }));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_running_track_stays_listed_with_what_is_wrong_and_runs_to_its_end(string how, string text)
    {
        ApprovalInfo gate = await RunToToolGateAsync();

        Workspace.Write(Main, text);
        TrackListItem listed = Assert.Single(await ListAsync());
        await ApproveAsync(gate);
        await RunIsAsync(RunStatusName.Done, trackId: Id);

        Assert.Equal((Id, Main, RunStatusName.Running, "House rules"), (listed.TrackId, listed.Path, listed.Status, listed.Description));
        Assert.True(listed.Problems.Count > 0, $"The file is {how}.");
        Assert.Equal(listed.Problems, (await GetAsync(Id)).Problems);
    }

    [Fact]
    public async Task A_running_track_whose_file_is_deleted_stays_listed_with_what_to_do_and_runs_to_its_end()
    {
        ApprovalInfo gate = await RunToToolGateAsync();

        File.Delete(Workspace.At(Main));
        TrackListItem listed = Assert.Single(await ListAsync());
        await ApproveAsync(gate);
        await RunIsAsync(RunStatusName.Done, trackId: Id);

        Assert.Equal((Id, Main, RunStatusName.Running), (listed.TrackId, listed.Path, listed.Status));
        ProblemInfo problem = Assert.Single(listed.Problems);
        Assert.Equal("unreadable", problem.Code);
        Assert.Contains("is gone", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Put it back", problem.Message, StringComparison.Ordinal);
        Assert.Equal((Id, RunStatusName.Done), Assert.Single(await ListAsync()) is { TrackId: var id, Status: var status } ? (id, status) : default);
    }

    [Theory]
    [InlineData("{ oops")]
    [InlineData(null)]
    public async Task A_file_that_is_mended_or_put_back_is_merged_again(string? meanwhile)
    {
        await RunToToolGateAsync();
        Replace(meanwhile);
        Assert.NotEmpty(Assert.Single(await ListAsync()).Problems);

        Workspace.Write(Main, Longer);
        await Client.TellAsync("workspace/didChangeWatchedFiles", new DidChangeWatchedFilesParams([new FileEvent(new Uri(Workspace.At(Main)).AbsoluteUri, 1)]));
        await Received.WaitForAsync<TrackChanged>(told => told.TrackId == Id && told.Order is ["A", "B"]);

        Assert.Empty(Assert.Single(await ListAsync()).Problems);
        Assert.Empty((await GetAsync(Id)).Problems);
    }

    [Theory]
    [InlineData("{ oops")]
    [InlineData("""{ "id": "checkout", "tickets": [{ "id": "A" }] }""")]
    [InlineData(null)]
    public async Task After_a_restart_an_interrupted_run_is_listed_and_can_be_had_though_its_file_is_refused(string? now)
    {
        await RunToToolGateAsync();
        await StopAsync();
        Replace(now);

        await StartAsync();
        TrackListItem listed = Assert.Single(await ListAsync());
        RemoteInvocationException refused = await Client.RefusedAsync("conductor/track/open", new OpenTrackParams(Main));

        Assert.Equal((Id, RunStatusName.Paused), (listed.TrackId, listed.Status));
        Assert.NotEmpty(listed.Problems);
        Assert.Equal(ErrorCodes.InvalidTrack, refused.ErrorCode);
        Assert.Equal("A", Assert.Single((await GetAsync(Id)).Tickets).Id);
    }

    [Fact]
    public async Task A_track_that_has_ended_leaves_the_list_with_its_file_when_the_engine_starts_anew()
    {
        await ApproveAsync(await RunToToolGateAsync());
        await RunIsAsync(RunStatusName.Done, trackId: Id);
        File.Delete(Workspace.At(Main));
        Assert.Single(await ListAsync());

        await StartAsync();

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_track_that_was_never_run_leaves_the_list_with_its_file()
    {
        await StartAsync();
        Assert.Single(await ListAsync());

        File.Delete(Workspace.At(Main));

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_running_track_whose_file_was_given_another_id_is_listed_beside_the_new_one()
    {
        await RunToToolGateAsync();

        Workspace.Write(Main, Sound.Replace("checkout", "till", StringComparison.Ordinal));
        IReadOnlyList<TrackListItem> listed = await ListAsync();

        Assert.Equal([(Main + "#till", RunStatusName.Idle), (Id, RunStatusName.Running)], listed.Select(item => (item.TrackId, item.Status)));
        Assert.Contains("defines another track", Assert.Single(listed[1].Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_a_running_tracks_file_is_not_taken_for_that_track()
    {
        await RunToToolGateAsync();

        Workspace.Write(".conductor/tracks/copy.track.json", Sound);
        IReadOnlyList<TrackListItem> listed = await ListAsync();

        Assert.Equal([(".conductor/tracks/copy.track.json", null), (Main, Id)], listed.Select(item => (item.Path, item.TrackId)));
        Assert.All(listed, item => Assert.Equal("duplicateId", Assert.Single(item.Problems).Code));
    }

    /// <summary>Runs the track until its worker waits for a decision on its first call.</summary>
    private async Task<ApprovalInfo> RunToToolGateAsync()
    {
        await StartAsync();
        await OpenAsync();
        await RunAsync(trackId: Id);
        await SpawnAsync("A", trackId: Id);
        return await GateAsync("A", ApprovalKind.Tool, trackId: Id);
    }

    private async Task<IReadOnlyList<TrackListItem>> ListAsync() =>
        (await Client.AskAsync<TrackList>("conductor/track/list", new ListTracksParams())).Tracks;

    /// <summary>Writes the track's file, or deletes it where there is no text.</summary>
    private void Replace(string? text)
    {
        if (text is null)
        {
            File.Delete(Workspace.At(Main));
        }
        else
        {
            Workspace.Write(Main, text);
        }
    }
}
