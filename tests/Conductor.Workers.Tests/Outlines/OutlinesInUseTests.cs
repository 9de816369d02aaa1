using Conductor.Core.Tickets;
using Conductor.Views;
using Conductor.Views.Members;
using Conductor.Workers.Outlines;
using Conductor.Workers.Projects;
using Conductor.Workers.Prompts;
using Conductor.Workers.Tests.Tools;
using Conductor.Workers.Tools;
using Conductor.Workers.Workspaces;
using Xunit;

namespace Conductor.Workers.Tests.Outlines;

/// <summary>What workers get to see of files that the helper reads, and of those it could not.</summary>
public sealed class OutlinesInUseTests(RunningHelper helper) : IClassFixture<RunningHelper>, IDisposable
{
    private const string Python = "class Order:\n    def total(self):\n        result = 1 + 2\n        return result\n\n    def tax(self):\n        return self.total() / 5 + 1000\n";

    private readonly ToolBench _bench = new() { Outlines = helper.Outlines };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_worker_reads_one_member_by_its_name()
    {
        _bench.Folder.Write("order.py", Python);

        var text = await _bench.TextAsync("read_file", new { path = "order.py", member = "Order.tax" });

        Assert.EndsWith("Order.tax, lines 6-7:\n    def tax(self):\n        return self.total() / 5 + 1000\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_look_shows_the_members_that_have_changed()
    {
        var end = string.Concat(Enumerable.Repeat("# the end\n", 100));
        _bench.Folder.Write("order.py", Python + end);
        var first = await _bench.TextAsync("read_file", new { path = "order.py", level = "outline" });
        _bench.Folder.Write("order.py", Python.Replace("1 + 2", "1 + 3", StringComparison.Ordinal) + end);

        var second = await _bench.TextAsync("read_file", new { path = "order.py", level = "skeleton", since = first.Split('@')[1][..8] });

        Assert.Contains("changed: Order.total", second, StringComparison.Ordinal);
        Assert.Contains("result = 1 + 3", second, StringComparison.Ordinal);
        Assert.DoesNotContain("def tax", second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.py", "class A:\n    def one(self):\n        return 1\n\n    def two(self):\n        return 22\n", "A.two")]
    [InlineData("a.ts", "export class A {\n  one() {\n    return 1;\n  }\n\n  two(): number {\n    return 22;\n  }\n}\n", "A.two")]
    [InlineData("a.tsx", "export const One = () => <p>1</p>;\n\nexport const Two = () => {\n  return <p>22</p>;\n};\n", "Two")]
    [InlineData("a.js", "function one() {\n  return 1;\n}\n\nexports.two = function () {\n  return 22;\n};\n", "two")]
    [InlineData("a.go", "package a\n\ntype A struct{ x int }\n\nfunc (a A) One() int {\n\treturn 1\n}\n\nfunc (a A) Two() int {\n\treturn 22\n}\n", "A.Two")]
    [InlineData("A.java", "class A {\n    int one() {\n        return 1;\n    }\n\n    int two() {\n        return 22;\n    }\n}\n", "A.two")]
    [InlineData("a.rs", "struct A;\n\nimpl A {\n    fn one() -> i32 {\n        1\n    }\n\n    fn two() -> i32 {\n        22\n    }\n}\n", "A.two")]
    [InlineData("a.c", "int one(void)\n{\n    return 1;\n}\n\nint two(void)\n{\n    return 22;\n}\n", "two")]
    [InlineData("a.cpp", "struct A {\n    int one() { return 1; }\n    int two() {\n        return 22;\n    }\n};\n", "A.two")]
    public async Task After_a_read_of_the_whole_the_next_look_shows_the_changed_member_alone(string path, string text, string member)
    {
        var comment = path.EndsWith(".py", StringComparison.Ordinal) ? "#" : "//";
        var end = string.Concat(Enumerable.Repeat($"{comment} the end\n", 100));
        _bench.Folder.Write(path, text + end);
        await _bench.TextAsync("read_file", new { path });
        _bench.Folder.Write(path, text.Replace("22", "23", StringComparison.Ordinal) + end);

        var second = await _bench.TextAsync("read_file", new { path, since = MemberSnapshot.Hash(text + end)[..8] });
        var refused = await _bench.FailureAsync("edit_file", new { path, oldText = "22", newText = "24", since = MemberSnapshot.Hash(text + end)[..8] });

        Assert.Contains($"(changed: {member});", second, StringComparison.Ordinal);
        Assert.Contains("23", second, StringComparison.Ordinal);
        Assert.DoesNotContain("one", second.Replace("one line", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"(changed: {member}).", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_edit_of_its_own_the_next_look_shows_what_others_changed()
    {
        var end = string.Concat(Enumerable.Repeat("# the end\n", 100));
        _bench.Folder.Write("order.py", Python + end);
        var edited = await _bench.TextAsync("edit_file", new { path = "order.py", oldText = "1 + 2", newText = "1 + 3" });
        _bench.Folder.Write("order.py", Python.Replace("1 + 2", "1 + 3", StringComparison.Ordinal).Replace("1000", "1001", StringComparison.Ordinal) + end);

        var look = await _bench.TextAsync("read_file", new { path = "order.py", since = edited.Split('@')[1][..8] });

        Assert.Contains("(changed: Order.tax);", look, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_file_without_members_that_has_changed_nothing_more_is_said()
    {
        _bench.Folder.Write("a.txt", "one\ntwo\n");
        await _bench.TextAsync("read_file", new { path = "a.txt" });
        _bench.Folder.Write("a.txt", "one\nthree\n");

        var refused = await _bench.FailureAsync("edit_file", new { path = "a.txt", oldText = "two", newText = "four", since = MemberSnapshot.Hash("one\ntwo\n")[..8] });

        Assert.DoesNotContain("(", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_shows_context_files_as_skeletons_and_says_why_one_is_not()
    {
        _bench.Folder.Write("first.py", Python);
        _bench.Folder.Write("order.py", $"{Python}\ndef more():\n{string.Concat(Enumerable.Repeat("    print(\"one of many lines\")\n", 40))}");
        var root = WorkspaceRoot.Open(_bench.Folder.FullPath);
        var read = await ContextFiles.ReadAsync(root, ["first.py", "order.py"], helper.Outlines, CodeLook.None, TestContext.Current.CancellationToken);
        var unread = new ContextFile("long.go", string.Concat(Enumerable.Repeat("// one of the many lines of it\n", 900))) { Outline = new OutlineReading.Missing("There is no Node.") };

        var proposal = PromptComposer.Compose(
            new ComposeRequest(new TicketDefinition("T-1", "Do it."), "", "", [.. read, unread], [], [], null, "demo", WorkerTools.All), O200kTokenCounter.Shared);

        Assert.Contains("    def total(self): { … L3-4 }", proposal.Prompt, StringComparison.Ordinal);
        Assert.Contains(proposal.Pieces, piece => piece.Name == "long.go" && piece.Detail?.Contains("There is no Node.", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_binary_file_is_named_for_what_it_is()
    {
        await File.WriteAllBytesAsync(_bench.Folder.At("a.png"), [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], TestContext.Current.CancellationToken);

        Assert.Equal("'a.png' is a PNG picture of 10 bytes, which has no text to read.", await _bench.FailureAsync("read_file", new { path = "a.png" }));
    }
}
