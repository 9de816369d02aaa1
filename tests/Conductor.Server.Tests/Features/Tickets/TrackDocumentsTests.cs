using System.Text;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Storage;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

public sealed class TrackDocumentsTests : IDisposable
{
    private readonly TestWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_byte_order_mark_stays_where_it_was(bool hasMark)
    {
        File.WriteAllText(_workspace.At("a.json"), "old", new UTF8Encoding(hasMark));

        await Documents.WriteDiskAsync("a.json", "new\r\n");

        Assert.Equal([.. hasMark ? Encoding.UTF8.GetPreamble() : [], .. "new\r\n"u8], File.ReadAllBytes(_workspace.At("a.json")));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_made()
    {
        await Documents.WriteDiskAsync("sub/a.json", "new");

        Assert.Equal("new"u8.ToArray(), File.ReadAllBytes(_workspace.At("sub/a.json")));
    }

    private TrackDocuments Documents => new(new WorkspaceFolder(_workspace.Root));
}
