namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>The body of an answer each byte of which is a sign of life. One reader at a time.</summary>
internal sealed class PulseStream(Stream inner, CallPulse pulse) : WatchedStream(inner)
{
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await Inner.ReadAsync(buffer, cancellationToken);
        pulse.Beat();
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = Inner.Read(buffer, offset, count);
        pulse.Beat();
        return read;
    }
}
