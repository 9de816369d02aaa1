using Conductor.Server.TrackFiles;
using Xunit;

namespace Conductor.Server.Tests.TrackFiles;

public sealed class TrackIdentityTests
{
    [Theory]
    [InlineData(".conductor/tracks/a.track.json", null, ".conductor/tracks/a.track.json")]
    [InlineData(".conductor\\tracks\\a.track.json", "search", ".conductor/tracks/a.track.json#search")]
    [InlineData("./a.track.json", null, "a.track.json")]
    public void A_track_id_is_the_path_and_the_written_id(string path, string? id, string expected)
    {
        Assert.Equal(expected, TrackIdentity.Of(path, id));
    }

    [Theory]
    [InlineData("tracks/a.track.json#search", "search")]
    [InlineData("tracks/a.track.json#with#mark", "with#mark")]
    [InlineData("tracks/c#/a.track.json", null)]
    public void The_written_id_can_be_found_again(string trackId, string? expected)
    {
        Assert.Equal(expected, TrackIdentity.IdOf(trackId));
    }

    [Fact]
    public void Two_files_with_one_id_are_both_problems_at_the_place_of_the_id()
    {
        TrackFileReading first = TrackFileReader.Read("""{ "id": "search", "tickets": [] }""");
        TrackFileReading second = TrackFileReader.Read("""{ "tickets": [], "id": "search" }""");
        TrackFileReading other = TrackFileReader.Read("""{ "id": "page", "tickets": [] }""");

        var clashes = TrackIdentity.Clashes([new("a.json", first), new("b.json", second), new("c.json", other), new("d.json", TrackFileReader.Read("[]"))]);

        Assert.Equal(["a.json", "b.json"], clashes.Keys.Order());
        Assert.Equal(("duplicateId", 8), (clashes["a.json"].Code, clashes["a.json"].Place?.StartColumn));
        Assert.Equal("The track id \"search\" is also used by a.json. Give each track file an id of its own.", clashes["b.json"].Message);
        Assert.Equal(23, clashes["b.json"].Place?.StartColumn);
    }
}
