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
    private readonly Channel<(string Method, object Notification)> _queue =
        Channel.CreateUnbounded<(string, object)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Func<string, string> _modelLabel;
    private readonly Task _sender;

    /// <summary>Starts the sender.</summary>
    /// <param name="modelLabel">Gives a model id's label for people.</param>
    /// <param name="log">Gets one line when the client cannot be told.</param>
    public ClientNotifier(JsonRpc connection, Func<string, string> modelLabel, Action<string> log)
    {
        _modelLabel = modelLabel;
        _sender = Task.Run(() => SendAsync(connection, log));
    }

    /// <inheritdoc/>
    public void OnMoved(TrackMoved moved)
    {
        Tell("conductor/track/changed", TrackMapping.ToChanged(moved, _modelLabel(moved.After.Run.Options?.Model ?? "")));
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

    /// <inheritdoc/>
    public void OnOutput(OutputPiece piece) => Tell("conductor/worker/output", new WorkerOutput(
        piece.TrackId, piece.TicketId, piece.Attempt, piece.StreamId, piece.Sequence, piece.Text, piece.Status));

    /// <summary>Queues a notification.</summary>
    public void Tell(string method, object notification) => _queue.Writer.TryWrite((method, notification));

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
            }
            catch (Exception gone) when (gone is ConnectionLostException or ObjectDisposedException or IOException)
            {
                log($"The client is gone; it will ask for a snapshot when it is back. ({gone.GetType().Name})");
                return;
            }
        }
    }
}
