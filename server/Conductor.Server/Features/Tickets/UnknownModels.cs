using Conductor.Server.TrackFiles;
using Conductor.Workers.Models;

namespace Conductor.Server.Features.Tickets;

/// <summary>Tickets that name a model which does not exist.</summary>
internal static class UnknownModels
{
    /// <summary>A problem for each such ticket, in the order of the file.</summary>
    /// <param name="resolve">Finds a model; asked once for each id, since it may read a file.</param>
    public static IEnumerable<TrackFileProblem> In(TrackFileReading reading, Func<string, ModelResolution> resolve)
    {
        var found = reading.Tickets
            .Select(ticket => ticket.Model ?? "")
            .Where(model => !string.IsNullOrWhiteSpace(model))
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(model => model, resolve, StringComparer.Ordinal);
        return from ticket in reading.Tickets
               let refused = found.GetValueOrDefault(ticket.Model ?? "") as ModelResolution.Refused
               where refused is not null
               select new TrackFileProblem(TrackFileProblemCodes.UnknownModel, $"Ticket \"{ticket.Id}\" cannot be started: {refused.Message}", reading.PlaceOf(ticket.Id));
    }
}
