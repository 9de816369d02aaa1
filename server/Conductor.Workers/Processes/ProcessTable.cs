using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Conductor.Workers.Processes;

/// <summary>A living process as the system's table has it.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Parent">Its parent's id; 0 where that is not known.</param>
/// <param name="Session">The id of its session; 0 where that is not known.</param>
/// <param name="StartedAt">The system's start stamp.</param>
internal sealed record ProcessEntry(int Pid, int Parent, int Session, string StartedAt);

/// <summary>Reads the system's table of processes. Processes that have ended and only wait to be collected are not in it.</summary>
internal static class ProcessTable
{
    /// <summary>One process; null when there is none with this id.</summary>
    public static ProcessEntry? Find(int pid) => OperatingSystem.IsLinux() ? ReadLinux(pid) : ReadElsewhere(pid);

    /// <summary>All processes that can be seen.</summary>
    public static IReadOnlyList<ProcessEntry> All()
    {
        var pids = OperatingSystem.IsLinux() ? LinuxPids() : ElsewherePids();
        return [.. pids.Select(Find).OfType<ProcessEntry>()];
    }

    /// <summary>True when the process was started with this variable. Known on Linux only; false elsewhere.</summary>
    public static bool HasVariable(int pid, string name, string value)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        try
        {
            var environment = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/environ"));
            return environment.Split('\0').Contains($"{name}={value}", StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<int> LinuxPids() =>
        Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0);

    private static ProcessEntry? ReadLinux(int pid)
    {
        string text;
        try
        {
            text = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // pid (name) state parent group session … start: the name may hold spaces and brackets, so fields are counted from the last one.
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 20 || fields[0] is "Z" or "X")
        {
            return null;
        }
        return new ProcessEntry(
            pid,
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            int.Parse(fields[3], CultureInfo.InvariantCulture),
            fields[19]);
    }

    private static IEnumerable<int> ElsewherePids()
    {
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                yield return process.Id;
            }
        }
    }

    private static ProcessEntry? ReadElsewhere(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            var startedAt = process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
            return new ProcessEntry(pid, 0, OperatingSystem.IsWindows() ? 0 : SessionOf(pid), startedAt);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "getsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SessionOf(int pid);
}
