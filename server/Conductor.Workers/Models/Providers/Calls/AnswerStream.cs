namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>A streamed answer as it comes, except that it fails with words where it is cut or says that the call failed. One reader at a time.</summary>
internal sealed class AnswerStream(Stream inner, CallFailures failures) : WatchedStream(inner)
{
    private readonly ErrorLines _lines = new();
    private ModelCallException? _failure;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_failure is not null)
        {
            throw _failure;
        }
        int count;
        try
        {
            count = await Inner.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw failures.Cut(inner: exception);
        }
        return Seen(buffer.Span[..count], buffer.Length > 0);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_failure is not null)
        {
            throw _failure;
        }
        try
        {
            return Seen(buffer.AsSpan(offset, Inner.Read(buffer, offset, count)), count > 0);
        }
        catch (IOException exception)
        {
            throw failures.Cut(inner: exception);
        }
    }

    /// <summary>What came before the error is given first: it is a part of the answer that a person may have seen.</summary>
    private int Seen(ReadOnlySpan<byte> bytes, bool asked)
    {
        var before = bytes.Length;
        var error = bytes.Length > 0 ? _lines.Take(bytes, out before) : asked ? _lines.End() : null;
        if (error is null)
        {
            return bytes.Length;
        }
        _failure = failures.FromStream(error);
        return before > 0 ? before : throw _failure;
    }
}
