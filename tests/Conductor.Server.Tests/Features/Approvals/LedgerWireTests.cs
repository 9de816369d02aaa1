using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Approvals;

public sealed class LedgerWireTests : RpcTestBase
{
    private const string Mine = """{"path":"a.txt","content":"mine\n"}""";

    [Fact]
    public async Task The_ledger_tells_who_decided_what_was_edited_and_what_ran()
    {
        await RunEditedAsync();

        LedgerRow[] rows = await LedgerAsync(Main);

        Assert.Equal([(ApprovalKind.Spawn, "A"), (ApprovalKind.Tool, "A")], rows.Select(row => (row.Kind, row.TicketId)));
        Assert.Equal([RanAsName.Proposed, RanAsName.Edited], rows.Select(row => row.Ran?.As));
        Assert.Equal("person", rows[1].Decided?.By);
        Assert.Equal(["arguments"], rows[1].Decided?.Edited);
        Assert.Equal(Mine, rows[1].Decided?.Arguments);
        Assert.Equal((false, LedgerStateName.Ran), (rows[1].Result?.Failed, rows[1].State));
        Assert.Contains("a.txt", rows[1].Result?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_track_it_is_the_whole_workspaces_also_of_tracks_that_are_not_loaded_and_where_nothing_may_run()
    {
        await RunEditedAsync();
        await StartAsync(trusted: false);

        LedgerRow[] rows = await LedgerAsync(trackId: null);

        Assert.Equal(await LedgerTextAsync(Main), JsonSerializer.Serialize(rows, WireJson.Options));
        Assert.Equal(2, rows.Length);
    }

    [Fact]
    public async Task A_track_that_nothing_has_happened_to_has_an_empty_ledger_and_one_that_nobody_knows_is_refused()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        await StartAsync();
        Assert.Empty(await LedgerAsync(trackId: null));
        await OpenAsync();

        Assert.Empty(await LedgerAsync(Main));
        RemoteInvocationException refused = await Client.RefusedAsync("conductor/approval/ledger", new LedgerParams("other.track.json"));
        Assert.Equal(ErrorCodes.UnknownTrack, refused.ErrorCode);
    }

    /// <summary>A run of one ticket, whose only write a person has edited.</summary>
    private async Task RunEditedAsync()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("write_file", new { path = "a.txt", content = "new\n" }));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);
        await DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.Approve, gate.ShownHash, Arguments: JsonElement.Parse(Mine)));
        await RunIsAsync(RunStatusName.Done);
    }

    private async Task<LedgerRow[]> LedgerAsync(string? trackId) =>
        [.. (await Client.AskAsync<LedgerRows>("conductor/approval/ledger", new LedgerParams(trackId))).Rows];

    private async Task<string> LedgerTextAsync(string? trackId) => JsonSerializer.Serialize(await LedgerAsync(trackId), WireJson.Options);
}
