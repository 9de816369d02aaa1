using Conductor.Views.CSharp;
using Conductor.Views.Rendering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Conductor.Views.Tests.CSharp;

/// <summary>What holds for the views of every file that compiles, shown on real ones.</summary>
public sealed class SkeletonProperties
{
    public static TheoryData<string> RealFiles => new(Repository.RealFiles);

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void A_skeleton_declares_what_the_file_declares(string path) => Assert.All(RealFile.Readings(path), file =>
        Assert.Equal(Names(Parse(file, file.Text)), Names(Parse(file, Marks.Compilable(file.View(ViewLevel.Skeleton))))));

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void A_skeleton_has_no_statement_but_of_bodies_that_depend_on_a_condition(string path) => Assert.All(RealFile.Readings(path), file =>
    {
        var members = DeclaredSignatures.Declarations(Parse(file, file.Text));
        var shown = DeclaredSignatures.Declarations(Parse(file, Marks.Compilable(file.View(ViewLevel.Skeleton))));

        Assert.All(
            members.Zip(shown).Where(pair => pair.First is not (BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax) && !pair.First.ContainsDirectives),
            pair => Assert.False(HasStatement(pair.Second), $"The skeleton has a statement of {DeclaredSignatures.Signature(pair.First)}"));
    });

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void All_code_that_a_skeleton_keeps_is_in_the_file_in_the_same_order(string path) => Assert.All(RealFile.Readings(path), file =>
    {
        var position = 0;
        foreach (var line in Marks.Split(Kept(file)).SelectMany(piece => piece.Split('\n')).Where(line => line.TrimStart() is not (['/', '/' or '*', ..] or ['*', ..])))
        {
            var at = file.Text.IndexOf(line, position, StringComparison.Ordinal);
            Assert.True(at >= 0, $"Not in the file behind character {position}: {line}");
            position = at + line.Length;
        }
    });

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void Documentation_is_cut_and_nothing_is_put_in_its_place(string path) => Assert.All(RealFile.Readings(path), file =>
    {
        var position = 0;
        foreach (var character in string.Concat(Marks.Split(Kept(file))))
        {
            position = file.Text.IndexOf(character, position) + 1;
            Assert.True(position > 0, $"Not in the file: {character}");
        }
    });

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void The_skeleton_of_a_skeleton_is_the_skeleton(string path) => Assert.All(RealFile.Readings(path), file =>
    {
        var skeleton = file.View(ViewLevel.Skeleton);

        Assert.Equal(skeleton, file.View(ViewLevel.Skeleton, skeleton));
    });

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void Members_that_are_shown_are_there_to_the_byte(string path) => Assert.All(RealFile.Readings(path), file =>
    {
        var outline = CSharpOutline.Read(file.Path, file.Text, file.Constants);
        var wanted = outline.Members.Where(member => member is { Body: not null, HasMembers: false, Container.Length: > 0 }).Where((_, index) => index % 3 == 0).ToList();

        var view = file.View(wanted.Select(member => member.FullName));

        var position = 0;
        foreach (var member in wanted)
        {
            var whole = file.Text[member.Whole.Start..member.Whole.End];
            var at = view.IndexOf(whole, position, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{member.FullName} is not in the view as in the file: {whole}");
            position = at + whole.Length;
        }
    });

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void The_lines_of_the_marks_are_the_lines_that_are_left_out(string path) => Assert.All(RealFile.Readings(path), file =>
    {
        if (Marks.Lines(file.Text).Any())
        {
            // What looks like a mark in a string of a test would be counted with the view's own.
            return;
        }

        var members = CSharpOutline.Read(file.Path, file.Text, file.Constants).Members;
        var bodies = members.Where(member => member.CanElide).SelectMany(MemberBodies.Of).Select(body => file.Text[body.Start..body.End].Trim());
        var lines = file.Text.Split('\n');

        Assert.All(bodies.Zip(Marks.Lines(file.View(ViewLevel.Skeleton)), (body, mark) => (body, mark)), pair =>
        {
            var marked = string.Join('\n', lines[(pair.mark.First - 1)..pair.mark.Last]);
            Assert.Contains(pair.body, marked, StringComparison.Ordinal);
            Assert.Equal(pair.body.Count(character => character == '\n'), pair.mark.Last - pair.mark.First);
        });
    });

    /// <summary>The skeleton without its header.</summary>
    private static string Kept(RealFile file)
    {
        var skeleton = file.View(ViewLevel.Skeleton);
        return skeleton == file.Text ? skeleton : skeleton[(skeleton.IndexOf('\n', StringComparison.Ordinal) + 1)..];
    }

    private static SyntaxNode Parse(RealFile file, string text) => DeclaredSignatures.Parse(text, file.Constants);

    private static List<string> Names(SyntaxNode root) => root
        .DescendantNodes(static node => node is CompilationUnitSyntax or MemberDeclarationSyntax or VariableDeclarationSyntax)
        .Select(Name)
        .Where(name => name.Length > 0)
        .ToList();

    private static string Name(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => $"field {variable.Identifier.ValueText}",
        EnumMemberDeclarationSyntax member => $"enum member {member.Identifier.ValueText}",
        GlobalStatementSyntax => string.Empty,
        MemberDeclarationSyntax member => $"{node.Kind()} {DeclaredSignatures.Signature(member)}",
        _ => string.Empty,
    };

    /// <summary>Any but the empty blocks that stand for bodies.</summary>
    private static bool HasStatement(SyntaxNode node) =>
        node.DescendantNodes().Any(static node => node is StatementSyntax and not BlockSyntax { Statements.Count: 0 });
}
