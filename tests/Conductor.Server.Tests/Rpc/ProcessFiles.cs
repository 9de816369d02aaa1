using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Conductor.Server.Tests.Rpc;

/// <summary>Processes that tell a test their id through a file.</summary>
internal static class ProcessFiles
{
    /// <summary>Waits until the file is there (it must be moved into place whole) and reads the process id in it.</summary>
    public static async Task<int> PidInAsync(string path)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path) ?? "/", Path.GetFileName(path));
        watcher.Created += (_, _) => written.TrySetResult();
        watcher.Renamed += (_, _) => written.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(path))
        {
            await written.Task.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);
        }

        return int.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until a process has ended; at once when it has.</summary>
    public static async Task GoneAsync(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);
        }
        catch (ArgumentException)
        {
            // There is none.
        }
    }

    /// <summary>Whether a process runs; one that has ended and only waits to be collected does not.</summary>
    public static bool IsAlive(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            string stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (Exception gone) when (gone is ArgumentException or IOException or InvalidOperationException)
        {
            return false;
        }
    }
}
