using System.Text.Json;
using System.Threading.Channels;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Features.Approvals;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;
using StreamJsonRpc;

namespace Conductor.Server.Rpc;

/// <summary>
/// Tells a client what happened, in the order it happened: one queue, one sender. A client that is gone loses nothing that matters, since
/// it asks for a snapshot when it comes back. Thread-safe.
/// </summary>
internal sealed class ClientNotifier : ITrackObserver, IOutputObserver, IAsyncDisposable
{
    /// <summary>
    /// With this many messages waiting, workers' output is left out: a client that does not read must not fill the memory. It sees from the
    /// sequence numbers that pieces are missing, and the whole text can be asked for. What changes a ticket or a gate is never left out.
    /// </summary>
    internal const int MostWaiting = 10_000;

    private readonly Channel<(string Method, object Notification)> _queue =
        Channel.CreateUnbounded<(string, object)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Func<string, string> _modelLabel;
    private readonly Func<WorkspaceSettings> _settings;
    private readonly Task _sender;
    private int _waiting;

    /// <summary>Starts the sender.</summary>
    /// <param name="modelLabel">Gives a model id's label for people.</param>
    /// <param name="settings">Names the model of tracks that were never run.</param>
    /// <param name="log">Gets one line when the client cannot be told.</param>
    public ClientNotifier(JsonRpc connection, Func<string, string> modelLabel, Func<WorkspaceSettings> settings, Action<string> log)
    {
        _modelLabel = modelLabel;
        _settings = settings;
        _sender = Task.Run(() => SendAsync(connection, log));
    }

    /// <inheritdoc/>
    public void OnMoved(TrackMoved moved)
    {
        Tell("conductor/track/changed", EditorWords.Of(TrackMapping.ToChanged(moved, LabelOf(moved.After))));
        foreach (JournalEntry entry in moved.Entries)
        {
            switch (entry.Event)
            {
                case TrackEvent.ApprovalRequested requested:
                    Tell("conductor/approval/requested", ApprovalMapping.ToInfo(moved.After, requested.Request, _modelLabel));
                    break;
                case TrackEvent.ApprovalDecided decided:
                    Tell("conductor/approval/resolved", new ApprovalResolved(
                        decided.ApprovalId, moved.TrackId, decided.TicketId, ApprovalMapping.ToName(decided.Decision.Choice), decided.Decision.By));
                    break;
                case TrackEvent.ApprovalWithdrawn withdrawn:
                    Tell("conductor/approval/resolved", new ApprovalResolved(withdrawn.ApprovalId, moved.TrackId, withdrawn.TicketId, null, withdrawn.Reason));
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Another model was set: tracks that were never run show it. Their revision stays, since nothing of them has moved.</summary>
    public void OnModelSet(IEnumerable<TrackState> tracks)
    {
        foreach (TrackState track in tracks.Where(track => !track.Tickets.IsEmpty && string.IsNullOrEmpty(track.Run.Options?.Model)))
        {
            Tell("conductor/track/changed", EditorWords.Of(TrackMapping.ToChanged(track, _settings().MaxParallel, LabelOf(track))));
        }
    }

    private string LabelOf(TrackState track) => _modelLabel(TrackMapping.ModelOf(track, _settings()));

    /// <summary>Messages that are not sent yet.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    /// <inheritdoc/>
    public void OnOutput(OutputPiece piece)
    {
        if (piece.Status is not null || Waiting < MostWaiting)
        {
            Tell("conductor/worker/output", new WorkerOutput(
                piece.TrackId, piece.TicketId, piece.Attempt, piece.StreamId, piece.Sequence, piece.Text, piece.Status));
        }
    }

    /// <summary>Queues a notification; nothing happens when the client is gone.</summary>
    public void Tell(string method, object notification)
    {
        Interlocked.Increment(ref _waiting);
        if (!_queue.Writer.TryWrite((method, notification)))
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _sender;
    }

    /// <summary>
    /// The parameters go out as the wire's serializer writes them: handed over as an object, the library would name them as in C#.
    /// </summary>
    internal static IReadOnlyDictionary<string, object?> ToParameters(object notification) =>
        JsonSerializer.SerializeToElement(notification, notification.GetType(), WireJson.Options)
            .EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value);

    private async Task SendAsync(JsonRpc connection, Action<string> log)
    {
        await foreach ((string method, object notification) in _queue.Reader.ReadAllAsync())
        {
            try
            {
                await connection.NotifyWithParameterObjectAsync(method, ToParameters(notification));
                Interlocked.Decrement(ref _waiting);
            }
            catch (Exception gone) when (gone is ConnectionLostException or ObjectDisposedException or IOException)
            {
                log($"The client is gone; it will ask for a snapshot when it is back. ({gone.GetType().Name})");
                _queue.Writer.TryComplete();
                Forget();
                return;
            }
        }
    }

    /// <summary>Nobody will send what still waits.</summary>
    private void Forget()
    {
        while (_queue.Reader.TryRead(out _))
        {
        }

        Volatile.Write(ref _waiting, 0);
    }
}
