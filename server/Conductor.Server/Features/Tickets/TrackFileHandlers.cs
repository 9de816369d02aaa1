using Conductor.Core.Tickets;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Features.Tickets;

/// <summary>
/// Changes of a track's definition: answered with minimal text edits, made for the document as the editor has it. The editor applies them.
/// </summary>
internal sealed class TrackFileHandlers(RpcSession session)
{
    /// <summary>Adds a ticket.</summary>
    public TrackFileEdit Create(CreateTicketParams request) => Edit(request.TrackId, text => TrackFileEditor.CreateTicket(
        text,
        new NewTicket(request.Description)
        {
            Id = request.Id,
            Title = request.Title,
            DependsOn = request.DependsOn,
            ContextRequirements = request.ContextRequirements,
            StepMode = request.StepMode ?? false,
        }));

    /// <summary>Changes fields of a ticket.</summary>
    public TrackFileEdit Update(UpdateTicketParams request) =>
        Edit(request.TrackId, text => TrackFileEditor.UpdateFields(text, request.TicketId, request.Fields));

    /// <summary>Adds files to a ticket's context.</summary>
    public TrackFileEdit AddContext(ContextParams request) =>
        Edit(request.TrackId, text => TrackFileEditor.AddContext(text, request.TicketId, request.Paths));

    /// <summary>Takes files out of a ticket's context.</summary>
    public TrackFileEdit RemoveContext(ContextParams request) =>
        Edit(request.TrackId, text => TrackFileEditor.RemoveContext(text, request.TicketId, request.Paths));

    /// <summary>Says how a file of a ticket's context is shown.</summary>
    public TrackFileEdit SetContextView(SetContextViewParams request) => Edit(request.TrackId, text => TrackFileEditor.SetContextView(
        text,
        request.TicketId,
        new ContextView(request.Path, request.Level is { } level ? Enum.Parse<ContextLevel>(level.ToString()) : null, [.. request.Members ?? []]),
        request.Add ?? false));

    /// <summary>Where a ticket stands.</summary>
    public TicketLocation Locate(TicketParams request)
    {
        string path = PathOf(request.TrackId);
        return TrackFileReader.Read(Read(path)).PlaceOf(request.TicketId) is { } place
            ? new TicketLocation(path, place.StartLine, place.StartColumn, place.EndLine, place.EndColumn)
            : throw WireRefusal.Of(ErrorCodes.UnknownTicket, $"{path} has no ticket {request.TicketId} any more. Look at the file.");
    }

    private TrackFileEdit Edit(string trackId, Func<string, TrackEdit> edit)
    {
        string path = PathOf(trackId);
        return edit(Read(path)) switch
        {
            TrackEdit.Made made => new TrackFileEdit(path, made.TicketId, session.Library.Documents.Find(path)?.Version, made.Edits, made.Skipped),
            TrackEdit.Refused refused => throw WireRefusal.Of(refused.ErrorCode, refused.Message, new ErrorData([.. refused.Problems.Select(problem => problem.ToProblemInfo())])),
            _ => throw new InvalidOperationException("An edit is made or refused."),
        };
    }

    private string PathOf(string trackId) =>
        session.Track(trackId).State.Header.Path
        ?? throw WireRefusal.Of(ErrorCodes.WrongState, "This track was opened from text and has no file to edit. Save it as a track file first.");

    private string Read(string path)
    {
        try
        {
            return session.Library.Documents.Read(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw WireRefusal.Of(ErrorCodes.InvalidPath, $"{path} cannot be read: {unreadable.Message} Check the file.");
        }
    }
}
