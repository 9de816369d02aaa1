using Conductor.CrashHost.Host;

namespace Conductor.CrashHost.Campaign;

/// <summary>One run in a folder of its own: killed as told, gone on with each time, brought to its end, and looked at.</summary>
/// <param name="folder">Gone afterwards when nothing is broken.</param>
internal sealed class CrashRun(RunFolder folder, Scenario scenario)
{
    /// <summary>Runs.</summary>
    /// <param name="reference">The undisturbed run to compare with.</param>
    public async Task<CrashResult> RunAsync(Evidence reference, PlannedRun planned)
    {
        folder.Create(scenario);
        int killed = 0;
        foreach (HostOptions process in planned.Kills.Append(new HostOptions("", scenario)))
        {
            HostEnd end = await HostProcess.RunAsync(process with { Folder = folder.Path, Scenario = scenario, AnswersFirst = planned.AnswersFirst });
            if (end.Problem is { } problem || (problem = UnaskedKill(process, end)) is not null)
            {
                return new CrashResult(killed, [problem], folder.Path);
            }

            if (!end.IsKilled)
            {
                break;
            }

            killed++;
        }

        Evidence evidence = await Evidence.ReadAsync(folder);
        string[] broken = [.. new Invariants(reference, evidence, killed).Broken(), .. new RepositoryInvariants(reference, evidence).Broken()];
        if (broken.Length == 0)
        {
            Directory.Delete(folder.Path, recursive: true);
        }

        return new CrashResult(killed, broken, folder.Path);
    }

    /// <summary>Somebody else has killed it: nothing can be said of this run.</summary>
    private static string? UnaskedKill(HostOptions process, HostEnd end) =>
        end.IsKilled && process is { KillAt: null, KillNumber: null } ? "The last process was killed, though not asked to kill itself." : null;
}

/// <summary>How a run went.</summary>
/// <param name="Kills">How often it was killed; fewer than asked when a point was not reached.</param>
/// <param name="Broken">One sentence for each thing that does not hold.</param>
/// <param name="Folder">What it left, when something is broken.</param>
internal sealed record CrashResult(int Kills, IReadOnlyList<string> Broken, string Folder);
