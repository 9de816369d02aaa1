using Conductor.Views.Members;
using Conductor.Workers.Projects;
using Conductor.Workers.Tools;
using Conductor.Workers.Workspaces;
using Xunit;

namespace Conductor.Workers.Tests.Tools;

public sealed class EditFileToolTests : IDisposable
{
    private readonly ToolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task One_match_is_replaced()
    {
        _bench.Folder.Write("a.txt", "one\ntwo\nthree\n");
        var result = await _bench.RunAsync("edit_file", new { path = "a.txt", oldText = "two", newText = "2" });
        Assert.Equal(new FileChange("a.txt", "one\ntwo\nthree\n", "one\n2\nthree\n"), result.Change);
        Assert.Equal("one\n2\nthree\n", Text());
    }

    [Fact]
    public async Task An_empty_new_text_removes_it()
    {
        _bench.Folder.Write("a.txt", "one\ntwo\n");
        await _bench.TextAsync("edit_file", new { path = "a.txt", oldText = "one\n", newText = "" });
        Assert.Equal("two\n", Text());
    }

    [Fact]
    public async Task No_match_is_refused_and_says_where_the_first_line_is()
    {
        _bench.Folder.Write("a.txt", "zero\n    one\n  two\n");
        var text = await _bench.FailureAsync("edit_file", new { path = "a.txt", oldText = "one\ntwo", newText = "x" });
        Assert.Contains("0 matches", text, StringComparison.Ordinal);
        Assert.Contains("line 2", text, StringComparison.Ordinal);
        Assert.Equal("zero\n    one\n  two\n", Text());
    }

    [Fact]
    public async Task An_edit_of_a_file_that_has_changed_since_it_was_read_says_what_changed()
    {
        _bench.Folder.Write("A.cs", "class A\n{\n    int One() => 1;\n\n    int Two() => 2;\n}\n");
        await _bench.TextAsync("read_file", new { path = "A.cs" });
        _bench.Folder.Write("A.cs", "class A\n{\n    int One() => 10;\n\n    int Two() => 2;\n}\n");
        var text = await _bench.FailureAsync("edit_file", new { path = "A.cs", oldText = "=> 1;", newText = "=> 3;" });
        Assert.Matches("'A.cs' is no longer @[0-9a-f]{8}; it is @[0-9a-f]{8} now \\(changed: A.One\\). Read what you need of it again.$", text);
    }

    [Fact]
    public async Task An_edit_that_rests_on_another_version_is_refused_even_where_its_text_is_found()
    {
        _bench.Folder.Write("A.cs", "class A\n{\n    int One() => 1;\n\n    int Two() => 2;\n}\n");
        var seen = (await _bench.TextAsync("read_file", new { path = "A.cs", member = "A.One" })).Split('@')[1][..8];
        _bench.Folder.Write("A.cs", "class A\n{\n    int One() => 1;\n\n    int Two() => 20;\n}\n");

        var text = await _bench.FailureAsync("edit_file", new { path = "A.cs", oldText = "=> 1;", newText = "=> 3;", since = $"@{seen}" });

        Assert.Matches("no longer @[0-9a-f]{8}.*changed: A.Two.*Nothing was changed", text);
        Assert.Contains("=> 1;", File.ReadAllText(_bench.Folder.At("A.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hash_that_an_edit_gives_is_the_one_the_next_may_rest_on()
    {
        _bench.Folder.Write("a.txt", "one\ntwo\n");
        var now = (await _bench.TextAsync("edit_file", new { path = "a.txt", oldText = "one", newText = "1" })).Split('@')[1];

        await _bench.TextAsync("edit_file", new { path = "a.txt", oldText = "two", newText = "2", since = now });

        Assert.Equal("1\n2\n", Text());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(9)]
    public async Task A_version_is_named_by_all_the_digits_that_were_printed_and_by_no_others(int digits)
    {
        _bench.Folder.Write("a.txt", "one\n");
        var since = MemberSnapshot.Hash("one\n")[..digits];

        var refused = Assert.IsType<ToolInspection.Refused>(_bench.Inspect("edit_file", new { path = "a.txt", oldText = "one", newText = "1", since }));

        Assert.Equal($"edit_file: 'since' must be the 8 digits that a look prints behind @, all of them, not '{since}'. Nothing was changed; call it again.", refused.Message);
    }

    [Fact]
    public async Task What_has_changed_is_told_also_of_code_that_is_there_only_with_the_projects_constants()
    {
        _bench.Folder.Write("a.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><DefineConstants>EXTRA</DefineConstants></PropertyGroup></Project>");
        await using var code = new WorkspaceCode(WorkspaceRoot.Open(_bench.Folder.FullPath), TimeProvider.System, _ => { }, () => true);
        _bench.Look = code.Look;
        _bench.Folder.Write("A.cs", "class A\n{\n#if EXTRA\n    int One() => 1;\n#endif\n}\n");
        await _bench.TextAsync("read_file", new { path = "A.cs" });
        _bench.Folder.Write("A.cs", "class A\n{\n#if EXTRA\n    int One() => 10;\n#endif\n}\n");

        Assert.Contains("(changed: A.One)", await _bench.FailureAsync("edit_file", new { path = "A.cs", oldText = "=> 1;", newText = "=> 3;" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_worker_wrote_itself_is_no_change_to_it()
    {
        _bench.Folder.Write("a.txt", "one\n");
        await _bench.TextAsync("read_file", new { path = "a.txt" });
        await _bench.TextAsync("edit_file", new { path = "a.txt", oldText = "one", newText = "two" });
        Assert.DoesNotContain("no longer", await _bench.FailureAsync("edit_file", new { path = "a.txt", oldText = "one", newText = "x" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_matches_are_refused_with_their_number_and_lines()
    {
        _bench.Folder.Write("a.txt", "x\none\nx\nx x\n");
        var text = await _bench.FailureAsync("edit_file", new { path = "a.txt", oldText = "x", newText = "y" });
        Assert.Contains("4 times, at lines 1, 3, 4, 4.", text, StringComparison.Ordinal);
        Assert.Equal("x\none\nx\nx x\n", Text());
    }

    [Fact]
    public async Task Matches_that_overlap_count_as_several()
    {
        _bench.Folder.Write("a.txt", "aaa");
        Assert.Contains("2 times", await _bench.FailureAsync("edit_file", new { path = "a.txt", oldText = "aa", newText = "b" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_keeps_its_line_endings_and_its_mark()
    {
        await File.WriteAllBytesAsync(
            _bench.Folder.At("a.txt"), [0xEF, 0xBB, 0xBF, .. "one\r\ntwo\r\nthree\r\n"u8], TestContext.Current.CancellationToken);
        await _bench.TextAsync("edit_file", new { path = "a.txt", oldText = "one\ntwo", newText = "1\n2\n2.5" });
        await _bench.TextAsync("edit_file", new { path = "a.txt", oldText = "three", newText = "3\n4" });
        Assert.Equal(
            [0xEF, 0xBB, 0xBF, .. "1\r\n2\r\n2.5\r\n3\r\n4\r\n"u8],
            await File.ReadAllBytesAsync(_bench.Folder.At("a.txt"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Carriage_returns_of_the_caller_do_not_get_into_a_file_without_them()
    {
        _bench.Folder.Write("a.txt", "one\ntwo\n");
        await _bench.TextAsync("edit_file", new { path = "a.txt", oldText = "one\r\ntwo", newText = "1\r\n2" });
        Assert.Equal("1\n2\n", Text());
    }

    [Theory]
    [InlineData("one", "int A() { … }")]
    [InlineData("int A() { … }", "one")]
    public async Task A_mark_of_a_view_is_refused(string oldText, string newText)
    {
        _bench.Folder.Write("a.txt", "one");
        Assert.Contains("view", await _bench.FailureAsync("edit_file", new { path = "a.txt", oldText, newText }), StringComparison.Ordinal);
        Assert.Equal("one", Text());
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_is_refused()
    {
        _bench.Folder.Write("a.txt", "one");
        await _bench.FailureAsync("edit_file", new { path = "a.txt", oldText = "one", newText = "one" });
    }

    [Fact]
    public async Task A_missing_file_is_refused() =>
        Assert.Contains("write_file", await _bench.FailureAsync("edit_file", new { path = "a.txt", oldText = "a", newText = "b" }), StringComparison.Ordinal);

    [Fact]
    public void The_preview_is_the_change_or_nothing()
    {
        _bench.Folder.Write("a.txt", "one");
        Assert.Equal(new FileChange("a.txt", "one", "two"), _bench.Preview("edit_file", new { path = "a.txt", oldText = "one", newText = "two" }));
        Assert.Null(_bench.Preview("edit_file", new { path = "a.txt", oldText = "none", newText = "two" }));
        Assert.Equal("one", Text());
    }

    private string Text() => File.ReadAllText(_bench.Folder.At("a.txt"));
}
