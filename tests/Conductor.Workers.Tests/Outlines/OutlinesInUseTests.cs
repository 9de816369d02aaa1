using Conductor.Core.Tickets;
using Conductor.Views;
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

    [Fact]
    public async Task A_prompt_shows_context_files_as_skeletons_and_says_why_one_is_not()
    {
        _bench.Folder.Write("first.py", Python);
        _bench.Folder.Write("order.py", Python);
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
