using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Landing;

/// <summary>Curated views of files of a ticket that has a working tree.</summary>
public sealed class TreeViewTests : LandingTestBase
{
    [Fact]
    public async Task A_ticket_is_shown_its_own_file_and_the_folder_its_own()
    {
        await SubmitAsync(new Work("A", ("a.txt", "of the ticket\n")));
        await GoOnAsync();

        ViewResult own = await ViewAsync("A");
        ViewResult folder = await ViewAsync(null);

        Assert.Contains("of the ticket", own.Text, StringComparison.Ordinal);
        Assert.Equal(("a.txt", TreeOf("A")), (own.Path, Folder.At(own.TreeFolder ?? "")));
        Assert.Contains("one", folder.Text, StringComparison.Ordinal);
        Assert.Null(folder.TreeFolder);
    }

    [Fact]
    public async Task Of_a_tree_that_is_gone_no_file_of_the_folder_is_shown_instead()
    {
        await SubmitAsync(new Work("A", ("a.txt", "of the ticket\n")));
        Directory.Delete(TreeOf("A"), recursive: true);
        await GoOnAsync();

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/view/get", new ViewParams("a.txt", ViewLevelName.Full, TrackId: Main, TicketId: "A"));

        Assert.Contains("no longer there", refused.Message, StringComparison.Ordinal);
    }

    private Task<ViewResult> ViewAsync(string? ticket) =>
        Client.AskAsync<ViewResult>("conductor/view/get", new ViewParams("a.txt", ViewLevelName.Full, TrackId: ticket is null ? null : Main, TicketId: ticket));
}
