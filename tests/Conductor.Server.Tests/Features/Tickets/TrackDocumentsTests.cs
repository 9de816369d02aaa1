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

    [Fact]
    public void An_id_is_read_again_only_when_size_or_time_of_its_file_differ()
    {
        TrackDocuments documents = Documents;
        string file = _workspace.Write("a.json", """{ "id": "one", "tickets": [] }""");
        DateTime written = File.GetLastWriteTimeUtc(file);
        Assert.Equal("one", documents.IdentityOf("a.json").Id);

        _workspace.Write("a.json", """{ "id": "two", "tickets": [] }""");
        File.SetLastWriteTimeUtc(file, written);
        Assert.Equal("one", documents.IdentityOf("a.json").Id);

        File.SetLastWriteTimeUtc(file, written.AddSeconds(1));
        Assert.Equal("two", documents.IdentityOf("a.json").Id);
    }

    [Fact]
    public void The_id_of_an_open_document_is_that_of_its_text()
    {
        TrackDocuments documents = Documents;
        _workspace.Write("a.json", """{ "id": "disk", "tickets": [] }""");
        documents.Set("a.json", 1, """{ "id": "typed", "tickets": [] }""");
        Assert.Equal("typed", documents.IdentityOf("a.json").Id);

        documents.Close("a.json");

        Assert.Equal("disk", documents.IdentityOf("a.json").Id);
    }

    private TrackDocuments Documents => new(new WorkspaceFolder(_workspace.Root));
}
