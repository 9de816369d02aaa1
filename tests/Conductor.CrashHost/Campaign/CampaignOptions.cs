using System.Globalization;
using Conductor.CrashHost.Host;

namespace Conductor.CrashHost.Campaign;

/// <summary>Which points are tried.</summary>
/// <param name="Scenario">The track; null for each in turn.</param>
/// <param name="Sample">One point of each class instead of all of them.</param>
/// <param name="Random">So many runs that are killed twice, at random points, instead.</param>
/// <param name="Seed">What the random runs follow from.</param>
/// <param name="Only">Only points with this number, or with this in their label.</param>
/// <param name="From">Only points from this number on: to go on with a campaign that was ended.</param>
/// <param name="Parallel">Runs at a time.</param>
internal sealed record CampaignOptions(bool Sample = false, int Random = 0, int Seed = 0, string? Only = null, int From = 0, int Parallel = 2, Scenario? Scenario = null)
{
    /// <summary>Reads the command line's arguments.</summary>
    public static CampaignOptions Parse(string[] arguments)
    {
        var options = new CampaignOptions(Seed: System.Random.Shared.Next(1_000_000), Parallel: Math.Max(1, Environment.ProcessorCount));
        for (int index = 0; index < arguments.Length; index++)
        {
            string Value() => ++index < arguments.Length ? arguments[index] : throw new ArgumentException($"{arguments[index - 1]} needs a value.");
            int Number() => int.Parse(Value(), CultureInfo.InvariantCulture);
            options = arguments[index] switch
            {
                "--track" => options with { Scenario = Scenario.Named(Value()) },
                "--sample" => options with { Sample = true },
                "--random" => options with { Random = Number() },
                "--seed" => options with { Seed = Number() },
                "--only" => options with { Only = Value() },
                "--from" => options with { From = Number() },
                "--parallel" => options with { Parallel = Number() },
                var other => throw new ArgumentException($"There is no option {other}: give --track NAME, --sample, --random N, --seed N, --only POINT, --from N or --parallel N."),
            };
        }

        return options;
    }
}
