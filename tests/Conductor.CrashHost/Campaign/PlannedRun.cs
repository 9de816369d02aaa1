using Conductor.CrashHost.Host;

namespace Conductor.CrashHost.Campaign;

/// <summary>A run that will be killed.</summary>
/// <param name="Name">At what, for the report.</param>
/// <param name="Kills">What each process but the last one is killed at.</param>
/// <param name="AnswersFirst">After a kill open gates are answered before the run is resumed, instead of after.</param>
internal sealed record PlannedRun(string Name, IReadOnlyList<HostOptions> Kills, bool AnswersFirst)
{
    /// <summary>Killed at a point.</summary>
    public static PlannedRun Once(CrashPoint point) => new($"Killed at {point}{How(point)}", [At(point)], IsAnsweredFirst(point));

    /// <summary>Killed at a point and, while it goes on, once more.</summary>
    public static PlannedRun Twice(CrashPoint point, int number) => new(
        $"Killed at {point}, then at point {number} of what followed{How(point)}", [At(point), new HostOptions("", Scenario.Rich, KillNumber: number)], IsAnsweredFirst(point));

    private static HostOptions At(CrashPoint point) => new("", Scenario.Rich, KillAt: point.Label);

    /// <summary>Every other label, by a sum that is the same in every run.</summary>
    private static bool IsAnsweredFirst(CrashPoint point) => point.Label.Sum(character => character) % 2 == 1;

    private static string How(CrashPoint point) => IsAnsweredFirst(point) ? ", gates answered before it was resumed" : "";
}
