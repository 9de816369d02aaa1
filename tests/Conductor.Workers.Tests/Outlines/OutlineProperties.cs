using System.Text.RegularExpressions;
using Conductor.Views;
using Xunit;

namespace Conductor.Workers.Tests.Outlines;

/// <summary>What holds for the outline of every text, shown on the cases and on the product's own TypeScript.</summary>
public sealed partial class OutlineProperties(RunningHelper helper) : IClassFixture<RunningHelper>
{
    public static TheoryData<string> Inputs => new(CaseFiles.Inputs.Select(path => Path.GetRelativePath(CaseFiles.Root, path)));

    public static TheoryData<string> Sources => new(CaseFiles.Sources.Select(path => Path.GetRelativePath(CaseFiles.Root, path)));

    [Theory]
    [MemberData(nameof(Inputs))]
    [MemberData(nameof(Sources))]
    public async Task Bodies_follow_each_other_and_none_is_in_another(string path)
    {
        var outline = await helper.ReadAsync(path, Text(path));

        var end = 0;
        foreach (var body in outline.Members.SelectMany(member => member.Body is { } first ? [first, .. member.FurtherBodies] : Array.Empty<SourceSpan>()))
        {
            Assert.True(body.Start >= end && body.End > body.Start, $"{body} after {end}");
            end = body.End;
        }
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    [MemberData(nameof(Sources))]
    public async Task What_a_skeleton_keeps_is_in_the_file_character_for_character(string path)
    {
        var text = Text(path);
        var outline = await helper.ReadAsync(path, text);
        var skeleton = ViewBuilder.Build(new ViewRequest(path, text, ViewLevel.Skeleton) { Outline = outline }, O200kTokenCounter.Shared).Text;
        var kept = skeleton == text ? text : skeleton[(skeleton.IndexOf('\n', StringComparison.Ordinal) + 1)..];

        var position = 0;
        foreach (var character in Mark().Replace(kept, ""))
        {
            position = text.IndexOf(character, position) + 1;
            Assert.True(position > 0, $"Not in the file: {character}");
        }
    }

    [Fact]
    public async Task Imports_are_one_stretch_from_the_first_to_the_last()
    {
        const string Text = "// größe 😀\nimport a from \"a\";\nimport { b } from \"b\";\n\nexport const c = a + b;\n";

        var outline = await helper.ReadAsync("a.ts", Text);

        Assert.Equal("import a from \"a\";\nimport { b } from \"b\";", outline.Imports is { } imports ? Text.Substring(imports.Start, imports.Length) : null);
        Assert.Null((await helper.ReadAsync("b.ts", "const a = 1;\n")).Imports);
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task A_skeleton_copied_into_a_file_is_found_out(string path)
    {
        var text = Text(path);
        var outline = await helper.ReadAsync(path, text);

        Assert.True(ElisionMarker.IsIn(ViewBuilder.Build(new ViewRequest(path, text, ViewLevel.Skeleton) { Outline = outline }, O200kTokenCounter.Shared, OutlineCases.NothingIsSmall).Text));
        Assert.False(ElisionMarker.IsIn(text));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Every_declaration_that_stands_at_the_start_of_a_line_is_a_member_once(string path)
    {
        var text = Text(path);
        var outline = await helper.ReadAsync(path, text);

        var declared = Declaration().Matches(text).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal);
        var members = outline.Members.Where(member => member.Depth == 0 && member.Kind != SourceMemberKind.Statements)
            .Select(member => member.Name).Where(name => !name.StartsWith('{') && !name.StartsWith('['))
            .Order(StringComparer.Ordinal);

        Assert.Equal(declared, members);
        Assert.False(outline.IsBroken);
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task A_text_before_a_declaration_moves_its_spans_by_its_length(string path)
    {
        const string Added = "/* größe 😀 \U0001F9EA */\n\n";
        var text = Text(path);
        if (path.EndsWith(".py", StringComparison.Ordinal) || text.StartsWith("#!", StringComparison.Ordinal))
        {
            return;
        }

        var before = await helper.ReadAsync(path, text);
        var after = await helper.ReadAsync(path, Added + text);

        Assert.Equal(
            before.Members.Select(member => (member.FullName, member.SignatureEnd + Added.Length, Moved(member.Body, Added.Length))),
            after.Members.Select(member => (member.FullName, member.SignatureEnd, member.Body)));
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task Other_line_breaks_change_nothing_else(string path)
    {
        var text = Text(path).ReplaceLineEndings("\n");
        if (path.Contains("/c/", StringComparison.Ordinal))
        {
            // The grammar does not take a line break of two characters for one that a backslash takes away.
            text = text.Replace("\\\n", "", StringComparison.Ordinal);
        }

        var withReturns = text.Replace("\n", "\r\n", StringComparison.Ordinal);

        Assert.Equal(Pieces(text, await helper.ReadAsync(path, text)), Pieces(withReturns, await helper.ReadAsync(path, withReturns)));
    }

    private static IEnumerable<(string Name, string Whole, string Body)> Pieces(string text, SourceOutline outline) =>
        outline.Members.Select(member => (member.FullName, Piece(text, member.Whole), member.Body is { } body ? Piece(text, body) : ""));

    private static string Piece(string text, SourceSpan span) => text.Substring(span.Start, span.Length).ReplaceLineEndings("\n");

    private static SourceSpan? Moved(SourceSpan? span, int by) => span is { } known ? new SourceSpan(known.Start + by, known.End + by) : null;

    private static string Text(string path) => File.ReadAllText(Path.Combine(CaseFiles.Root, path));

    [GeneratedRegex(@" ?(\{ … L\d+-\d+ \}|= … L\d+-\d+)")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^(export )?(default )?(declare )?(abstract )?(async )?(function\*?|class|interface|enum|type|const|let|namespace) (?<name>[\w$]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}
