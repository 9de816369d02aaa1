using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Conductor.Workers.Processes;

/// <summary>
/// Everything one command has started: the processes of its session, their descendants, and those that made a session of their own but
/// still carry the command's mark.
/// </summary>
/// <param name="Command">The command's wrapper, which leads the session.</param>
internal sealed record CommandSession(CommandStarted Command)
{
    /// <summary>True for the one who started the command, and so knows that the id is still its own after the wrapper has exited.</summary>
    public bool StartedHere { get; init; }

    /// <summary>Sends a signal to a process, by its id.</summary>
    public Func<int, int, int> Signal { get; init; } = Kill;

    private const int SignalTerminate = 15;
    private const int SignalKill = 9;
    private static readonly int SignalContinue = OperatingSystem.IsLinux() ? 18 : 19;

    /// <summary>How long processes may take to end by themselves before they are killed, and how often they are looked at.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan KillLimit = TimeSpan.FromMilliseconds(1000);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private string Marker => $"{Command.Pid}:{Command.StartedAt}";

    /// <summary>The processes alive now, the wrapper included.</summary>
    public IReadOnlyList<int> Members()
    {
        var all = ProcessTable.All();
        var leader = all.FirstOrDefault(entry => entry.Pid == Command.Pid);
        // The system does not give out a process id again while a session still has it, so for whoever has just seen the leader end
        // the session is still this one.
        var sessionIsOurs = leader is null ? StartedHere : leader.StartedAt == Command.StartedAt;
        var members = all
            .Where(entry => (sessionIsOurs && (entry.Session == Command.Pid || entry.Pid == Command.Pid))
                || IsMarked(entry.Pid))
            .Select(entry => entry.Pid)
            .ToHashSet();
        var children = all.ToLookup(entry => entry.Parent);
        var pending = new Queue<int>(members);
        while (pending.TryDequeue(out var parent))
        {
            foreach (var child in children[parent].Where(child => members.Add(child.Pid)))
            {
                pending.Enqueue(child.Pid);
            }
        }
        return [.. members.Where(pid => pid > 1 && pid != Environment.ProcessId)];
    }

    /// <summary>The processes alive now that were started with the command's mark; empty where that cannot be known.</summary>
    public IReadOnlyList<int> MarkedMembers() =>
        [.. ProcessTable.All().Select(entry => entry.Pid).Where(IsMarked)];

    private bool IsMarked(int pid) => ProcessTable.HasVariable(pid, CommandEnvironment.MarkerName, Marker);

    /// <summary>Asks all of it to end, and kills what has not within less than a second.</summary>
    /// <returns>True when nothing of it is left.</returns>
    public async Task<bool> EndAsync(TimeProvider time)
    {
        if (OperatingSystem.IsWindows())
        {
            KillTree();
            return await IsGoneAsync(time);
        }
        return await SignalUntilGoneAsync(SignalTerminate, Grace, time) || await SignalUntilGoneAsync(SignalKill, KillLimit, time);
    }

    /// <summary>Processes of others cannot be awaited on Unix, so the table is looked at again until they are gone.</summary>
    private async Task<bool> SignalUntilGoneAsync(int signal, TimeSpan limit, TimeProvider time)
    {
        var begun = time.GetTimestamp();
        var asked = new HashSet<int>();
        while (true)
        {
            var members = Members();
            if (members.Count == 0)
            {
                return true;
            }
            if (time.GetElapsedTime(begun) > limit)
            {
                return false;
            }
            foreach (var pid in members.Where(asked.Add))
            {
                _ = Signal(pid, signal);
                // A stopped process does not see the signal before it goes on.
                _ = Signal(pid, SignalContinue);
            }
            await Task.Delay(LookAgain, time, CancellationToken.None);
        }
    }

    /// <summary>Windows ends a process some time after it was told to; what it left behind cannot be known there.</summary>
    private async Task<bool> IsGoneAsync(TimeProvider time)
    {
        var begun = time.GetTimestamp();
        while (ProcessTable.Find(Command.Pid)?.StartedAt == Command.StartedAt)
        {
            if (time.GetElapsedTime(begun) > KillLimit)
            {
                return false;
            }
            await Task.Delay(LookAgain, time, CancellationToken.None);
        }
        return true;
    }

    private void KillTree()
    {
        try
        {
            using var process = Process.GetProcessById(Command.Pid);
            if (ProcessTable.Find(Command.Pid)?.StartedAt == Command.StartedAt)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Kill(int pid, int signal);
}
