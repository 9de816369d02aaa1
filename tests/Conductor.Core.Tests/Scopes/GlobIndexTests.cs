using Conductor.Core.Scopes;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Conductor.Core.Tests.Scopes;

public sealed class GlobIndexTests
{
    /// <summary>Against a look at all of them, one after the other.</summary>
    [Fact]
    public void The_first_that_meets_a_glob_is_found()
    {
        Gen<string> segment = Gen.Elements("a", "A", "b", "ab", "*", "a*", "*b", "**");
        Gen<string> glob = from count in Gen.Choose(1, 4) from parts in segment.ArrayOf(count) select "/" + string.Join('/', parts);
        Prop.ForAll((from many in glob.ArrayOf() from asked in glob select (many, asked)).ToArbitrary(), world =>
        {
            ScopeGlob[] globs = [.. world.many.Select(Only)];
            ScopeGlob asked = Only(world.asked);
            var index = new GlobIndex();
            for (int place = 0; place < globs.Length; place++)
            {
                index.Add(globs[place], place);
            }

            int naive = Array.FindIndex(globs, one => GlobOverlap.Of(one.Segments, asked.Segments));
            Assert.Equal(naive < 0 ? globs.Length : naive, index.FirstMeeting(asked, globs.Length));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    [Fact]
    public void None_is_found_that_is_not_before_the_place_in_question()
    {
        var index = new GlobIndex();
        index.Add(Only("/src/**"), 3);

        Assert.Equal(3, index.FirstMeeting(Only("/src/a.cs"), 4));
        Assert.Equal(2, index.FirstMeeting(Only("/src/a.cs"), 2));
    }

    private static ScopeGlob Only(string glob) => Assert.Single(WriteScope.Of([glob]).Globs);
}
