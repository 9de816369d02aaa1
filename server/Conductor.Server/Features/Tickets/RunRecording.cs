using System.Collections.Immutable;
using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Server.Storage;
using Conductor.Workers.Models;

namespace Conductor.Server.Features.Tickets;

/// <summary>
/// A run as a script that plays it again: what its models said, asked for and failed with, attempt by attempt. Keys, headers and what a
/// provider sent for itself (signatures, encrypted thoughts) are not in it; what persons and commands did, they do again.
/// </summary>
/// <param name="Notes">What a replay does differently, one sentence each; empty when nothing.</param>
internal sealed record RunRecording(ModelScript Script, ImmutableArray<string> Notes)
{
    /// <summary>Records a track's latest run in which a model was asked, also one that is not over.</summary>
    /// <param name="entries">Everything that happened to the track, oldest first.</param>
    /// <param name="keepsDelays">Each answer takes as long as it took; otherwise none takes any time.</param>
    /// <returns>Null when no model was asked in any run.</returns>
    public static RunRecording? OfLatestRun(IReadOnlyList<JournalEntry> entries, bool keepsDelays)
    {
        int end = entries.Count;
        foreach (int begin in Enumerable.Reverse(Runs(entries)))
        {
            var within = Attempts(entries.Take(end).Skip(begin));
            if (within.SelectMany(ticket => ticket.Value).Any(attempt => attempt.HasCalls))
            {
                RunRecording recording = Of(within, Attempts(entries.Take(begin)), keepsDelays);
                return end == entries.Count ? recording : recording with { Notes = recording.Notes.Insert(0, EarlierRun(entries[begin])) };
            }

            end = begin;
        }

        return null;
    }

    private static string EarlierRun(JournalEntry begin) => string.Create(
        CultureInfo.InvariantCulture, $"In the latest run no model was asked, so this is the last one in which one was: it began at {begin.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");

    private static RunRecording Of(Dictionary<string, List<RecordedAttempt>> within, Dictionary<string, List<RecordedAttempt>> before, bool keepsDelays)
    {
        var earlier = new List<string>();
        // A replay begins with nothing done: what earlier runs had brought to an end is played as it ended.
        foreach ((string ticketId, List<RecordedAttempt> attempts) in before.Where(ticket => !within.ContainsKey(ticket.Key)))
        {
            if (attempts.FindLast(attempt => attempt is { IsAccepted: true, HasCalls: true }) is { } accepted)
            {
                within[ticketId] = [accepted];
                earlier.Add(ticketId);
            }
        }

        return new RunRecording(
            new ModelScript(within.ToImmutableDictionary(ticket => ticket.Key, ticket => ToScript(ticket.Value, keepsDelays), StringComparer.Ordinal), Qa: null),
            [.. earlier.Count > 0 ? [EarlierTickets(earlier)] : Array.Empty<string>(), .. NotesOn(within)]);
    }

    private static string EarlierTickets(List<string> tickets) =>
        $"{string.Join(", ", tickets.Order(StringComparer.Ordinal))} {(tickets.Count == 1 ? "was" : "were")} done in an earlier run, and {(tickets.Count == 1 ? "is" : "are")} recorded as that ended, because a replay begins with nothing done.";

    /// <summary>Where runs begin, in order; one that goes on with a run that is alive is a part of it.</summary>
    private static List<int> Runs(IReadOnlyList<JournalEntry> entries)
    {
        var begins = new List<int>();
        bool isAlive = false;
        for (int index = 0; index < entries.Count; index++)
        {
            if (entries[index].Event is TrackEvent.RunStarted && !isAlive)
            {
                begins.Add(index);
                isAlive = true;
            }
            else if (entries[index].Event is TrackEvent.RunEnded)
            {
                isAlive = false;
            }
        }

        return begins;
    }

    /// <summary>The attempts of each ticket, in order, by the numbers that a replay gives them.</summary>
    private static Dictionary<string, List<RecordedAttempt>> Attempts(IEnumerable<JournalEntry> entries)
    {
        var attempts = new Dictionary<(string Ticket, int Attempt), RecordedAttempt>();
        var tickets = new Dictionary<string, List<RecordedAttempt>>(StringComparer.Ordinal);
        foreach (JournalEntry entry in entries)
        {
            if (entry.Event is not IAttemptEvent { TicketId: var ticketId, Attempt: var number })
            {
                continue;
            }

            if (entry.Event is TrackEvent.AttemptPrepared)
            {
                RecordedAttempt prepared = attempts[(ticketId, number)] = new RecordedAttempt();
                (tickets.TryGetValue(ticketId, out List<RecordedAttempt>? known) ? known : tickets[ticketId] = []).Add(prepared);
            }

            attempts.GetValueOrDefault((ticketId, number))?.Add(entry);
        }

        foreach ((string ticketId, List<RecordedAttempt> all) in tickets)
        {
            all.RemoveAll(attempt => attempt.IsWithdrawn);
            if (all.Count == 0)
            {
                tickets.Remove(ticketId);
            }
        }

        return tickets;
    }

    private static TicketScript ToScript(List<RecordedAttempt> attempts, bool keepsDelays)
    {
        ImmutableArray<AttemptScript> scripts = [.. attempts.Select(attempt => attempt.ToScript()).Select(script => keepsDelays ? script : AtOnce(script))];
        return scripts is [{ Qa: null } only] ? new TicketScript(only.Turns) : new TicketScript([]) { Attempts = scripts };
    }

    private static AttemptScript AtOnce(AttemptScript script) => script with
    {
        Turns = [.. script.Turns.Select(AtOnce)],
        Qa = script.Qa is { } qa ? [.. qa.Select(AtOnce)] : null,
    };

    private static ScriptTurn AtOnce(ScriptTurn turn) => turn with
    {
        Delay = TimeSpan.Zero,
        Errors = [.. turn.Errors.Select(error => error with { RetryAfter = error.RetryAfter is null ? null : RecordedAttempt.AtOnce })],
    };

    private static IEnumerable<string> NotesOn(Dictionary<string, List<RecordedAttempt>> tickets)
    {
        string[] own = [.. tickets.Where(ticket => ticket.Value[^1].OwnModel is not null).Select(ticket => ticket.Key).Order(StringComparer.Ordinal)];
        if (own.Length > 0)
        {
            yield return $"{string.Join(", ", own)} {(own.Length == 1 ? "names" : "name")} a model in the track file, which is asked instead of the script: take the field \"model\" out of the copy that replays it.";
        }

        int stopped = tickets.Values.SelectMany(attempts => attempts).Sum(attempt => attempt.StoppedCalls);
        if (stopped > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Calls that were stopped in the middle are left out, with what they cost: {stopped}.");
        }

        int unknown = tickets.Values.SelectMany(attempts => attempts).Sum(attempt => attempt.UnknownFailures);
        if (unknown > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Calls that failed without an answer or a cost are left out, because the journal does not say why they failed: {unknown}.");
        }
    }
}
