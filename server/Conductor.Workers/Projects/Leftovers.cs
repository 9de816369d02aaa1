namespace Conductor.Workers.Projects;

/// <summary>
/// What is left in memory of answers that have been given. Left to itself the collector lets it lie for as long as the machine has memory, which is not ours alone. For one thread at a time.
/// </summary>
internal sealed class Leftovers
{
    /// <summary>Bytes; less is not worth stopping the process for.</summary>
    private const long Much = 16L * 1024 * 1024;

    // Bytes that were in use after the last collection: the first one finds out.
    private long _kept;

    /// <summary>Collects them where they may be much; that stops the whole process for about 0.1 s.</summary>
    /// <returns>Whether it did.</returns>
    public bool Collect()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) - _kept < Much)
        {
            return false;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _kept = GC.GetTotalMemory(forceFullCollection: false);
        return true;
    }
}
