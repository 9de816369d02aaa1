using Xunit;

namespace Conductor.Views.Tests.Text;

public sealed class TextViewTests
{
    [Fact]
    public void A_small_text_is_shown_whole()
    {
        var view = Build("notes.txt", "one\r\ntwo");

        Assert.Equal("one\r\ntwo", view.Text);
        Assert.Null(view.Note);
        Assert.Equal(2, view.TotalLines);
    }

    [Fact]
    public void A_long_text_is_shown_by_head_and_tail_and_says_which_lines_are_left_out()
    {
        var view = Build("log.txt", Lines(1_000));
        var lines = view.Text.TrimEnd('\n').Split('\n');

        Assert.StartsWith("[VIEW log.txt @", lines[0], StringComparison.Ordinal);
        Assert.Contains("1000 lines. NOT the whole file: lines 61-980 are left out", lines[0], StringComparison.Ordinal);
        Assert.Equal("line 60 of the text", lines[60]);
        Assert.Equal("[… 920 lines left out here; read_file with lines 61-980 shows them …]", lines[61]);
        Assert.Equal("line 981 of the text", lines[62]);
        Assert.Equal("line 1000 of the text", lines[^1]);
        Assert.Equal(ViewLevel.Skeleton, view.Level);
        Assert.NotNull(view.Note);
    }

    [Fact]
    public void A_line_without_end_is_cut()
    {
        var view = Build("app.min.js", new string('x', 1_000_000));

        Assert.Contains("[… +999760 characters]", view.Text, StringComparison.Ordinal);
        Assert.InRange(view.Text.Length, 240, 500);
    }

    [Fact]
    public void Markdown_is_shown_by_its_headings_with_their_lines()
    {
        var text = "---\ntitle: # no\n---\n# Title\n" + Lines(500) + "```sh\n# no heading\n```\n## Second ##\n" + Lines(500) + "Third\n=====\n";

        var view = Build("docs/guide.md", text);

        Assert.EndsWith(
            "[… headings of the whole file, each with its line:]\n4: # Title\n508: ## Second ##\n1009: Third\n",
            view.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_without_headings_is_shown_by_head_and_tail() =>
        Assert.Contains("lines 61-980", Build("plain.md", Lines(1_000)).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("picture.png")]
    [InlineData("not-really.cs")]
    public void Binary_content_is_one_line(string path)
    {
        var view = Build(path, "PNG\0\0\r\n\0");

        Assert.Equal($"[VIEW {path} @{view.ContentHash[..8]} 2 lines. Binary content of 8 characters: there is nothing to read in it.]\r\n", view.Text);
    }

    [Fact]
    public void The_whole_text_is_given_byte_for_byte_when_asked_for()
    {
        var text = "\uFEFF" + Lines(1_000) + "\0";

        Assert.Same(text, Build("log.txt", text, ViewLevel.Full).Text);
    }

    private static string Lines(int count) => string.Concat(Enumerable.Range(1, count).Select(line => $"line {line} of the text\n"));

    private static FileView Build(string path, string text, ViewLevel level = ViewLevel.Curated) =>
        ViewBuilder.Build(new ViewRequest(path, text, level), QuarterCounter.Instance);
}
