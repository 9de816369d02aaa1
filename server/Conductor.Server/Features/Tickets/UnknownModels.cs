using Conductor.Server.TrackFiles;

namespace Conductor.Server.Features.Tickets;

/// <summary>Tickets that name a model which does not exist.</summary>
internal static class UnknownModels
{
    /// <summary>A problem for each such ticket, in the order of the file.</summary>
    /// <param name="whyUnknown">Says why an id names no model, or null; asked once for each id, since it may read a file.</param>
    public static IEnumerable<TrackFileProblem> In(TrackFileReading reading, Func<string, string?> whyUnknown)
    {
        var found = reading.Tickets
            .Select(ticket => ticket.Model ?? "")
            .Where(model => !string.IsNullOrWhiteSpace(model))
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(model => model, whyUnknown, StringComparer.Ordinal);
        return from ticket in reading.Tickets
               let why = found.GetValueOrDefault(ticket.Model ?? "")
               where why is not null
               select new TrackFileProblem(TrackFileProblemCodes.UnknownModel, $"Ticket \"{ticket.Id}\" cannot be started: {why}", reading.PlaceOf(ticket.Id));
    }
}
