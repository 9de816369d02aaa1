using System.Globalization;

namespace Conductor.Server.Effects;

/// <summary>A piece of a worker's live output.</summary>
/// <param name="StreamId">One per start or resumption of an attempt.</param>
/// <param name="Sequence">From 0, without gaps within a stream.</param>
/// <param name="Status"><c>done</c> on the last piece, <c>waiting</c> while a limit is waited out; otherwise null.</param>
public sealed record OutputPiece(string TrackId, string TicketId, int Attempt, string StreamId, long Sequence, string Text, string? Status);

/// <summary>Gets workers' live output. Called on workers' threads: enqueue and return.</summary>
public interface IOutputObserver
{
    /// <summary>A worker said something.</summary>
    void OnOutput(OutputPiece piece);
}

/// <summary>Numbers the pieces of one attempt's output. Nothing may be written after <see cref="Complete"/>. Thread-safe.</summary>
internal sealed class OutputStream(AttemptKey key, int opening, IOutputObserver observer)
{
    private readonly System.Threading.Lock _gate = new();
    private readonly string _streamId = string.Create(CultureInfo.InvariantCulture, $"{key.TrackId}:{key.TicketId}:{key.Attempt}:{opening}");

    // Guarded by _gate: a piece gets its number and goes out in one step, so that pieces arrive in order.
    private long _next;
    private bool _isComplete;

    /// <summary>Sends a piece on; an empty one without a status is dropped.</summary>
    public void Write(string text, string? status)
    {
        if (text.Length > 0 || status is not null)
        {
            Send(text, status, isLast: false);
        }
    }

    /// <summary>Sends the last piece, once.</summary>
    public void Complete() => Send("", "done", isLast: true);

    private void Send(string text, string? status, bool isLast)
    {
        lock (_gate)
        {
            if (!_isComplete)
            {
                _isComplete = isLast;
                observer.OnOutput(new OutputPiece(key.TrackId, key.TicketId, key.Attempt, _streamId, _next++, text, status));
            }
        }
    }
}
