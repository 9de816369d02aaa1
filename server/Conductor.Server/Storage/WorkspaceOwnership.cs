using System.Globalization;
using System.Text.Json;

namespace Conductor.Server.Storage;

/// <summary>
/// Who may write a workspace's journal: the process that holds an operating system lock on <c>conductor.lock</c>. The lock dies with the
/// process, so there is nothing to take over by hand. Held while at least one lease is out. Thread-safe.
/// </summary>
public sealed class WorkspaceOwnership(WorkspaceFolder folder)
{
    private readonly System.Threading.Lock _gate = new();

    // Guarded by _gate, all three.
    private FileStream? _lock;
    private int _leases;
    private int _generation;

    /// <summary>This process owns the workspace now.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_gate)
            {
                return _lock is not null;
            }
        }
    }

    /// <summary>Takes a lease, or null when another process owns the workspace.</summary>
    /// <exception cref="JournalException">The lock cannot be used, so nobody can own it.</exception>
    public Lease? TryTake()
    {
        lock (_gate)
        {
            if (_lock is null)
            {
                if (TryLock() is not { } taken)
                {
                    return null;
                }

                _lock = taken;
                _generation++;
            }

            _leases++;
            return new Lease(this, _generation);
        }
    }

    /// <summary>The process that owns the workspace as far as is known, in words for a person.</summary>
    public string DescribeOwner() => OwnerProcessId() is { } id
        ? string.Create(CultureInfo.InvariantCulture, $"process {id}")
        : "another process";

    /// <summary>That another process owns the workspace, in words for a person.</summary>
    public string DescribeUse() => $"The workspace is in use: {DescribeOwner()} runs a track in it. Wait for it to end, or stop it.";

    /// <summary>The owner's process id; null when it is not known.</summary>
    public int? OwnerProcessId()
    {
        try
        {
            using JsonDocument owner = JsonDocument.Parse(File.ReadAllText(folder.Owner));
            return owner.RootElement.GetProperty("processId").GetInt32();
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // The owner writes this file just after it takes the lock: not there yet means not known yet.
            return null;
        }
    }

    /// <summary>Null when another process has the lock.</summary>
    private FileStream? TryLock()
    {
        FileStream? taken = null;
        try
        {
            folder.Create();
            taken = new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(folder.Owner, JsonSerializer.Serialize(new { processId = Environment.ProcessId }));
            return taken;
        }
        catch (IOException violation) when (taken is null && IsTaken(violation))
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            taken?.Dispose();
            throw new JournalException($"The folder {folder.Folder} cannot be written: {failure.Message} Check the disk's free space and the folder's permissions, then try again.", failure);
        }
    }

    /// <summary>How an operating system says that another process has a file: EAGAIN of Linux and of macOS, and Windows' two violations.</summary>
    private static bool IsTaken(IOException violation) => violation.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);

    private void Return()
    {
        lock (_gate)
        {
            if (--_leases == 0)
            {
                ForgetOwner();
                _lock?.Dispose();
                _lock = null;
            }
        }
    }

    private void ForgetOwner()
    {
        try
        {
            File.Delete(folder.Owner);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It only says who has the lock; the next owner writes it anew, and who reads it looks whether that process is there.
        }
    }

    /// <summary>The right to write until disposed. Dispose once.</summary>
    public sealed class Lease : IDisposable
    {
        private readonly WorkspaceOwnership _ownership;
        private int _isReturned;

        internal Lease(WorkspaceOwnership ownership, int generation)
        {
            _ownership = ownership;
            Generation = generation;
        }

        /// <summary>Grows each time the lock is taken anew: another process may have written in between.</summary>
        public int Generation { get; }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReturned, 1) == 0)
            {
                _ownership.Return();
            }
        }
    }
}
