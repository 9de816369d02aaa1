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
/// when it has said all of it. What comes quickly goes out together, twenty times a second at most. Nothing may be written after
/// <see cref="Complete"/>. Thread-safe.
/// </summary>
/// <param name="opening">Makes the stream's id one of its own in this process.</param>
/// <param name="since">The record that begins it, by its sequence in the journal.</param>
internal sealed class OutputStream(AttemptKey key, int opening, long since, IOutputObserver observer, TimeProvider time)
{
    /// <summary>Between two pieces, unless the second has a status.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromMilliseconds(50);

    private readonly System.Threading.Lock _gate = new();
    private readonly string _streamId = string.Create(CultureInfo.InvariantCulture, $"{key.TrackId}:{key.TicketId}:{key.Attempt}:{opening}");

    // Guarded by _gate: a piece gets its number, is kept and goes out in one step, so that pieces arrive in order.
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _pending = new();
    private ITimer? _window;
    private bool _isWindowOpen;
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
                Flush(status: null);
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

    /// <summary>The first piece goes out at once, and what comes within the window after it together when that is over.</summary>
    private void Send(string text, string? status, bool isLast)
    {
        if (_isComplete)
        {
            return;
        }

        _pending.Append(text);
        if (isLast)
        {
            Flush(status);
            _isComplete = true;
            _window?.Dispose();
        }
        else if (status is not null || !_isWindowOpen)
        {
            Flush(status);
        }
    }

    private void Flush(string? status)
    {
        if (_pending.Length == 0 && status is null)
        {
            return;
        }

        string text = _pending.ToString();
        _pending.Clear();
        _text.Append(text);
        observer.OnOutput(new OutputPiece(key.TrackId, key.TicketId, key.Attempt, _streamId, _next++, text, status));
        _isWindowOpen = true;
        _window ??= time.CreateTimer(_ => CloseWindow(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _window.Change(Window, Timeout.InfiniteTimeSpan);
    }

    private void CloseWindow()
    {
        lock (_gate)
        {
            _isWindowOpen = false;
            if (!_isComplete)
            {
                Flush(status: null);
            }
        }
    }
}
