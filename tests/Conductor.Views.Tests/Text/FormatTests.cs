using System.Text;
using Conductor.Views.Text;
using Xunit;

namespace Conductor.Views.Tests.Text;

/// <summary>Files of data, each by what its format makes of it.</summary>
public sealed class FormatTests
{
    [Fact]
    public void JSON_is_shown_by_its_upper_levels_with_the_lines_of_the_rest()
    {
        var deep = string.Join(",\n", Enumerable.Range(1, 39).Select(index => $"      \"größe {index} {{\": [\n        \"{new string('x', 600)}\",\n        \"}}😀\"\n      ]"));
        var shown = string.Join(",\n", Enumerable.Range(1, 39).Select(index => $"      \"größe {index} {{\": {{ … L{(index * 4) + 1}-{(index * 4) + 4} }}"));
        var view = Build("package.json", $"{{\n  \"name\": \"shop\",\n  \"deep\": {{\n    \"all\": {{\n{deep}\n    }}\n  }},\n  \"last\": true\n}}\n");

        Assert.EndsWith(
            $"{{\n  \"name\": \"shop\",\n  \"deep\": {{\n    \"all\": {{\n{shown}\n    }}\n  }},\n  \"last\": true\n}}\n", view.Text, StringComparison.Ordinal);
        Assert.Contains("NOT the whole file: its upper 3 levels", view.Text, StringComparison.Ordinal);
        Assert.True(ElisionMarker.IsIn(view.Text));
    }

    [Fact]
    public void A_long_JSON_array_is_shown_by_its_first_items()
    {
        var view = Build("rows.json", $"[\n{string.Join(",\n", Enumerable.Range(1, 3_000).Select(index => $"  {{ \"id\": {index}, \"name\": \"row number {index}\" }}"))}\n]\n");

        Assert.Contains("  { \"id\": 40, \"name\": \"row number 40\" },\n  { … L42-3001 }\n]", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_with_comments_and_a_byte_order_mark_is_read()
    {
        var text = "\uFEFF{\n  // größe\n  \"a\": [\n" + string.Concat(Enumerable.Repeat("    \"" + new string('x', 600) + "something that is said again\",\n", 39)) + "  ],\n}\n";

        Assert.EndsWith("{\n  // größe\n  \"a\": { … L3-43 },\n}\n", Build("tsconfig.json", text).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_looks_like_JSON_is_shown_by_head_and_tail() =>
        Assert.Contains("are left out", Build("broken.json", "{\n" + Lines(1_000)).Text, StringComparison.Ordinal);

    [Fact]
    public void YAML_is_shown_by_its_upper_levels_in_its_own_form()
    {
        var steps = string.Concat(Enumerable.Range(1, 600).Select(index => $"    - name: step {index}\n      run: |\n        echo {index}\n\n"));
        var view = Build("ci.yml", $"# builds\non: push\njobs:\n  build:\n    runs-on: linux\n    steps:\n{steps}  test:\n    needs: build\n");

        Assert.EndsWith(
            "# builds\non: push\njobs:\n  build:\n    runs-on: linux\n    steps: { … L7-2405 }\n\n  test:\n    needs: build\n", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void TOML_is_shown_by_its_tables_and_keys()
    {
        var values = string.Concat(Enumerable.Range(1, 900).Select(index => $"  \"value [ {index}\",\n"));
        var view = Build("Cargo.toml", $"title = \"a\"\n\n[one]\nname = \"b\" # [\nlist = [\n{values}]\ntext = \"\"\"\n[no table]\n\"\"\"\n[[two]]\nname = 'c'\n");

        Assert.EndsWith(
            "title = \"a\"\n\n[one]\nname = \"b\" # [\nlist = [ { … L6-906 }\ntext = \"\"\"\n[no table]\n\"\"\"\n[[two]]\nname = 'c'\n", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_says_how_many_rows_and_columns_it_has()
    {
        var view = Build("orders.csv", "id;name;price\n" + string.Concat(Enumerable.Range(1, 2_000).Select(index => $"{index};order {index};1,5\n")));

        Assert.Contains("2001 lines. 2000 rows below the first line, 3 columns. NOT the whole file: lines 21-1996 are left out", view.Text, StringComparison.Ordinal);
        Assert.EndsWith("2000;order 2000;1,5\n", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_says_how_often_it_says_error_and_shows_more_of_its_end()
    {
        var view = Build("app.log", Lines(500) + "12:00 ERROR disk\n" + Lines(500) + "12:01 error again\n12:02 warning\n");

        Assert.Contains("2 lines with ERROR (first: 501), 1 lines with WARN (first: 1003). NOT the whole file: lines 21-943 are left out", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notebook_is_shown_by_its_cells_without_outputs()
    {
        var picture = new string('A', 40_000);
        var text = $$"""{"cells":[{"cell_type":"markdown","source":["# Title\n","text"]},{"cell_type":"code","source":"print(1)","outputs":[{"data":"{{picture}}"}]}],"nbformat":4}""";

        Assert.EndsWith("[cell 1, markdown]\n# Title\ntext\n[cell 2, code, 1 outputs left out]\nprint(1)\n", Build("study.ipynb", text).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, "a PNG picture")]
    [InlineData(new byte[] { 0x52, 0x49, 0x46, 0x46, 1, 2, 3, 4, 0x57, 0x45, 0x42, 0x50 }, "a WebP picture")]
    [InlineData(new byte[] { 0x7F, 0x45, 0x4C, 0x46, 2, 1 }, "an ELF program or library")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }, "a JPEG picture")]
    [InlineData(new byte[] { 1, 2, 3 }, null)]
    [InlineData(new byte[0], null)]
    public void A_binary_file_is_known_by_its_first_bytes(byte[] bytes, string? kind)
    {
        Assert.Equal(kind, BinaryKind.Of(bytes));
        Assert.Equal(kind, BinaryKind.Of(Encoding.UTF8.GetString(bytes).AsSpan()));
    }

    [Fact]
    public void A_view_of_binary_content_says_what_it_is() =>
        Assert.Contains("Binary content, a PNG picture, of 12 characters", Build("a.png", "\uFFFDPNG\r\n\u001A\n\0\0\0\r").Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("a.json")]
    [InlineData("a.yaml")]
    [InlineData("a.toml")]
    [InlineData("a.csv")]
    [InlineData("a.log")]
    [InlineData("a.ipynb")]
    public void Whatever_stands_in_a_file_gives_a_view_within_its_budget(string path)
    {
        foreach (var text in new[] { "", "\n", "{", "[[[[", "\"", "- - -\n", "\t\n \n", "{}\n{}\n", Lines(900), new string('[', 5_000), "a:\n" + string.Concat(Enumerable.Repeat("  b: c\n", 3_000)) })
        {
            var view = ViewBuilder.Build(new ViewRequest(path, text, ViewLevel.Skeleton, 300), QuarterCounter.Instance);

            Assert.InRange(view.Tokens, 0, 300);
        }
    }

    private static string Lines(int count) => string.Concat(Enumerable.Range(1, count).Select(line => $"line {line} of the text\n"));

    private static FileView Build(string path, string text) => ViewBuilder.Build(new ViewRequest(path, text, ViewLevel.Curated), QuarterCounter.Instance);
}
