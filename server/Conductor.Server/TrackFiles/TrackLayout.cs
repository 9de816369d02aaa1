using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conductor.Server.TrackFiles;

/// <summary>How a track file is written: its line breaks, its indentation, its colons; and new text in that manner.</summary>
internal sealed class TrackLayout
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SourceText _source;
    private readonly TrackSyntax _track;
    private readonly string _colon;

    public TrackLayout(SourceText source, TrackSyntax track)
    {
        _source = source;
        _track = track;
        MemberSyntax? sample = track.Tickets.Items?.Find(ticket => ticket.Members is { Count: > 0 })?.Members?[0]
            ?? (track.Root?.Members is { Count: > 0 } members ? members[0] : null);
        _colon = sample is { } member ? source.Slice(member.NameSpan.End, member.Value.Span.Start) : ": ";
    }

    /// <summary>What separates entries on one line.</summary>
    public string OnOneLine => _colon == ":" ? "," : ", ";

    /// <summary>Within the braces of an object on one line.</summary>
    private string Inside => _colon == ":" ? string.Empty : " ";

    /// <summary>The list of tickets as it is laid out, or should be when it is empty.</summary>
    public ListLayout OfTickets()
    {
        if (ListLayout.Of(_source, _track.Tickets.Span, SpansOf(_track.Tickets.Items), OnOneLine) is { } layout)
        {
            return layout;
        }

        string outer = _source.NewLine + _source.IndentationAt(_track.Tickets.Span.Start);
        return new ListLayout(outer + _source.IndentationUnit, "," + outer + _source.IndentationUnit, outer);
    }

    /// <summary>A ticket's fields as they are laid out; for a new ticket (null) like the last one's.</summary>
    public ListLayout OfFields(JsonSyntax? ticket)
    {
        JsonSyntax? model = ticket ?? _track.Tickets.Items?.FindLast(candidate => candidate.Members is { Count: > 0 });
        if (model is not null && ListLayout.Of(_source, model.Span, FieldSpansOf(model), OnOneLine) is { } layout)
        {
            return layout;
        }

        string outer = OfTickets().Opening;
        return outer.AsSpan().IndexOfAny('\n', '\r') < 0
            ? new ListLayout(" ", OnOneLine, " ")
            : new ListLayout(outer + _source.IndentationUnit, "," + outer + _source.IndentationUnit, outer);
    }

    /// <summary>A list value as it is laid out; an empty one is filled on one line.</summary>
    public ListLayout OfList(JsonSyntax list) =>
        ListLayout.Of(_source, list.Span, SpansOf(list.Items), OnOneLine) ?? new ListLayout(string.Empty, OnOneLine, string.Empty);

    public string Field(string name, JsonNode? value) => JsonSerializer.Serialize(name, Readable) + _colon + Value(value);

    /// <summary>A value on one line; characters beyond ASCII stay readable.</summary>
    public string Value(JsonNode? value) => value switch
    {
        JsonArray list => new ListLayout(string.Empty, OnOneLine, string.Empty).Compose('[', list.Select(Value), ']'),
        JsonObject { Count: > 0 } fields => new ListLayout(Inside, OnOneLine, Inside).Compose('{', fields.Select(field => Field(field.Key, field.Value)), '}'),
        _ => JsonSerializer.Serialize(value, Readable),
    };

    public static IReadOnlyList<ByteSpan> SpansOf(List<JsonSyntax>? items) => [.. (items ?? []).Select(item => item.Span)];

    public static IReadOnlyList<ByteSpan> FieldSpansOf(JsonSyntax ticket) => [.. (ticket.Members ?? []).Select(member => member.Span)];
}
