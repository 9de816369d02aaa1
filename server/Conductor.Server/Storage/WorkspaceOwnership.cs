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

    /// <summary>Takes a lease, or null when another process owns the workspace.</summary>
    public Lease? TryTake()
    {
        lock (_gate)
        {
            if (_lock is null)
            {
                folder.Create();
                if (TryLock() is not { } taken)
                {
                    return null;
                }

                _lock = taken;
                _generation++;
                File.WriteAllText(folder.Owner, JsonSerializer.Serialize(new { processId = Environment.ProcessId }));
            }

            _leases++;
            return new Lease(this, _generation);
        }
    }

    /// <summary>The process that owns the workspace as far as is known, in words for a person.</summary>
    public string DescribeOwner() => OwnerProcessId() is { } id
        ? string.Create(CultureInfo.InvariantCulture, $"process {id}")
        : "another process";

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

    private FileStream? TryLock()
    {
        try
        {
            return new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            // A sharing violation is how the lock says that it is taken.
            return null;
        }
    }

    private void Return()
    {
        lock (_gate)
        {
            if (--_leases == 0)
            {
                _lock?.Dispose();
                _lock = null;
            }
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
