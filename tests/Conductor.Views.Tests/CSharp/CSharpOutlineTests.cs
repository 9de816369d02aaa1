using Conductor.Views.CSharp;
using Xunit;

namespace Conductor.Views.Tests.CSharp;

/// <summary>What the outline of a C# text says of it.</summary>
public sealed class CSharpOutlineTests
{
    [Fact]
    public void Imports_are_one_stretch_from_the_first_to_the_last()
    {
        const string Text = "// top\nusing System;\n\nusing static System.Math; // why\n\nclass A { }\n";

        var imports = CSharpOutline.Read("a.cs", Text, []).Imports;

        Assert.Equal("using System;\n\nusing static System.Math;", imports is { } span ? Text[span.Start..span.End] : null);
        Assert.Null(CSharpOutline.Read("a.cs", "class A { }", []).Imports);
    }

    [Fact]
    public void A_member_is_whole_lines_with_its_comments_attributes_and_body()
    {
        const string Text = "class A\n{\n    int _a;\n\n    // far\n\n    // near\n    /// <summary>Docs.</summary>\n    [X]\n    void B() { C(); } // end\n    void D() { } void E() { }\n}\n";
        var members = CSharpOutline.Read("a.cs", Text, []).Members;

        Assert.Equal(["A", "A._a", "A.B", "A.D", "A.E"], members.Select(member => member.FullName));
        Assert.Equal("    // near\n    /// <summary>Docs.</summary>\n    [X]\n    void B() { C(); } // end\n", Of(Text, members[2].Whole));
        Assert.Equal("/// <summary>Docs.</summary>", members[2].Docs is { } docs ? Of(Text, docs) : null);
        Assert.Equal(" { C(); }", members[2].Body is { } body ? Of(Text, body) : null);
        Assert.Equal("void E() { }", Of(Text, members[4].Whole));
    }

    [Fact]
    public void Broken_code_is_said_to_be_broken_and_bodies_in_doubt_stay()
    {
        var outline = CSharpOutline.Read("a.cs", "class A { void B() { if ( } }", []);

        Assert.True(outline.IsBroken);
        Assert.False(Assert.Single(outline.Members, member => member.Name == "B").CanElide);
    }

    private static string Of(string text, SourceSpan span) => text[span.Start..span.End];
}
