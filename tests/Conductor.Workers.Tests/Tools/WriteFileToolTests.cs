using System.Runtime.Versioning;
using Conductor.Workers.Tools;
using Xunit;

namespace Conductor.Workers.Tests.Tools;

[UnsupportedOSPlatform("windows")]
public sealed class WriteFileToolTests : IDisposable
{
    private readonly ToolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_new_file_is_made_with_its_folders()
    {
        var result = await _bench.RunAsync("write_file", new { path = "new/deep/a.txt", content = "one\ntwo\n" });
        Assert.Matches("^created new/deep/a.txt \\(2 lines, 8 bytes\\), now @[0-9a-f]{8}$", result.Text);
        Assert.Equal(new FileChange("new/deep/a.txt", null, "one\ntwo\n"), result.Change);
        Assert.Equal("one\ntwo\n"u8.ToArray(), Bytes("new/deep/a.txt"));
    }

    [Fact]
    public async Task A_file_that_exists_is_replaced_and_its_old_text_kept_in_the_result()
    {
        _bench.Folder.Write("a.txt", "old");
        var result = await _bench.RunAsync("write_file", new { path = "a.txt", content = "new" });
        Assert.Equal(new FileChange("a.txt", "old", "new"), result.Change);
        Assert.Equal("new"u8.ToArray(), Bytes("a.txt"));
    }

    [Fact]
    public async Task The_mark_and_the_line_endings_of_the_old_file_stay()
    {
        await File.WriteAllBytesAsync(_bench.Folder.At("a.txt"), [0xEF, 0xBB, 0xBF, .. "a\r\nb\r\n"u8], TestContext.Current.CancellationToken);
        await _bench.TextAsync("write_file", new { path = "a.txt", content = "c\nd\n" });
        Assert.Equal([0xEF, 0xBB, 0xBF, .. "c\r\nd\r\n"u8], Bytes("a.txt"));
    }

    [Fact]
    public async Task The_mode_of_the_old_file_stays()
    {
        var path = _bench.Folder.Write("run.sh", "old");
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead;
        File.SetUnixFileMode(path, mode);
        await _bench.TextAsync("write_file", new { path = "run.sh", content = "new" });
        Assert.Equal(mode, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_reader_of_the_old_file_keeps_the_old_file()
    {
        // The content is swapped in by a rename: whoever has the file open never sees a part of the new one.
        using var reader = new StreamReader(_bench.Folder.Write("a.txt", "old text"));
        await _bench.TextAsync("write_file", new { path = "a.txt", content = "new" });
        Assert.Equal("old text", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_but_the_file_is_left()
    {
        await _bench.TextAsync("write_file", new { path = "a.txt", content = "new" });
        Assert.Equal(["a.txt"], Directory.EnumerateFileSystemEntries(_bench.Folder.FullPath).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_link_inside_stays_a_link_and_its_target_changes()
    {
        _bench.Folder.Write("real.txt", "old");
        File.CreateSymbolicLink(_bench.Folder.At("alias.txt"), "real.txt");
        var result = await _bench.RunAsync("write_file", new { path = "alias.txt", content = "new" });
        Assert.Equal("real.txt", result.Change?.Path);
        Assert.Equal("real.txt", new FileInfo(_bench.Folder.At("alias.txt")).LinkTarget);
        Assert.Equal("new"u8.ToArray(), Bytes("real.txt"));
    }

    [Theory]
    [InlineData("sub")]
    [InlineData(".")]
    public async Task A_folder_is_refused(string path)
    {
        _bench.Folder.Folder("sub");
        Assert.Contains("is a folder", await _bench.FailureAsync("write_file", new { path, content = "x" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_as_folder_fails_with_a_text()
    {
        _bench.Folder.Write("a.txt", "");
        Assert.StartsWith("write_file failed:", await _bench.FailureAsync("write_file", new { path = "a.txt/b.txt", content = "x" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_only_file_is_left_alone()
    {
        var path = _bench.Folder.Write("a.txt", "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        Assert.Contains("read-only", await _bench.FailureAsync("write_file", new { path = "a.txt", content = "x" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_copied_from_a_view_is_refused()
    {
        _bench.Folder.Write("A.cs", "old");
        var text = await _bench.FailureAsync("write_file", new { path = "A.cs", content = "class A { int B() { … } }" });
        Assert.Contains("level full", text, StringComparison.Ordinal);
        Assert.Equal("old"u8.ToArray(), Bytes("A.cs"));
    }

    [Fact]
    public void The_preview_is_the_change_and_changes_nothing()
    {
        _bench.Folder.Write("a.txt", "old");
        Assert.Equal(new FileChange("a.txt", "old", "new"), _bench.Preview("write_file", new { path = "a.txt", content = "new" }));
        Assert.Equal("old"u8.ToArray(), Bytes("a.txt"));
        Assert.Null(_bench.Preview("write_file", new { path = "../a.txt", content = "new" }));
    }

    private byte[] Bytes(string path) => File.ReadAllBytes(_bench.Folder.At(path));
}
