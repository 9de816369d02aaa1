using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;

namespace Conductor.Workers.Tests.Loop;

public sealed class WideningTests : IDisposable
{
    private const string Code = "class Order\n{\n    int Total() => 1 + 1;\n\n    int Tax()\n    {\n        return 19;\n    }\n}\n";

    private readonly LoopBench _bench = new();

    public WideningTests()
    {
        _bench.Folder.Write("a.cs", Code);
        _bench.Folder.Write("b.cs", Code);
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_read_of_what_was_approved_whole_widens_nothing()
    {
        Assert.Null(await WideningOf(ContextLevel.Full, new { path = "a.cs" }));
        Assert.Null(await WideningOf(ContextLevel.Full, new { path = "a.cs", member = "Order.Tax" }));
        Assert.Null(await WideningOf(ContextLevel.Full, new { path = "a.cs", lines = "2-" }));
    }

    [Theory]
    [InlineData("skeleton")]
    [InlineData("outline")]
    [InlineData("signature")]
    public async Task A_level_that_shows_no_more_than_the_approved_one_widens_nothing(string level) =>
        Assert.Null(await WideningOf(ContextLevel.Skeleton, new { path = "a.cs", level }));

    [Fact]
    public async Task A_higher_level_than_the_approved_one_widens_it()
    {
        Assert.Equal(new Widening("the whole text", ContextLevel.Curated), await WideningOf(ContextLevel.Curated, new { path = "a.cs" }));
        Assert.Equal(new Widening("the signatures", ContextLevel.Outline), await WideningOf(ContextLevel.Outline, new { path = "a.cs", level = "skeleton" }));
    }

    [Fact]
    public async Task A_member_or_lines_beyond_the_approved_view_widen_it()
    {
        Assert.Equal(new Widening("Order.Tax", ContextLevel.Skeleton), await WideningOf(ContextLevel.Skeleton, new { path = "a.cs", member = "Order.Tax" }));
        Assert.Equal(new Widening("lines 5-8", ContextLevel.Outline), await WideningOf(ContextLevel.Outline, new { path = "a.cs", lines = "5-8" }));
    }

    [Fact]
    public async Task A_member_or_lines_that_stand_in_the_approved_prompt_widen_nothing()
    {
        Assert.Null(await WideningOf(ContextLevel.Curated, new { path = "a.cs", member = "Order.Total" }));
        Assert.Null(await WideningOf(ContextLevel.Curated, new { path = "a.cs", lines = "3" }));
    }

    [Fact]
    public async Task Any_read_of_another_file_widens_what_was_approved() =>
        Assert.Equal(new Widening("the names", null), await WideningOf(ContextLevel.Full, new { path = "b.cs", level = "signature" }));

    [Fact]
    public async Task A_read_of_a_file_that_is_not_there_widens_nothing() =>
        Assert.Null(await WideningOf(ContextLevel.Full, new { path = "none.cs" }));

    /// <summary>What the only read of a worker is proposed with, whose prompt shows a.cs at a level, with one body.</summary>
    private async Task<Widening?> WideningOf(ContextLevel level, object arguments)
    {
        List<ToolProposal> proposals = [];
        _bench.Approved = ("The prompt, with\r\n    int Total() => 1 + 1;\r\n", [new PromptPiece("file", "a.cs", 10, Level: level)]);
        _bench.Port = new JournalPort
        {
            Decide = call =>
            {
                proposals.Add(call);
                return Task.FromResult(new ApprovalDecision(ApprovalChoice.Approve, "policy"));
            },
        };

        await _bench.RunAsync(Calls(("read_file", arguments)), Finishes());

        return proposals[0].Widens;
    }
}
