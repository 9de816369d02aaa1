using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;

namespace Conductor.Server.Features.Tickets;

/// <summary>What a client asks of one ticket.</summary>
internal sealed class TicketHandlers(RpcSession session)
{
    /// <summary>Run Ticket.</summary>
    public Task<CommandResult> ApproveAsync(TicketParams request, CancellationToken cancellationToken)
    {
        session.RequireTrust();
        return StartAsync(request.TrackId, new TrackCommand.RequestTicket(request.TicketId, ModelOf(request.TrackId)), cancellationToken);
    }

    /// <summary>Another attempt.</summary>
    public Task<CommandResult> RetryAsync(TicketNoteParams request, CancellationToken cancellationToken)
    {
        session.RequireTrust();
        string? note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note;
        return StartAsync(request.TrackId, new TrackCommand.RetryTicket(request.TicketId, note, ModelOf(request.TrackId)), cancellationToken);
    }

    /// <summary>Not needed.</summary>
    public Task<CommandResult> SkipAsync(TicketNoteParams request) =>
        SendAsync(request.TrackId, new TrackCommand.SkipTicket(request.TicketId, NoteOr(request, "Skipped by a person.")));

    /// <summary>A person did it.</summary>
    public async Task<CommandResult> MarkDoneAsync(TicketNoteParams request, CancellationToken cancellationToken) => WireRefusal.Result(
        await new PersonsWork(session.Workspace).MarkDoneAsync(
            session.Track(request.TrackId), new TrackCommand.MarkTicketDone(request.TicketId, NoteOr(request, "Marked as done by a person.")), cancellationToken),
        session.Workspace);

    /// <summary>Stop it.</summary>
    public Task<CommandResult> CancelAsync(TicketParams request) =>
        SendAsync(request.TrackId, new TrackCommand.CancelTicket(request.TicketId, "Cancelled by a person."));

    /// <summary>Let one dependency go.</summary>
    public Task<CommandResult> WaiveAsync(WaiveParams request) =>
        SendAsync(request.TrackId, new TrackCommand.WaiveDependency(request.TicketId, request.Dependency));

    /// <summary>It is stale, and still holds.</summary>
    public Task<CommandResult> ConfirmAsync(TicketParams request) => SendAsync(request.TrackId, new TrackCommand.ConfirmTicket(request.TicketId));

    /// <summary>Tell its worker something.</summary>
    public Task<CommandResult> MessageAsync(MessageParams request) =>
        SendAsync(request.TrackId, new TrackCommand.SendMessage(request.TicketId, request.Text));

    /// <summary>Why it is not running.</summary>
    public TicketExplanation Explain(TicketParams request)
    {
        TrackActor actor = session.Track(request.TrackId);
        TrackState state = actor.State;
        return EditorWords.Of(TicketMapping.ToExplanation(actor.TrackId, state, Ticket(state, request.TicketId)));
    }

    /// <summary>What its worker said and did so far.</summary>
    public WorkerLog Log(TicketParams request)
    {
        TrackActor actor = session.Track(request.TrackId);
        Ticket(actor.State, request.TicketId);
        IReadOnlyList<StreamedText> streams = session.Workspace.Outputs.Of(request.TrackId, request.TicketId);
        string text = WorkerTranscript.Render(session.Workspace.Journal.Read(actor.TrackId), request.TicketId, streams);
        return streams is [.., { Until: null } live]
            ? new WorkerLog(request.TrackId, request.TicketId, text, live.StreamId, live.Next)
            : new WorkerLog(request.TrackId, request.TicketId, text, null, 0);
    }

    private static string NoteOr(TicketNoteParams request, string otherwise) => string.IsNullOrWhiteSpace(request.Note) ? otherwise : request.Note;

    private static TicketState Ticket(TrackState state, string ticketId) =>
        state.Tickets.GetValueOrDefault(ticketId)
        ?? throw WireRefusal.Of(ErrorCodes.UnknownTicket, $"The track has no ticket {ticketId}. It may have been renamed or removed; look at its file.");

    /// <summary>The model of the track's live run, which keeps it; a run that the command would begin has that of the settings as they are now.</summary>
    private string ModelOf(string trackId) => session.RequireModel(session.Track(trackId).State.Run is { IsAlive: true, Options: { } live } ? live.Model : null);

    private async Task<CommandResult> StartAsync(string trackId, TrackCommand command, CancellationToken cancellationToken) =>
        WireRefusal.Result(await session.Workspace.Starts.SendAsync(session.Track(trackId), new PlaceWish(), command, cancellationToken), session.Workspace);

    private async Task<CommandResult> SendAsync(string trackId, TrackCommand command)
    {
        TrackActor actor = session.Track(trackId);
        return WireRefusal.Result(await actor.SendAsync(command), session.Workspace);
    }
}
