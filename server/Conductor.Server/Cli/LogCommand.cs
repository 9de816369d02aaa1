using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Approvals;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;

namespace Conductor.Server.Cli;

/// <summary><c>conductor log</c>: everything that happened, in order; with <c>--approvals</c> the approval ledger made of it.</summary>
internal sealed class LogCommand : JournalCommand
{
    private readonly Option<bool> _approvals = new("--approvals")
    {
        Description = "Show the approval ledger instead: for each approval who asked, what was shown, who decided, what was edited, what ran, and the result.",
    };

    private LogCommand(Terminal terminal)
        : base("log", "Show what happened, in order. --json prints it as JSON Lines.", terminal) =>
        Options.Add(_approvals);

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new LogCommand(terminal);

    /// <inheritdoc/>
    protected override void Show(JournalView view, Terminal terminal)
    {
        IEnumerable<JournalEntry> entries = view.Tracks.SelectMany(track => track.Entries).OrderBy(entry => entry.Sequence);
        if (view.Parsed.GetValue(_approvals))
        {
            ShowLedger(ApprovalLedger.Of(entries), view, terminal);
            return;
        }

        Dictionary<string, TrackState> states = view.Tracks.ToDictionary(track => track.TrackId, track => track.State, StringComparer.Ordinal);
        foreach (JournalEntry entry in entries)
        {
            terminal.Output.WriteLine(view.Json ? Json(entry) : Line(entry, states[entry.TrackId], view.Tracks.Count > 1, terminal.Time.LocalTimeZone));
        }
    }

    private static void ShowLedger(IReadOnlyList<LedgerRow> rows, JournalView view, Terminal terminal)
    {
        if (rows.Count == 0 && !view.Json)
        {
            terminal.Output.WriteLine("Nothing has been asked yet, and no call with an effect was made. What asks shows here once a run has come to it.");
        }

        var lines = new LedgerLines(view.Tracks.Count > 1, terminal.Time.LocalTimeZone);
        foreach (LedgerRow row in rows)
        {
            foreach (string line in view.Json ? [JsonLine.Of(row)] : lines.Of(row))
            {
                terminal.Output.WriteLine(line);
            }
        }
    }

    /// <summary>The event as it is stored (its kind is the member <c>event</c>), with its place in the journal before it.</summary>
    private static string Json(JournalEntry entry) => JsonLine.Of(
        JsonNode.Parse(EventJson.Write(entry.Event)) ?? new JsonObject(),
        new("sequence", entry.Sequence),
        new("trackId", entry.TrackId),
        new("at", entry.At.ToString("O", CultureInfo.InvariantCulture)));

    private static string Line(JournalEntry entry, TrackState state, bool namesTrack, TimeZoneInfo zone)
    {
        string at = TimeZoneInfo.ConvertTime(entry.At, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        string ticket = entry.Event.AboutTicket is { } id ? $"{id} " : "";
        return $"{at} {(namesTrack ? $"[{entry.TrackId}] " : "")}{ticket}{EventWords.Of(entry.Event, state)}";
    }
}
