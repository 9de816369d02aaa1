using System.Text;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Storage;
using Xunit;

namespace Conductor.Server.Tests.Storage;

public sealed class StoredReplayProperties
{
    /// <summary>Some kinds come up once in a hundred tracks.</summary>
    private const int Tracks = 1_000;

    [Fact]
    public void Events_that_were_stored_and_read_give_the_state_a_track_had_live() => Simulations.EachTrack(track =>
    {
        TrackState replayed = track.History.Select(Stored).Zip(track.Moments).Aggregate(TrackState.Empty, (state, entry) => TrackEvolution.Apply(state, entry.First, entry.Second));

        Assert.Equal(StateText.Of(track.State), StateText.Of(replayed));
    });

    [Fact]
    public void Simulated_tracks_have_every_kind_of_event()
    {
        var missing = SampleValues.KindsOf(typeof(TrackEvent)).Select(kind => kind.Name).ToHashSet(StringComparer.Ordinal);

        for (int seed = 0; seed < Tracks && missing.Count > 0; seed++)
        {
            missing.ExceptWith(new TrackSimulator(seed).Run().History.Select(happened => happened.GetType().Name));
        }

        Assert.Empty(missing);
    }

    private static TrackEvent Stored(TrackEvent happened)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        (int version, string body) = EventJson.Store(happened, texts.Add);
        return EventJson.Read(Encoding.UTF8.GetBytes(body), version, hash => texts[hash]);
    }
}
