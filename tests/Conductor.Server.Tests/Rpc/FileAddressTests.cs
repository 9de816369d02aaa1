using Conductor.Server.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Rpc;

public sealed class FileAddressTests
{
    [Theory]
    [InlineData("file:///code/a%20b/gr%C3%B6%C3%9Fe%23%25.track.json", "/code/a b/größe#%.track.json")]
    [InlineData("file:///code/größe.json", "/code/größe.json")]
    [InlineData("file://localhost/code/a.json", "/code/a.json")]
    [InlineData("file:///c%3A/work", "/c:/work")]
    public void An_address_is_a_path_on_unix(string uri, string path) => Assert.Equal(path, FileAddress.ToPath(uri, isWindows: false));

    [Theory]
    [InlineData("file:///c%3A/Users/a%20b/x.json", @"c:\Users\a b\x.json")]
    [InlineData("file://server/share/x.json", @"\\server\share\x.json")]
    public void An_address_is_a_path_on_windows(string uri, string path) => Assert.Equal(path, FileAddress.ToPath(uri, isWindows: true));

    [Theory]
    [InlineData("untitled:Untitled-1")]
    [InlineData("git:/code/a.json")]
    [InlineData("/code/a.json")]
    [InlineData("nonsense")]
    public void What_is_no_address_of_a_file_has_no_path(string uri) => Assert.Null(FileAddress.ToPath(uri, isWindows: false));
}
