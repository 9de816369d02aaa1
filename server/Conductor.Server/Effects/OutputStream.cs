using System.Globalization;
using System.Text;

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

/// <summary>What was streamed so far, and where it stands among the records.</summary>
/// <param name="Next">The sequence of the piece that comes next; those before it are in the text.</param>
/// <param name="Since">The record that the text begins with.</param>
/// <param name="Until">The last record that the text has, or null: it has those to come too.</param>
public sealed record StreamedText(string StreamId, long Next, string Text, long Since, long? Until);

/// <summary>
/// Numbers the pieces of one attempt's output and keeps them: a client may come later, or miss some, and what a worker says is recorded only
/// when it has said all of it. Nothing may be written after <see cref="Complete"/>. Thread-safe.
/// </summary>
/// <param name="opening">Makes the stream's id one of its own in this process.</param>
/// <param name="since">The record that begins it, by its sequence in the journal.</param>
internal sealed class OutputStream(AttemptKey key, int opening, long since, IOutputObserver observer)
{
    private readonly System.Threading.Lock _gate = new();
    private readonly string _streamId = string.Create(CultureInfo.InvariantCulture, $"{key.TrackId}:{key.TicketId}:{key.Attempt}:{opening}");

    // Guarded by _gate: a piece gets its number, is kept and goes out in one step, so that pieces arrive in order.
    private readonly StringBuilder _text = new();
    private long _next;
    private long _until;
    private bool _isComplete;

    /// <summary>The attempt that speaks.</summary>
    public AttemptKey Key => key;

    /// <summary>Everything up to now.</summary>
    public StreamedText Streamed
    {
        get
        {
            lock (_gate)
            {
                return new StreamedText(_streamId, _next, _text.ToString(), since, _isComplete ? _until : null);
            }
        }
    }

    /// <summary>Sends a piece on; an empty one without a status is dropped.</summary>
    public void Write(string text, string? status)
    {
        lock (_gate)
        {
            Send(text, status, isLast: false);
        }
    }

    /// <summary>Sends the line of a record on, which may be empty: the worker's own words are streamed before they are recorded.</summary>
    public void Show(long sequence, string line)
    {
        lock (_gate)
        {
            if (!_isComplete)
            {
                _until = sequence;
                Send(line, status: null, isLast: false);
            }
        }
    }

    /// <summary>Sends the last piece, once.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            Send("", "done", isLast: true);
        }
    }

    private void Send(string text, string? status, bool isLast)
    {
        if (!_isComplete && (text.Length > 0 || status is not null))
        {
            _isComplete = isLast;
            _text.Append(text);
            observer.OnOutput(new OutputPiece(key.TrackId, key.TicketId, key.Attempt, _streamId, _next++, text, status));
        }
    }
}
