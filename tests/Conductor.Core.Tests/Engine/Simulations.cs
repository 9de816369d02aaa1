using FsCheck;
using FsCheck.Fluent;

namespace Conductor.Core.Tests.Engine;

/// <summary>Runs a rule over many simulated tracks; a failure names the seed that breaks it.</summary>
internal static class Simulations
{
    private const int Tracks = 150;

    public static void EachEvent(Action<Step> rule) => Each(seed => new TrackSimulator(seed, eachEvent: rule).Run());

    public static void EachTurn(Action<Turn> rule) => Each(seed => new TrackSimulator(seed, eachTurn: rule).Run());

    public static void EachTrack(Action<TrackSimulator> rule) => Each(seed => rule(new TrackSimulator(seed).Run()));

    private static void Each(Action<int> simulate) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Tracks), Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), simulate));
}
