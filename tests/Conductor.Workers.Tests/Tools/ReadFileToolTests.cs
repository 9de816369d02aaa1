using Conductor.Workers.Tools;
using Xunit;

namespace Conductor.Workers.Tests.Tools;

public sealed class ReadFileToolTests : IDisposable
{
    private const string TwoMethods = "class A\n{\n    /// <summary>One.</summary>\n    int One() => 1;\n\n    int Two() => 2;\n}\n";

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
        var body = string.Concat(Enumerable.Repeat("        secret += a + b;\n", 40));
        _bench.Folder.Write("A.cs", $"class A\n{{\n    int Sum(int a, int b)\n    {{\n{body}        return secret;\n    }}\n}}\n");
        var text = await _bench.TextAsync("read_file", new { path = "A.cs", level = "skeleton" });
        Assert.Contains("int Sum(int a, int b)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outline_names_the_line_of_each_member()
    {
        _bench.Folder.Write("A.cs", TwoMethods);
        Assert.EndsWith("\n1: class A\n4:  int One() => 1\n6:  int Two() => 2\n", await _bench.TextAsync("read_file", new { path = "A.cs", level = "outline" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A.One")]
    [InlineData("One")]
    [InlineData("One()")]
    public async Task A_member_is_given_to_the_byte_with_its_lines_and_the_hash_of_the_file(string member)
    {
        _bench.Folder.Write("A.cs", TwoMethods);
        Assert.Matches("^A.cs @[0-9a-f]{8}, A.One, lines 3-4:\n    /// <summary>One.</summary>\n    int One\\(\\) => 1;\n$", await _bench.TextAsync("read_file", new { path = "A.cs", member }));
    }

    [Fact]
    public async Task A_member_that_is_not_there_is_refused_with_those_that_are()
    {
        _bench.Folder.Write("A.cs", TwoMethods);
        Assert.Equal("There is no member 'A.on' in 'A.cs'. There are A.One.", await _bench.FailureAsync("read_file", new { path = "A.cs", member = "A.on" }));
    }

    [Theory]
    [InlineData("outline", "One", null)]
    [InlineData("outline", null, "1-2")]
    [InlineData(null, "One", "1-2")]
    public async Task Two_ways_to_say_what_are_refused(string? level, string? member, string? lines)
    {
        _bench.Folder.Write("A.cs", TwoMethods);
        Assert.Contains("leave", await _bench.FailureAsync("read_file", new { path = "A.cs", level, member, lines }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_look_shows_what_has_changed_since_the_first()
    {
        _bench.Folder.Write("A.cs", Long(1));
        var first = await _bench.TextAsync("read_file", new { path = "A.cs", level = "outline" });
        var hash = first[first.IndexOf('@', StringComparison.Ordinal)..][..9];
        _bench.Folder.Write("A.cs", Long(2));

        var second = await _bench.TextAsync("read_file", new { path = "A.cs", level = "curated", since = hash });

        Assert.Contains($"only what changed since {hash} (changed: A.Last)", second, StringComparison.Ordinal);
        Assert.EndsWith(" A.Last\n    int Last() => 2;\n", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_that_is_not_known_shows_the_file()
    {
        _bench.Folder.Write("A.cs", TwoMethods);
        Assert.Equal(TwoMethods, await _bench.TextAsync("read_file", new { path = "A.cs", since = "00000000" }));
    }

    [Fact]
    public void A_look_is_named_by_all_the_digits_that_were_printed() => Assert.Contains(
        "'since' must be the 8 digits that a look prints behind @, all of them, not 'a'. Call it again.",
        Assert.IsType<ToolInspection.Refused>(_bench.Inspect("read_file", new { path = "A.cs", since = "@a" })).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task A_member_of_a_file_that_has_changed_since_is_refused_with_what_changed()
    {
        _bench.Folder.Write("A.cs", TwoMethods);
        var first = await _bench.TextAsync("read_file", new { path = "A.cs", member = "One" });
        var hash = first[first.IndexOf('@', StringComparison.Ordinal)..][..9];
        _bench.Folder.Write("A.cs", TwoMethods.Replace("=> 2", "=> 3", StringComparison.Ordinal));

        var refused = await _bench.FailureAsync("read_file", new { path = "A.cs", member = "One", since = hash });

        Assert.Contains($"'A.cs' is no longer {hash}", refused, StringComparison.Ordinal);
        Assert.Contains("(changed: A.Two)", refused, StringComparison.Ordinal);
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
        Assert.Equal(["path", "level", "member", "lines", "since"], ToolBench.ArgumentsOf("read_file"));
        Assert.Contains("level, member, lines or since", await _bench.FailureAsync("read_file", new { path = "A.cs", symbol = "A.Sum" }), StringComparison.Ordinal);
    }

    private static string Long(int last) =>
        "class A\n{\n" + string.Concat(Enumerable.Range(1, 20).Select(index => $"    int Method{index}() => {index};\n\n")) + $"    int Last() => {last};\n}}\n";

    [Fact]
    public async Task A_very_long_text_is_cut_at_a_line_and_says_where_to_go_on()
    {
        _bench.Folder.Write("a.txt", string.Concat(Enumerable.Repeat("123456789\n", 30_000)));
        var text = await _bench.TextAsync("read_file", new { path = "a.txt" });
        Assert.Contains("go on with lines from 20001", text, StringComparison.Ordinal);
    }
}
