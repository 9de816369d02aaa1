using Conductor.Views.CSharp;
using Conductor.Views.CSharp.Bodies;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Conductor.Views.Tests.CSharp.Bodies;

/// <summary>Which bodies the parser does not get to see, and that nobody can tell from an outline.</summary>
public sealed class BlankBodiesTests
{
    private static readonly string[] Sources = [.. Repository.RealFiles.Concat(Repository.CaseInputs).Select(path => File.ReadAllText(Path.Combine(Repository.Root, path)))];

    public static TheoryData<string> RealFiles => new(Repository.RealFiles);

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void A_real_file_has_the_outline_that_it_has_when_every_body_is_parsed(string path) =>
        Assert.All(RealFile.Readings(path), file => AssertSame(file.Path, file.Text, file.Constants));

    [Fact]
    public void A_made_up_program_has_the_outline_that_it_has_when_every_body_is_parsed() =>
        Check(500, random => AssertSame("src/a.cs", GeneratedProgram.Of(random.Next()).Text));

    [Fact]
    public void A_program_that_was_changed_anywhere_has_the_outline_that_it_has_when_every_body_is_parsed() => Check(1_500, random =>
    {
        var text = random.Next(2) == 0 ? GeneratedProgram.Of(random.Next()).Text : Sources[random.Next(Sources.Length)];
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            text = Mutation.Apply(text, random);
        }

        AssertSame("src/a.cs", text);
    });

    [Fact]
    public void A_program_with_other_tokens_in_its_bodies_has_the_outline_that_it_has_when_every_body_is_parsed() =>
        Check(1_000, random => AssertSame("src/a.cs", TokenMutation.Apply(GeneratedProgram.Of(random.Next()).Text, random)));

    [Fact]
    public void A_real_file_with_other_tokens_in_it_has_the_outline_that_it_has_when_every_body_is_parsed() =>
        Check(500, random => AssertSame("src/a.cs", TokenMutation.Apply(Sources[random.Next(Sources.Length)], random)));

    [Fact]
    public void Most_of_what_stands_in_bodies_is_blank()
    {
        long all = 0;
        long blank = 0;
        foreach (var text in Sources)
        {
            var seen = BlankBodies.Of(text)?.Text ?? text;
            foreach (var body in CSharpOutline.ReadWhole("src/a.cs", text, []).Members.Where(member => member.Kind != SourceMemberKind.Statements).SelectMany(Conductor.Views.Rendering.MemberBodies.Of))
            {
                var inside = text.AsSpan(body.Start, body.Length);
                all += inside.Length;
                blank += inside.Length > 16 && seen.AsSpan(body.Start, body.Length)[^3..^1].IsWhiteSpace() ? inside.Length : 0;
            }
        }

        Assert.InRange((double)blank / all, 0.85, 1);
    }

    [Theory]
    [InlineData("class A { void B() {", " C(1, \"}\", '}', $\"{D:N2} }}\"); ", "} }")]
    [InlineData("class A { int B { get {", " return 1; ", "} set { } } }")]
    [InlineData("class A { int B(int c) =>", " c + 1 + 2 + 3", "; }")]
    [InlineData("class A { int B { get; } = { 1 }; int C =>", " $\"{D} is {{}} {(E ? \"}\" : F)}\"", "; }")]
    [InlineData("class A { void B() {", " /* } */ ", "} }")]
    [InlineData("class A { void B() {", " var c = \"\"\"{\"\"\"; ", "} }")]
    [InlineData("class A { void B() {", "\n // it's {\n C();\r\n", "} }")]
    [InlineData("class A<T> where T : class { void B<U>() where U : class {", " C(); ", "} }")]
    [InlineData("namespace A { record B(int C) { B() : this(1) {", " D(); ", "} } }")]
    public void A_body_is_blank_and_nothing_else(string before, string body, string after)
    {
        var blank = new string(' ', body.Length);

        Assert.Equal($"{before}{(before.EndsWith('>') ? $"_{blank[1..]}" : blank)}{after}", BlankBodies.Of($"{before}{body}{after}")?.Text);
    }

    [Theory]
    [InlineData("class A { void B() { C( } }")]
    [InlineData("class A { void B() { C() } }")]
    [InlineData("class A { void B() { C(); public void D() { } } }")]
    [InlineData("class A { void B() { int c = 1 2; } }")]
    [InlineData("class A { void B() { // [HOT]\nC(); } }")]
    [InlineData("class A { void B() {\n#if D\nC();\n#endif\n} }")]
    [InlineData("class A { void B() { var c = from d in e select d; } }")]
    [InlineData("class A { void B() { await C(); } }")]
    [InlineData("class A { void B() { x = 99999999999999999999; } }")]
    [InlineData("class A { void B() { x = \"\\q\"; } }")]
    [InlineData("class A { int[] b = new[] { 1 }; System.Action c = () => { D(); }; }")]
    [InlineData("{ void B() { C(); } }")]
    [InlineData("void B() { C(); }")]
    [InlineData("class A {\n#if X\nvoid B() { C(); }\n#endif\n}")]
    public void What_is_not_certain_is_for_the_parser(string text) => Assert.Null(BlankBodies.Of(text));

    private static void Check(int times, Action<Random> check) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => check(new Random(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(times).WithEndSize(1_000_000));

    private static void AssertSame(string path, string text, params string[] constants)
    {
        if (CSharpOutline.CanRead(path, text))
        {
            Outlines.AssertSame(CSharpOutline.ReadWhole(path, text, constants), CSharpOutline.Read(path, text, constants));
        }
    }
}
