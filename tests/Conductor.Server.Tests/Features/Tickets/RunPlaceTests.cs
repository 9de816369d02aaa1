using Conductor.Server.Protocol;
using Conductor.Server.Tests.Landing;
using Conductor.Server.Tests.Rpc;
using Conductor.Server.Tests.Snapshots;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

/// <summary>Where a run works, through the wire.</summary>
public sealed class RunPlaceTests : RpcTestBase
{
    [Fact]
    public async Task What_a_person_should_know_before_they_rely_on_working_trees_comes_with_the_answer()
    {
        TicketRepositoryFolder.Begin(new GitFolder(Workspace.Root));
        Workspace.Write("new.txt", "new");

        CommandResult started = await RunAsync(new RunTrackParams(Main, AutoQueue: false));

        Assert.Contains(started.Notes ?? [], note => note.Contains("new.txt", StringComparison.Ordinal));
        Assert.Equal("main", (await GetAsync()).Integration?.Onto);
    }

    [Fact]
    public async Task The_folder_is_taken_when_the_request_says_so()
    {
        TicketRepositoryFolder.Begin(new GitFolder(Workspace.Root));

        CommandResult started = await RunAsync(new RunTrackParams(Main, AutoQueue: false, Isolation: IsolationName.Folder));

        Assert.Null(started.Notes);
        Assert.Null((await GetAsync()).Integration);
    }

    [Fact]
    public async Task Working_trees_that_cannot_be_had_are_refused_in_an_editors_words()
    {
        RemoteInvocationException refused = await Assert.ThrowsAsync<RemoteInvocationException>(() => RunAsync(new RunTrackParams(Main, AutoQueue: true, Isolation: IsolationName.Worktree)));

        Assert.Equal(ErrorCodes.WrongState, refused.ErrorCode);
        Assert.Contains("with the setting conductor.run.isolation, so that", refused.Message, StringComparison.Ordinal);
        Assert.Equal(RunStatusName.Idle, (await GetAsync()).Status);
    }

    private async Task<CommandResult> RunAsync(RunTrackParams request)
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls();
        await StartAsync();
        await OpenAsync();
        return await Client.AskAsync<CommandResult>("conductor/track/run", request);
    }
}
