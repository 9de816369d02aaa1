using Conductor.Server.Features.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

public sealed class TrackListingTests : IDisposable
{
    private readonly TestWorkspace _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_list_that_nobody_wants_any_more_opens_no_further_file()
    {
        _folder.WriteTrack(new { id = "A", description = "First." });
        await using var workspace = new ConductorWorkspace(new WorkspaceOptions(_folder.Root, WorkspaceSettings.Default, TimeProvider.System, _ => { }));
        var library = new TrackLibrary(workspace, new TrackDocuments(workspace.Folder));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => library.ListAsync(new CancellationToken(canceled: true)));

        Assert.Empty(workspace.Actors);
    }
}
