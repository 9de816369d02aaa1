using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Features.Tickets;

/// <summary>
/// Adds tickets to a loaded track, all or nothing. A track with a file gets them written into it, so that the file stays its definition:
/// what has been edited in it meanwhile is merged first, and never written over.
/// </summary>
internal sealed class TicketAddition(TrackLibrary library)
{
    private TrackDocuments Documents => library.Documents;

    /// <summary>Adds the tickets.</summary>
    /// <param name="json">A list of tickets, or an object with one.</param>
    public async Task<TrackOpening> AddAsync(TrackActor actor, string json)
    {
        if (actor.State.Header.Path is not { } path)
        {
            return Read(actor, json) switch
            {
                { IsSound: true } reading => await DefineAsync(actor, reading),
                var reading => new TrackOpening.Refused(actor, reading.Problems),
            };
        }

        switch (await library.OpenFileAsync(path, context: null))
        {
            case TrackOpening.Refused { Problems: var problems, IsInUse: var isInUse }:
                return new TrackOpening.Refused(actor, problems, isInUse);
            case TrackOpening.Opened { Actor: var now } when now != actor:
                return Refuse(actor, $"{path} now holds another track ({now.TrackId}). Open it, and add the tickets to that one.");
        }

        return Read(actor, json) is { IsSound: false, Problems: var wrong } ? new TrackOpening.Refused(actor, wrong) : await AddToFileAsync(actor, path, json);
    }

    /// <summary>The file is written first: when it cannot be, nothing was added; when the track refuses, it is as it was.</summary>
    private async Task<TrackOpening> AddToFileAsync(TrackActor actor, string path, string json)
    {
        string before;
        string after;
        try
        {
            before = Documents.ReadDisk(path);
            after = TextEdits.Apply(before, TrackFileAddition.Append(before, json));
            if (TrackFileReader.Read(after) is { IsSound: false, Problems: var problems })
            {
                return new TrackOpening.Refused(actor, problems);
            }

            await Documents.WriteDiskAsync(path, after);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return Refuse(actor, $"{path} cannot be written: {unwritable.Message} Check its permissions, then add the tickets again.");
        }

        bool isAdded = false;
        try
        {
            TrackOpening opening = await DefineAsync(actor, Read(actor, json));
            isAdded = opening is TrackOpening.Opened;
            return opening;
        }
        finally
        {
            // Who has edited the file since has the last word: their text stays, with the new tickets in it, and is merged when it is opened.
            if (!isAdded && Documents.ReadDisk(path) == after)
            {
                await Documents.WriteDiskAsync(path, before);
            }
        }
    }

    private static TrackFileReading Read(TrackActor actor, string json) => TrackFileReader.ReadAddition(json, actor.State.Graph.Tickets);

    private Task<TrackOpening> DefineAsync(TrackActor actor, TrackFileReading reading) =>
        library.DefineAsync(actor.State.Header, actor.State.Graph.Tickets.AddRange(reading.Tickets), isAddition: true);

    private static TrackOpening.Refused Refuse(TrackActor actor, string message) =>
        new(actor, [new TrackFileProblem(TrackFileProblemCodes.Unreadable, message, null)]);
}
