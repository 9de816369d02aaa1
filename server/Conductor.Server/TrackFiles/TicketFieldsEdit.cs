using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conductor.Server.TrackFiles;

/// <summary>Collects the changes of one ticket's fields and turns them into edits.</summary>
internal sealed class TicketFieldsEdit
{
    private readonly SourceText _source;
    private readonly TrackLayout _layout;
    private readonly JsonSyntax _ticket;
    private readonly ListEdit _fields;
    private readonly List<ByteEdit> _valueEdits = [];

    public TicketFieldsEdit(SourceText source, TrackLayout layout, JsonSyntax ticket)
    {
        _source = source;
        _layout = layout;
        _ticket = ticket;
        _fields = new ListEdit(ticket.Span, TrackLayout.FieldSpansOf(ticket), layout.OfFields(ticket));
    }

    /// <summary>Gives a field a value, adding the field where it is missing. A null value takes the field away.</summary>
    public void Set(string name, JsonNode? value)
    {
        List<MemberSyntax> members = _ticket.Members ?? [];
        int index = members.FindIndex(member => member.Name == name);
        if (value is null)
        {
            if (index >= 0)
            {
                _fields.Remove(index);
            }
        }
        else if (index < 0)
        {
            _fields.Append(_layout.Field(name, value));
        }
        else
        {
            Replace(members[index].Value, value);
        }
    }

    public IEnumerable<ByteEdit> Edits() => [.. _valueEdits, .. _fields.Edits()];

    private void Replace(JsonSyntax written, JsonNode value)
    {
        if (Says(written, value))
        {
            return;
        }

        if (value is JsonArray list && TextsOf(list) is { } texts && written is { Items: { } items } && items.TrueForAll(item => item.Text is not null))
        {
            ReplaceList(written, items, texts);
        }
        else
        {
            _valueEdits.Add(new ByteEdit(written.Span.Start, written.Span.End, _layout.Value(value)));
        }
    }

    /// <summary>Keeps the entries that stay, when the rest can be had by taking some away and adding some at the end.</summary>
    private void ReplaceList(JsonSyntax written, List<JsonSyntax> items, List<string> texts)
    {
        var edit = new ListEdit(written.Span, TrackLayout.SpansOf(items), _layout.OfList(written));
        int kept = 0;
        for (int index = 0; index < items.Count; index++)
        {
            if (kept < texts.Count && items[index].Text == texts[kept])
            {
                kept++;
            }
            else
            {
                edit.Remove(index);
            }
        }

        foreach (string text in texts.Skip(kept))
        {
            edit.Append(_layout.Value(JsonValue.Create(text)));
        }

        _valueEdits.AddRange(edit.Edits());
    }

    private bool Says(JsonSyntax written, JsonNode value)
    {
        using JsonDocument document = JsonDocument.Parse(_source.Slice(written.Span), JsonSyntaxReader.DocumentOptions);
        return JsonElement.DeepEquals(document.RootElement, JsonSerializer.SerializeToElement(value));
    }

    private static List<string>? TextsOf(JsonArray list) =>
        list.All(item => item?.GetValueKind() == JsonValueKind.String) ? [.. list.Select(item => item?.GetValue<string>() ?? string.Empty)] : null;
}
