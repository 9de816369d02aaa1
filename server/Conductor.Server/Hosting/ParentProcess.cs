using System.Diagnostics;

namespace Conductor.Server.Hosting;

/// <summary>Notices when the process that started this one is gone, so that no sidecar is left behind.</summary>
internal static class ParentProcess
{
    /// <summary>Ends when that process has ended; at once when there is none with this id.</summary>
    public static async Task WaitForExitAsync(int processId, CancellationToken cancellationToken)
    {
        Process parent;
        try
        {
            parent = Process.GetProcessById(processId);
        }
        catch (ArgumentException)
        {
            // No process has this id: it ended before we looked.
            return;
        }

        using (parent)
        {
            await parent.WaitForExitAsync(cancellationToken);
        }
    }
}
