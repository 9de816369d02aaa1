using System.Text;
using Conductor.Server.Storage;
using Xunit;

namespace Conductor.Server.Tests.Storage;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_byte_order_mark_stays_where_it_was(bool hasMark)
    {
        File.WriteAllText(_path, "old", new UTF8Encoding(hasMark));

        AtomicFile.Write(_path, "new\r\n");

        Assert.Equal([.. hasMark ? Encoding.UTF8.GetPreamble() : [], .. "new\r\n"u8], File.ReadAllBytes(_path));
    }

    [Fact]
    public void A_file_that_is_not_there_is_made()
    {
        AtomicFile.Write(_path, "new");

        Assert.Equal("new"u8.ToArray(), File.ReadAllBytes(_path));
    }
}
