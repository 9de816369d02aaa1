using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Conductor.Server.Storage;

namespace Conductor.Server.Cli;

/// <summary><c>conductor log</c>: everything that happened, in order.</summary>
internal sealed class LogCommand : JournalCommand
{
    private LogCommand(Terminal terminal)
        : base("log", "Show what happened, in order. --json prints the journal as JSON Lines.", terminal)
    {
    }

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new LogCommand(terminal);

    /// <inheritdoc/>
    protected override void Show(JournalView view, Terminal terminal)
    {
        foreach (JournalEntry entry in view.Tracks.SelectMany(track => track.Entries).OrderBy(entry => entry.Sequence))
        {
            terminal.Output.WriteLine(view.Json ? Json(entry) : Line(entry, view.Tracks.Count > 1, terminal.Time.LocalTimeZone));
        }
    }

    /// <summary>The event as it is stored (its kind is the member <c>event</c>), with its place in the journal before it.</summary>
    private static string Json(JournalEntry entry) => JsonLine.Of(
        JsonNode.Parse(EventJson.Write(entry.Event)) ?? new JsonObject(),
        new("sequence", entry.Sequence),
        new("trackId", entry.TrackId),
        new("at", entry.At.ToString("O", CultureInfo.InvariantCulture)));

    private static string Line(JournalEntry entry, bool namesTrack, TimeZoneInfo zone)
    {
        string at = TimeZoneInfo.ConvertTime(entry.At, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        string ticket = entry.Event.AboutTicket is { } id ? $"{id} " : "";
        return $"{at} {(namesTrack ? $"[{entry.TrackId}] " : "")}{ticket}{EventWords.Of(entry.Event)}";
    }
}
