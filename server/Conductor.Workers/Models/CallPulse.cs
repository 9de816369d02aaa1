namespace Conductor.Workers.Models;

/// <summary>
/// Shows that a model call is alive though nothing of its answer comes: servers send comments, empty lines and pieces of events while a model thinks,
/// and vendors' packages pass none of them on. Whoever makes a call sets it, whatever carries its bytes beats it. Thread-safe.
/// </summary>
internal sealed class CallPulse(TimeProvider time)
{
    private static readonly AsyncLocal<CallPulse?> Called = new();

    private long _last = time.GetTimestamp();
    private long _beats;

    /// <summary>That of the call that is made in this flow of control; null where nobody looks at it.</summary>
    public static CallPulse? OfCall
    {
        get => Called.Value;
        set => Called.Value = value;
    }

    /// <summary>How often something has come.</summary>
    public long Beats => Interlocked.Read(ref _beats);

    /// <summary>How long nothing has come.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Interlocked.Read(ref _last));

    /// <summary>Something has come.</summary>
    public void Beat()
    {
        Interlocked.Exchange(ref _last, time.GetTimestamp());
        Interlocked.Increment(ref _beats);
    }
}
