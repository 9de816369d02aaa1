using System.Diagnostics;
using System.Globalization;

namespace Conductor.CrashHost.Host;

/// <summary>
/// Counts the points at which this process may die, and kills it at one of them: SIGKILL, so that nothing is flushed, disposed or caught.
/// Thread-safe.
/// </summary>
internal sealed class KillSwitch(HostOptions options, RunFolder folder)
{
    private readonly Lock _gate = new();

    // Guarded by _gate, both.
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private int _passed;

    /// <summary>Whether the process will die when it passes this point next; known of points that are given by their label.</summary>
    public bool IsDueAt(string when, IReadOnlyList<string> names)
    {
        lock (_gate)
        {
            return options.KillAt is { } target
                && names.Any(name => Named($"{when} {name}", _seen.GetValueOrDefault($"{when} {name}") + 1) == target);
        }
    }

    /// <summary>Passes a point, or dies.</summary>
    /// <param name="when">Before or after what.</param>
    /// <param name="names">
    /// What it is. Of a batch the first one names the point; being any of them is enough to be killed for, since what is batched with what
    /// changes from run to run.
    /// </param>
    public void Pass(string when, params IReadOnlyList<string> names)
    {
        lock (_gate)
        {
            string[] labels = [.. names.Select(name => Label($"{when} {name}"))];
            _passed++;
            if (options.ListsPoints)
            {
                File.AppendAllText(folder.Points, labels[0] + "\n");
            }

            if (_passed == options.KillNumber || (options.KillAt is { } target && labels.Contains(target)))
            {
                Die(labels[0]);
            }
        }
    }

    private string Label(string name)
    {
        int count = _seen[name] = _seen.GetValueOrDefault(name) + 1;
        return Named(name, count);
    }

    private static string Named(string name, int count) => count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} #{count}");

    private void Die(string label)
    {
        File.AppendAllText(folder.Log, $"killed {label}\n");
        using var process = Process.GetCurrentProcess();
        process.Kill();
        new ManualResetEvent(initialState: false).WaitOne();
    }
}
