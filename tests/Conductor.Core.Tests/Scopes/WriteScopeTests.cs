using System.Collections.Immutable;
using Conductor.Core.Scopes;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Conductor.Core.Tests.Scopes;

public sealed class WriteScopeTests
{
    [Theory]
    [InlineData("src/**", "src/a.cs")]
    [InlineData("src/**", "src/deep/er/a.cs")]
    [InlineData("src/**", "**/a.cs")]
    [InlineData("src/*/a.cs", "src/b/*.cs")]
    [InlineData("src/a*.cs", "src/*b.cs")]
    [InlineData("SRC/A.cs", "src/a.CS")]
    [InlineData("*.cs", "src/deep/*.cs")]
    [InlineData("src/", "src/deep/a.cs")]
    [InlineData("./src/a.cs", "/src/a.cs")]
    [InlineData("src\\a.cs", "src/a.cs")]
    [InlineData("src/{a,b}.cs", "src/{b,c}.cs")]
    [InlineData("**", "anything/at/all")]
    [InlineData("a/**/z", "a/z")]
    [InlineData("a/**/m/**/z", "a/b/m/c/d/z")]
    [InlineData("docs/*.*", "docs/LICENSE")]
    public void Globs_that_one_path_can_match_both_of_overlap(string left, string right) => Assert.True(Overlap(left, right) && Overlap(right, left));

    [Theory]
    [InlineData("src/**", "tests/**")]
    [InlineData("src/a/**", "src/b/**")]
    [InlineData("src/*.cs", "src/deep/a.cs")]
    [InlineData("src/a*.cs", "src/b*.cs")]
    [InlineData("src/*.cs", "src/*.ts")]
    [InlineData("src/{a,b}.cs", "src/{c,d}.cs")]
    [InlineData("/a.cs", "src/a.cs")]
    [InlineData("a/**/z", "a/**/y")]
    [InlineData("src/ab", "src/abc")]
    public void Globs_without_a_common_path_do_not_overlap(string left, string right) => Assert.False(Overlap(left, right) || Overlap(right, left));

    [Fact]
    public void A_scope_that_is_not_said_overlaps_with_none_by_itself()
    {
        Assert.True(WriteScope.Of([]).IsUnknown);
        Assert.Null(WriteScope.Of([]).OverlapWith(WriteScope.Of(["**"])));
    }

    [Fact]
    public void The_globs_that_meet_are_named_as_they_were_written() =>
        Assert.Equal(("src/{x,b}/", "**/a.cs"), WriteScope.Of(["docs/*.md", "src/{x,b}/"]).OverlapWith(WriteScope.Of(["tests/", "**/a.cs"])));

    /// <summary>Against every path of a small world: what one path shows to overlap is found, and what is found one path shows.</summary>
    [Fact]
    public void Overlap_is_what_paths_show()
    {
        string[] names = ["a", "b", "ab"];
        string[] twoDeep = [.. names.SelectMany(one => names.Select(two => $"{one}/{two}"))];
        // Two globs of three parts, each with one wildcard for any depth, have a common path of four parts if they have any.
        ImmutableArray<string> paths = [.. names, .. twoDeep, .. twoDeep.SelectMany(one => names.Select(two => $"{one}/{two}")), .. twoDeep.SelectMany(one => twoDeep.Select(two => $"{one}/{two}"))];
        Gen<string> segment = Gen.Elements("a", "b", "ab", "*", "a*", "*b", "**");
        Gen<string> glob = from count in Gen.Choose(1, 3) from parts in segment.ArrayOf(count) select "/" + string.Join('/', parts);
        Prop.ForAll((from left in glob from right in glob select (left, right)).ToArbitrary(), pair =>
            Assert.Equal(paths.Any(path => Matches(pair.left, path) && Matches(pair.right, path)), Overlap(pair.left, pair.right)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    private static bool Overlap(string left, string right) => WriteScope.Of([left]).OverlapWith(WriteScope.Of([right])) is not null;

    /// <summary>The naive answer.</summary>
    private static bool Matches(string glob, string path) => Matches(glob.Split('/')[1..], path.Split('/'));

    private static bool Matches(string[] glob, string[] path) => (glob, path) switch
    {
        ([], _) => path is [],
        (["**", .. var rest], _) => Matches(rest, path) || (path is [_, .. var below] && Matches(glob, below)),
        ([var segment, .. var rest], [var name, .. var below]) =>
            System.Text.RegularExpressions.Regex.IsMatch(name, $"^{segment.Replace("*", ".*", StringComparison.Ordinal)}$") && Matches(rest, below),
        _ => false,
    };
}
