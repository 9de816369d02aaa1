using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Server.Protocol;

namespace Conductor.Server.TrackFiles;

/// <summary>Writes tickets given as JSON to the end of a track file's list, as they are. Text in, edits out.</summary>
public static class TrackFileAddition
{
    /// <summary>The edits that append the tickets; none when the file's text is not a track.</summary>
    /// <param name="addition">A JSON list of tickets, or an object with one, that passed <see cref="TrackFileReader.ReadAddition"/>.</param>
    public static ImmutableArray<TextEditInfo> Append(string text, string addition)
    {
        var source = new SourceText(text);
        if (TrackSyntax.Find(source, new ProblemList()) is not { } track)
        {
            return [];
        }

        var layout = new TrackLayout(source, track);
        var tickets = new ListEdit(track.Tickets.Span, TrackLayout.SpansOf(track.Tickets.Items), layout.OfTickets());
        using JsonDocument added = JsonDocument.Parse(addition);
        JsonElement list = added.RootElement.ValueKind == JsonValueKind.Array ? added.RootElement : added.RootElement.GetProperty(TrackFields.Tickets);
        foreach (JsonElement ticket in list.EnumerateArray())
        {
            IEnumerable<string> fields = ticket.EnumerateObject()
                .Where(field => field.Value.ValueKind != JsonValueKind.Null)
                .Select(field => JsonSerializer.SerializeToNode(field.Value) is { } value ? layout.Field(field.Name, value) : "");
            tickets.Append(layout.OfFields(null).Compose('{', fields, '}'));
        }

        return TextEdits.ToLines(source, tickets.Edits());
    }
}
