using Conductor.Views.CSharp;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Conductor.Views.Tests.CSharp;

/// <summary>A text that is parsed again around what has changed has the outline that it has when it is parsed for the first time.</summary>
public sealed class ParsedTextsTests
{
    private static readonly string[] Sources = [.. Repository.RealFiles.Where(path => path.Contains("TestFiles", StringComparison.Ordinal)).Select(path => File.ReadAllText(Path.Combine(Repository.Root, path)))];

    private static readonly string[] Code =
    [
        "int More() { return 1; }", "var more = 1;", "// more", "/// <summary>More.</summary>", "[More]", "public", "async", "#region more", "#endregion", "/*", "*/", "#if MORE", "#endif", "class More { }",
        "namespace More { }", "record struct More(int One);", "where T : class", "=> 1;", "get;", "\"\"\"", "partial", "static", "file", "await more;", "yield return 1;", "more:", "{", "}",
    ];

    [Fact]
    public void A_made_up_program_that_is_edited_many_times_has_the_outline_of_its_text() => Prop
        .ForAll(ArbMap.Default.ArbFor<int>(), seed => Edit(GeneratedProgram.Of(seed).Text, new Random(seed)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(1_000_000));

    [Fact]
    public void A_real_file_that_is_edited_many_times_has_the_outline_of_its_text() => Prop
        .ForAll(ArbMap.Default.ArbFor<int>(), seed => Edit(Sources[new Random(seed).Next(Sources.Length)], new Random(seed)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(1_000_000));

    [Fact]
    public void Files_of_other_paths_and_constants_are_not_taken_for_each_other()
    {
        var texts = new ParsedTexts(shortest: 0);
        const string Text = "class A\n{\n#if X\n    int B;\n#endif\n}\n";
        foreach (var (path, text, constants) in new[] { ("a.cs", Text, Array.Empty<string>()), ("a.cs", Text, ["X"]), ("b.cs", "class C { }", []), ("c.cs", Text, []), ("a.cs", Text, []) })
        {
            AssertSame(texts, path, text, constants);
        }
    }

    private static void Edit(string text, Random random)
    {
        var texts = new ParsedTexts(shortest: 0);
        for (var edit = 0; edit < 40; edit++)
        {
            AssertSame(texts, "src/a.cs", text, []);

            // What is broken is parsed whole, so that most edits have to leave the code whole.
            text = random.Next(6) switch
            {
                0 => text,
                1 => Mutation.Apply(text, random),
                _ => Edited(text, random),
            };
        }
    }

    /// <summary>Lines of the text itself, or of code, put in or taken out.</summary>
    private static string Edited(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        var (line, other) = (random.Next(lines.Count), random.Next(lines.Count));
        switch (random.Next(4))
        {
            case 0:
                lines.RemoveAt(line);
                break;
            case 1:
                lines.Insert(line, lines[other]);
                break;
            default:
                lines.Insert(line, Code[random.Next(Code.Length)]);
                break;
        }

        return string.Join('\n', lines);
    }

    private static void AssertSame(ParsedTexts texts, string path, string text, string[] constants)
    {
        var again = CSharpOutline.TryReadAgain(path, text, constants, texts);
        var anew = CSharpOutline.TryRead(path, text, constants);

        Outlines.AssertSame(anew, again);
    }
}
