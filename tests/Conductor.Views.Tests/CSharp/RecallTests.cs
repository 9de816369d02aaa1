using Xunit;

namespace Conductor.Views.Tests.CSharp;

/// <summary>That no declaration of a real file is lost, found by another walk than the one that makes the views.</summary>
public sealed class RecallTests
{
    public static TheoryData<string> RealFiles => new(Repository.RealFiles);

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void Every_declaration_is_in_the_skeleton_once_with_its_whole_signature(string path) => Assert.All(RealFile.Readings(path), file =>
        Assert.Equal(Signatures(file, file.Text), Signatures(file, Marks.Compilable(file.View(ViewLevel.Skeleton)))));

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void Every_signature_is_in_the_outline_as_often_as_in_the_file(string path) => Assert.All(RealFile.Readings(path), file =>
    {
        var outline = DeclaredSignatures.Squeezed(file.View(ViewLevel.Outline));

        Assert.All(
            Signatures(file, file.Text).CountBy(signature => signature),
            signature => Assert.InRange(DeclaredSignatures.Times(outline, signature.Key), signature.Value, int.MaxValue));
    });

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void An_outline_has_one_line_for_each_declaration_and_says_where_it_is(string path) => Assert.All(RealFile.Readings(path), file =>
    {
        var lines = file.Text.Split('\n');
        var outline = file.View(ViewLevel.Outline).TrimEnd('\n').Split('\n')[1..];

        // Top-level statements are one line, however many they are.
        var declared = outline.Where(line => !line.TrimEnd().EndsWith("(statements)", StringComparison.Ordinal)).ToList();
        Assert.Equal(DeclaredSignatures.Declarations(DeclaredSignatures.Parse(file.Text, file.Constants)).Count(), declared.Count);
        Assert.All(declared, line =>
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var source = lines[int.Parse(line.AsSpan(0, colon)) - 1];
            Assert.Contains(line[(colon + 1)..].TrimStart().Split(' ', '\r')[0], source, StringComparison.Ordinal);
        });
    });

    private static List<string> Signatures(RealFile file, string text) =>
        [.. DeclaredSignatures.Declarations(DeclaredSignatures.Parse(text, file.Constants)).Select(DeclaredSignatures.Signature)];
}
