using System.Text;
using Conductor.Views.Rendering;
using Xunit;

namespace Conductor.Views.Tests.Rendering;

public sealed class OneLineTests
{
    [Theory]
    [InlineData(SourceSyntax.Script, "const url = 'http://a/*b*/' // comment", "const url = 'http://a/*b*/'")]
    [InlineData(SourceSyntax.Script, "const it = 'don\\'t // go'", "const it = 'don\\'t // go'")]
    [InlineData(SourceSyntax.Script, "const url = `//${`${a}//` /* b */}//`", "const url = `//${`${a}//` /* b */}//`")]
    [InlineData(SourceSyntax.Script, "const p = /[/]\\/\\// // comment", "const p = /[/]\\/\\//")]
    [InlineData(SourceSyntax.Script, "const half = a / 2 // comment", "const half = a / 2")]
    [InlineData(SourceSyntax.Script, "#error = 1", "#error = 1")]
    [InlineData(SourceSyntax.Python, "url = 'http://a#b'  # comment", "url = 'http://a#b'")]
    [InlineData(SourceSyntax.Python, "half = a // 2", "half = a // 2")]
    [InlineData(SourceSyntax.Python, "text = '''it's # one''' # comment", "text = '''it's # one'''")]
    [InlineData(SourceSyntax.Go, "const slash, quote = '/', '\"' // comment", "const slash, quote = '/', '\"'")]
    [InlineData(SourceSyntax.Go, "var raw = `\\` // comment", "var raw = `\\`")]
    [InlineData(SourceSyntax.Go, "const smile, url = '😀', \"//\"", "const smile, url = '😀', \"//\"")]
    [InlineData(SourceSyntax.Rust, "fn f<'a>(url: &'a str) /* a /* b */ c */ -> char", "fn f<'a>(url: &'a str) -> char")]
    [InlineData(SourceSyntax.Rust, "const RAW: &str = r#\"a\"//b\"# // comment", "const RAW: &str = r#\"a\"//b\"#")]
    [InlineData(SourceSyntax.Rust, "const A: char = '\\''; // comment", "const A: char = '\\''")]
    [InlineData(SourceSyntax.Java, "String t = \"\"\"\n a \"//\" b\"\"\" // comment", "String t = \"\"\" a \"//\" b\"\"\"")]
    [InlineData(SourceSyntax.C, "const char *t = R\"x(a)\"//)x\" // comment", "const char *t = R\"x(a)\"//)x\"")]
    [InlineData(SourceSyntax.C, "int million = 1'000'000 // comment", "int million = 1'000'000")]
    [InlineData(SourceSyntax.CSharp, "string P = @\"C:\\\" // comment", "string P = @\"C:\\\"")]
    [InlineData(SourceSyntax.CSharp, "string P = @$\"C:\\\" + \"//\" // comment", "string P = @$\"C:\\\" + \"//\"")]
    public void A_comment_goes_and_what_looks_like_one_in_a_string_stays(SourceSyntax syntax, string text, string expected) =>
        Assert.Equal(expected, Of(syntax, text));

    [Theory]
    [InlineData("'unfinished // a")]
    [InlineData("`unfinished ${ '")]
    [InlineData("\"\"\"")]
    [InlineData("R\"(")]
    [InlineData("r#\"")]
    [InlineData("/")]
    [InlineData("/*/")]
    [InlineData("'\\")]
    [InlineData("#")]
    public void What_does_not_end_ends_with_the_text(string text)
    {
        foreach (var syntax in Enum.GetValues<SourceSyntax>())
        {
            Assert.True(Of(syntax, text).Length <= text.Length);
        }
    }

    private static string Of(SourceSyntax syntax, string text)
    {
        var line = new StringBuilder();
        OneLine.Append(line, text, 0, text.Length, [], string.Empty, syntax);
        return line.ToString();
    }
}
