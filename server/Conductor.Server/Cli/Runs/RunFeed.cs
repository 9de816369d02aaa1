using System.Threading.Channels;
using Conductor.Server.Effects;
using Conductor.Server.Hosting;

namespace Conductor.Server.Cli.Runs;

/// <summary>Something that happened in a run: a move of the track, or a piece of a worker's output.</summary>
internal abstract record RunNews
{
    private RunNews()
    {
    }

    /// <summary>The track moved on.</summary>
    public sealed record Moved(TrackMoved Move) : RunNews;

    /// <summary>A worker said something.</summary>
    public sealed record Output(OutputPiece Piece) : RunNews;
}

/// <summary>One track's news in the order they happened, for a single reader. Thread-safe for writers.</summary>
internal sealed class RunFeed(string trackId) : ITrackObserver, IOutputObserver
{
    private readonly Channel<RunNews> _news = Channel.CreateUnbounded<RunNews>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>The news; ends after <see cref="Complete"/>.</summary>
    public ChannelReader<RunNews> News => _news.Reader;

    /// <inheritdoc/>
    public void OnMoved(TrackMoved moved)
    {
        if (moved.TrackId == trackId)
        {
            _news.Writer.TryWrite(new RunNews.Moved(moved));
        }
    }

    /// <inheritdoc/>
    public void OnOutput(OutputPiece piece)
    {
        if (piece.TrackId == trackId)
        {
            _news.Writer.TryWrite(new RunNews.Output(piece));
        }
    }

    /// <summary>Nothing more will come.</summary>
    public void Complete() => _news.Writer.TryComplete();
}
