using System.Text;
using Conductor.Views.CSharp;
using Conductor.Views.Members;
using Xunit;

namespace Conductor.Views.Tests.Members;

/// <summary>A file that has been seen is shown by what has changed.</summary>
public sealed class SecondViewTests
{
    private static readonly string Source = Large();

    [Fact]
    public void An_unchanged_file_is_one_line() =>
        Assert.Matches("^// VIEW a.cs @[0-9a-f]{8} 124 lines. Unchanged since @[0-9a-f]{8}: it is as shown before.\n$", View(Source, ViewLevel.Full).Text);

    [Fact]
    public void Only_the_changed_and_the_added_are_shown_to_the_byte_and_the_header_names_them()
    {
        var now = Source
            .Replace("return 7;", "return 70;", StringComparison.Ordinal)
            .Replace("    int Method9()", "    int Fresh() { return 0; }\n\n    int Method9()", StringComparison.Ordinal)
            .Replace("    int Method3()\n    {\n        return 3;\n    }\n\n", string.Empty, StringComparison.Ordinal);

        var view = View(now, ViewLevel.Curated);
        var header = view.Text[..view.Text.IndexOf('\n', StringComparison.Ordinal)];

        Assert.Contains("only what changed since @", header, StringComparison.Ordinal);
        Assert.Contains("(changed: Class.Method7; added: Class.Fresh; gone: Class.Method3)", header, StringComparison.Ordinal);
        Assert.Equal(
            "// L35-39 Class.Method7\n    /// <summary>Returns 7. Always.</summary>\n    int Method7()\n    {\n        return 70;\n    }\n"
            + "// L46-46 Class.Fresh\n    int Fresh() { return 0; }\n",
            view.Text[(header.Length + 1)..]);
    }

    [Fact]
    public void A_changed_import_is_shown_and_a_moved_member_is_not()
    {
        var now = "using System.Text;\n" + Source;

        var view = View(now, ViewLevel.Skeleton);

        Assert.Contains("(changed: only text outside members)", view.Text, StringComparison.Ordinal);
        Assert.EndsWith("// L1-3 outside members\nusing System.Text;\nusing System;\n\n", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_head_of_a_type_is_shown_without_its_members()
    {
        var view = View(Source.Replace("class Class", "class Class : IDisposable", StringComparison.Ordinal), ViewLevel.Skeleton);

        Assert.EndsWith(" Class\nclass Class : IDisposable\n", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_another_one_now_is_shown_as_if_for_the_first_time()
    {
        var now = Large().Replace("Method", "Other", StringComparison.Ordinal).Replace("Class", "Another", StringComparison.Ordinal);

        Assert.Equal(ViewBuilder.Build(new ViewRequest("a.cs", now, ViewLevel.Skeleton), QuarterCounter.Instance).Text, View(now, ViewLevel.Skeleton).Text);
    }

    [Fact]
    public void The_budget_holds_for_a_second_view_too()
    {
        var now = Source.Replace("return 7", "return 70", StringComparison.Ordinal);
        for (var budget = 0; budget < 200; budget += 3)
        {
            Assert.InRange(View(now, ViewLevel.Curated, budget).Tokens, 0, budget);
        }
    }

    private static FileView View(string now, ViewLevel level, int? budget = null) => ViewBuilder.Build(
        new ViewRequest("a.cs", now, level, budget) { Seen = MemberSnapshot.Of(Source, CSharpOutline.Read("a.cs", Source, [])) }, QuarterCounter.Instance);

    private static string Large()
    {
        var source = new StringBuilder("using System;\n\nclass Class\n{\n");
        for (var index = 0; index < 20; index++)
        {
            source.Append(index == 7 ? "    /// <summary>Returns 7. Always.</summary>\n" : string.Empty)
                .Append("    int Method").Append(index).Append("()\n    {\n        return ").Append(index).Append(";\n    }\n\n");
        }

        return source.Append("    // the end\n    // of it\n    // all\n").Append("}\n").Append(new string('\n', 15)).ToString();
    }
}
