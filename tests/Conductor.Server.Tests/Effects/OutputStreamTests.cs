using Conductor.Server.Effects;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Server.Tests.Effects;

public sealed class OutputStreamTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Listener _listener = new();
    private readonly OutputStream _stream;

    public OutputStreamTests() => _stream = new OutputStream(new AttemptKey("track", "A", 1), 1, 0, _listener, _time);

    [Fact]
    public void The_first_piece_goes_out_at_once_and_what_comes_right_after_it_together()
    {
        Write("one", " two", " three");
        Assert.Equal(["one"], _listener.Texts);

        _time.Advance(OutputStream.Window);

        Assert.Equal(["one", " two three"], _listener.Texts);
    }

    [Fact]
    public void However_much_is_said_twenty_pieces_a_second_go_out_at_most()
    {
        foreach (int step in Enumerable.Range(0, 1000))
        {
            Write($"{step} ");
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        _stream.Complete();
        Assert.InRange(_listener.Texts.Count, 2, 22);
        Assert.Equal(string.Concat(Enumerable.Range(0, 1000).Select(step => $"{step} ")), string.Concat(_listener.Texts));
    }

    [Fact]
    public void A_status_goes_out_at_once_with_what_was_said_before_it()
    {
        Write("one", " two");

        _stream.Write(" three", "waiting");

        Assert.Equal([("one", null), (" two three", "waiting")], _listener.Pieces.Select(piece => (piece.Text, piece.Status)));
    }

    [Fact]
    public void Nothing_is_lost_when_it_is_over()
    {
        Write("one", " two");

        _stream.Complete();
        _time.Advance(OutputStream.Window);

        Assert.Equal([(0L, "one", null), (1L, " two", "done")], _listener.Pieces.Select(piece => (piece.Sequence, piece.Text, piece.Status)));
    }

    [Fact]
    public void Whoever_asks_gets_all_of_it_and_the_pieces_that_follow()
    {
        Write("one", " two");

        StreamedText streamed = _stream.Streamed;

        Assert.Equal(("one two", 2L), (streamed.Text, streamed.Next));
        Write(" three");
        _time.Advance(OutputStream.Window);
        Assert.Equal((2L, " three"), (_listener.Pieces[^1].Sequence, _listener.Pieces[^1].Text));
    }

    private void Write(params string[] pieces)
    {
        foreach (string piece in pieces)
        {
            _stream.Write(piece, status: null);
        }
    }

    private sealed class Listener : IOutputObserver
    {
        public List<OutputPiece> Pieces { get; } = [];

        public IReadOnlyList<string> Texts => [.. Pieces.Select(piece => piece.Text)];

        public void OnOutput(OutputPiece piece) => Pieces.Add(piece);
    }
}
