using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Conductor.Core.Tickets;
using Conductor.CrashHost.Host;

namespace Conductor.CrashHost.Campaign;

/// <summary>
/// Attempts counted by retries. The engine also takes a new number when the process that composed a prompt has died before its gate opened;
/// for whoever compares runs that is still the same attempt.
/// </summary>
internal sealed partial record AttemptNumbers(ImmutableDictionary<(string TicketId, int Attempt), int> Logical)
{
    /// <summary>Reads them off a journal.</summary>
    public static AttemptNumbers Of(IEnumerable<TrackEvent> events)
    {
        var retries = new Dictionary<string, int>(StringComparer.Ordinal);
        var logical = ImmutableDictionary.CreateBuilder<(string, int), int>();
        foreach (TrackEvent happened in events)
        {
            if (happened is TrackEvent.TicketReset reset)
            {
                retries[reset.TicketId] = retries.GetValueOrDefault(reset.TicketId) + 1;
            }
            else if (happened is TrackEvent.AttemptPrepared prepared)
            {
                logical[(prepared.TicketId, prepared.Attempt)] = retries.GetValueOrDefault(prepared.TicketId) + 1;
            }
        }

        return new AttemptNumbers(logical.ToImmutable());
    }

    /// <summary>The attempt's number by retries.</summary>
    public int LogicalOf(string ticketId, int attempt) => Logical[(ticketId, attempt)];

    /// <summary>An approval's id with the attempt's number by retries, without the track's id.</summary>
    public string NameOf(string approvalId)
    {
        Match id = Id().Match(approvalId[(RunFolder.TrackId.Length + 1)..]);
        int attempt = int.Parse(id.Groups["attempt"].Value, System.Globalization.CultureInfo.InvariantCulture);
        return $"{id.Groups["ticket"].Value}:{LogicalOf(id.Groups["ticket"].Value, attempt)}:{id.Groups["what"].Value}";
    }

    [GeneratedRegex("^(?<ticket>[^:]+):(?<attempt>[0-9]+):(?<what>.+)$")]
    private static partial Regex Id();
}
