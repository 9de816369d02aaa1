namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>A streamed answer as it comes, except that it fails with words where it is cut or says that the call failed. One reader at a time.</summary>
internal sealed class AnswerStream(Stream inner, CallFailures failures) : Stream
{
    private readonly ErrorLines _lines = new();
    private ModelCallException? _failure;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

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
            count = await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw failures.Cut(inner: exception);
        }
        return Seen(buffer.Span[..count], buffer.Length > 0);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_failure is not null)
        {
            throw _failure;
        }
        try
        {
            return Seen(buffer.AsSpan(offset, inner.Read(buffer, offset, count)), count > 0);
        }
        catch (IOException exception)
        {
            throw failures.Cut(inner: exception);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
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
