using Xunit;

namespace Conductor.Workers.Tests.Tools;

public sealed class SearchTextToolTests : IDisposable
{
    private readonly ToolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Lines_with_the_text_are_given_with_file_and_number()
    {
        _bench.Folder.Write("b.txt", "x\r\n  a.c here  \r\n");
        _bench.Folder.Write("a.txt", "abc\nA.C\na.c");
        Assert.Equal("a.txt:3: a.c\nb.txt:2:   a.c here", await _bench.TextAsync("search_text", new { pattern = "a.c" }));
    }

    [Fact]
    public async Task A_regular_expression_is_one_when_asked_for()
    {
        _bench.Folder.Write("a.txt", "abc\nA.C\n");
        Assert.Equal("a.txt:1: abc\na.txt:2: A.C", await _bench.TextAsync("search_text", new { pattern = "(?i)^a.c$", regex = true }));
    }

    [Fact]
    public async Task A_glob_narrows_the_files()
    {
        _bench.Folder.Write("src/a.cs", "word");
        _bench.Folder.Write("src/a.md", "word");
        Assert.Equal("src/a.cs:1: word", await _bench.TextAsync("search_text", new { pattern = "word", glob = "*.cs" }));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?<=a)b")]
    [InlineData(@"(a)\1")]
    public async Task An_expression_that_cannot_be_used_is_refused_with_a_way_out(string pattern) =>
        Assert.EndsWith("Call it again.", await _bench.FailureAsync("search_text", new { pattern, regex = true }), StringComparison.Ordinal);

    [Fact]
    public async Task An_expression_that_would_backtrack_for_ever_does_not()
    {
        _bench.Folder.Write("a.txt", new string('a', 5000) + "!");
        Assert.StartsWith("(no line", await _bench.TextAsync("search_text", new { pattern = "^(a+)+$", regex = true }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Binary_huge_and_outside_files_are_left_out()
    {
        using var outside = new Workspaces.TemporaryFolder();
        File.CreateSymbolicLink(_bench.Folder.At("link.txt"), outside.Write("secret.txt", "word"));
        await File.WriteAllBytesAsync(_bench.Folder.At("a.bin"), [0, .. "word"u8], TestContext.Current.CancellationToken);
        _bench.Folder.Write("huge.txt", "word\n" + new string('x', 3 * 1024 * 1024));
        _bench.Folder.Write("a.txt", "word");
        Assert.Equal("a.txt:1: word", await _bench.TextAsync("search_text", new { pattern = "word" }));
    }

    [Fact]
    public async Task A_long_line_is_cut_around_its_match()
    {
        _bench.Folder.Write("a.txt", new string('x', 5000) + "word" + new string('y', 5000));
        var text = await _bench.TextAsync("search_text", new { pattern = "word" });
        Assert.Contains("xwordy", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 300, 330);
    }

    [Fact]
    public async Task After_two_hundred_matches_it_stops_and_says_so()
    {
        _bench.Folder.Write("a.txt", string.Concat(Enumerable.Repeat("word\n", 300)));
        var lines = (await _bench.TextAsync("search_text", new { pattern = "word" })).Split('\n');
        Assert.Equal(201, lines.Length);
        Assert.StartsWith("… more matches", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_match_says_so() =>
        Assert.StartsWith("(no line matches 'word'", await _bench.TextAsync("search_text", new { pattern = "word" }), StringComparison.Ordinal);
}
