using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Approvals;

public sealed class EditedSpawnTests
{
    private const string Index = "class Index { }";
    private const string Page = "class Page { }";

    private static readonly string Prompt = $"Do it, see Index.cs.\n\n{Index}\n\n{Page}";

    private static readonly SpawnProposal Proposal = new(
        Prompt,
        "House rules.",
        "demo",
        [],
        [
            new PromptPiece("task", "T-1", 4, Start: 0, Length: 20),
            new PromptPiece("file", "Index.cs", 5, Level: ContextLevel.Full, Start: Prompt.IndexOf(Index, StringComparison.Ordinal), Length: Index.Length),
            new PromptPiece("file", "Page.cs", 5, Level: ContextLevel.Full, Start: Prompt.IndexOf(Page, StringComparison.Ordinal), Length: Page.Length),
        ],
        [],
        "basis");

    [Fact]
    public void A_file_whose_text_was_cut_out_is_no_piece_any_more_though_its_name_still_stands() =>
        Assert.Equal(["T-1", "Page.cs"], NamesAfter(Prompt.Replace(Index, "", StringComparison.Ordinal)));

    [Fact]
    public void A_file_whose_text_was_changed_is_no_piece_any_more() =>
        Assert.Equal(["T-1", "Index.cs"], NamesAfter(Prompt.Replace(Page, "class Page;", StringComparison.Ordinal)));

    [Fact]
    public void What_was_moved_or_stands_beside_the_edit_stays() =>
        Assert.Equal(["T-1", "Index.cs", "Page.cs"], NamesAfter($"Another task.\n{Page}\n{Index}"));

    [Fact]
    public void Where_no_place_is_recorded_the_name_must_do()
    {
        SpawnProposal earlier = Proposal with { Pieces = [new PromptPiece("file", "Index.cs", 5, Level: ContextLevel.Full), new PromptPiece("file", "Page.cs", 5, Level: ContextLevel.Full)] };

        Assert.Equal(["Index.cs"], earlier.Edited("See Index.cs.", null).Pieces.Select(piece => piece.Name));
    }

    private static IEnumerable<string> NamesAfter(string prompt) => Proposal.Edited(prompt, null).Pieces.Select(piece => piece.Name);
}
