using Xunit;

namespace Conductor.Workers.Tests.Tools;

public sealed class ReadFileToolTests : IDisposable
{
    private readonly ToolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_whole_text_is_given_as_it_is()
    {
        _bench.Folder.Write("a.txt", "one\r\ntwo\n");
        Assert.Equal("one\r\ntwo\n", await _bench.TextAsync("read_file", new { path = "a.txt" }));
    }

    [Theory]
    [InlineData("2-3", "a.txt, lines 2-3 of 4:\ntwo\nthree")]
    [InlineData("3-", "a.txt, lines 3-4 of 4:\nthree\nfour")]
    [InlineData("1", "a.txt, lines 1-1 of 4:\none")]
    [InlineData("4-99", "a.txt, lines 4-4 of 4:\nfour")]
    public async Task Lines_are_counted_from_one(string lines, string expected)
    {
        _bench.Folder.Write("a.txt", "one\ntwo\nthree\nfour\n");
        Assert.Equal(expected, await _bench.TextAsync("read_file", new { path = "a.txt", lines }));
    }

    [Theory]
    [InlineData("0-2")]
    [InlineData("3-2")]
    [InlineData("a-b")]
    [InlineData("1-2-3")]
    [InlineData("7-9")]
    public async Task Lines_that_are_not_there_are_refused(string lines)
    {
        _bench.Folder.Write("a.txt", "one\ntwo\n");
        await _bench.FailureAsync("read_file", new { path = "a.txt", lines });
    }

    [Fact]
    public async Task A_skeleton_leaves_bodies_out()
    {
        _bench.Folder.Write("A.cs", "class A\n{\n    int Sum(int a, int b)\n    {\n        var secret = a + b;\n        return secret;\n    }\n}\n");
        var text = await _bench.TextAsync("read_file", new { path = "A.cs", level = "skeleton" });
        Assert.Contains("int Sum(int a, int b)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_says_how_to_find_it() =>
        Assert.Contains("list_files", await _bench.FailureAsync("read_file", new { path = "a.txt" }), StringComparison.Ordinal);

    [Fact]
    public async Task A_folder_says_how_to_look_into_it()
    {
        _bench.Folder.Folder("sub");
        Assert.Contains("list_files", await _bench.FailureAsync("read_file", new { path = "sub" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binary_file_is_not_read()
    {
        await File.WriteAllBytesAsync(_bench.Folder.At("a.bin"), [1, 0, 2], TestContext.Current.CancellationToken);
        Assert.Contains("binary", await _bench.FailureAsync("read_file", new { path = "a.bin" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_works_is_offered_and_anything_else_is_refused_with_what_there_is()
    {
        Assert.Equal(["path", "level", "lines"], ToolBench.ArgumentsOf("read_file"));
        Assert.Contains("path, level or lines", await _bench.FailureAsync("read_file", new { path = "A.cs", member = "A.Sum" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_very_long_text_is_cut_at_a_line_and_says_where_to_go_on()
    {
        _bench.Folder.Write("a.txt", string.Concat(Enumerable.Repeat("123456789\n", 30_000)));
        var text = await _bench.TextAsync("read_file", new { path = "a.txt" });
        Assert.Contains("go on with lines from 20001", text, StringComparison.Ordinal);
    }
}
