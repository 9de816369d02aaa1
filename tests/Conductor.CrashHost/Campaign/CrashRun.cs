using Conductor.CrashHost.Host;

namespace Conductor.CrashHost.Campaign;

/// <summary>One run in a folder of its own: killed as told, gone on with each time, brought to its end, and looked at.</summary>
/// <param name="folder">Gone afterwards when nothing is broken.</param>
internal sealed class CrashRun(RunFolder folder)
{
    /// <summary>Runs.</summary>
    /// <param name="reference">The undisturbed run to compare with.</param>
    /// <param name="kills">What each process but the last one is killed at.</param>
    public async Task<CrashResult> RunAsync(Evidence reference, IReadOnlyList<HostOptions> kills)
    {
        folder.Create();
        int killed = 0;
        foreach (HostOptions kill in kills.Append(new HostOptions("")))
        {
            HostEnd end = await HostProcess.RunAsync(kill with { Folder = folder.Path });
            if (end.Problem is { } problem)
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
        string[] broken = [.. new Invariants(reference, evidence, killed).Broken()];
        if (broken.Length == 0)
        {
            Directory.Delete(folder.Path, recursive: true);
        }

        return new CrashResult(killed, broken, folder.Path);
    }
}

/// <summary>How a run went.</summary>
/// <param name="Kills">How often it was killed; fewer than asked when a point was not reached.</param>
/// <param name="Broken">One sentence for each thing that does not hold.</param>
/// <param name="Folder">What it left, when something is broken.</param>
internal sealed record CrashResult(int Kills, IReadOnlyList<string> Broken, string Folder);
