using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Conductor.Views.Text;

/// <summary>A notebook by the sources of its cells: outputs are pictures and numbers that a run makes again.</summary>
internal static class NotebookView
{
    /// <returns>Null when the text is no notebook.</returns>
    public static ViewDraft? Draft(ViewSource source)
    {
        try
        {
            using var document = JsonDocument.Parse(source.Text.AsMemory(source.TextStart));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("cells", out var cells) && cells.ValueKind == JsonValueKind.Array
                ? Draft(source, cells)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ViewDraft Draft(ViewSource source, JsonElement cells)
    {
        var header = $"[{source.Identity} NOT the file's own text: the sources of its cells, without outputs; read_file with lines shows the file.]{source.LineBreak}";
        var view = new StringBuilder(header);
        foreach (var (index, cell) in cells.EnumerateArray().Index())
        {
            var outputs = Member(cell, "outputs") is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : 0;
            view.Append(CultureInfo.InvariantCulture, $"[cell {index + 1}, {TextOf(Member(cell, "cell_type"))}");
            view.Append(outputs == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", {outputs} outputs left out"));
            view.Append(']').Append(source.LineBreak).Append(TextOf(Member(cell, "source")).TrimEnd('\n')).Append(source.LineBreak);
        }

        return new ViewDraft(ViewLevel.Skeleton, view.ToString())
        {
            HeaderLength = header.Length,
            Note = "A notebook is shown by its cells without their outputs.",
        };
    }

    private static JsonElement? Member(JsonElement cell, string name) =>
        cell.ValueKind == JsonValueKind.Object && cell.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A string, or lines of one.</summary>
    private static string TextOf(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString() ?? string.Empty,
        { ValueKind: JsonValueKind.Array } lines => string.Concat(lines.EnumerateArray().Select(line => TextOf(line))),
        _ => string.Empty,
    };
}
