using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Conductor.Workers.Models.Prices;

/// <summary>Reads a table of prices and names everything wrong with it at once, each with its JSON path.</summary>
public sealed class PriceReader
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly string[] RowNames =
        ["provider", "model", "contextWindow", "maximumOutput", "input", "cachedInput", "cacheWrite", "output"];

    private readonly List<string> _problems = [];

    private PriceReader()
    {
    }

    /// <summary>Reads a table.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="problems">One sentence for each thing that is wrong; empty when nothing is.</param>
    /// <returns>Null when there are problems.</returns>
    public static PriceTable? Read(string json, out ImmutableArray<string> problems)
    {
        var reader = new PriceReader();
        PriceTable? table = null;
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            table = reader.Table(document.RootElement);
        }
        catch (JsonException exception)
        {
            reader._problems.Add($"It is not JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}): {exception.Message}");
        }
        problems = [.. reader._problems];
        return problems.IsEmpty ? table : null;
    }

    private PriceTable? Table(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("models", out var models) || models.ValueKind != JsonValueKind.Array)
        {
            _problems.Add("$ must be an object with a list 'models' and the day of its figures, 'asOf'.");
            return null;
        }
        var asOf = Day(root);
        return new PriceTable(asOf, models.EnumerateArray().Select((row, index) => Row(row, $"$.models[{index}]")).ToList().OfType<PriceRow>());
    }

    private DateOnly Day(JsonElement root)
    {
        if (root.TryGetProperty("asOf", out var text) && text.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(text.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }
        _problems.Add("$.asOf must be a day, as in \"2026-03-31\".");
        return default;
    }

    private PriceRow? Row(JsonElement row, string path)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"{path} must be an object with 'provider' and 'model'.");
            return null;
        }
        foreach (var member in row.EnumerateObject().Where(member => !RowNames.Contains(member.Name)))
        {
            _problems.Add($"{path}.{member.Name} is not known: a row has {string.Join(", ", RowNames)}.");
        }
        var provider = Name(row, "provider", path);
        var model = Name(row, "model", path);
        var window = Tokens(row, "contextWindow", path);
        var output = Tokens(row, "maximumOutput", path);
        var price = Price(row, path);
        return provider is null || model is null ? null : new PriceRow(provider.ToLowerInvariant(), model, window, output, price);
    }

    private ModelPrice? Price(JsonElement row, string path)
    {
        var input = Money(row, "input", path);
        var output = Money(row, "output", path);
        var cached = Money(row, "cachedInput", path);
        var written = Money(row, "cacheWrite", path);
        if (input is { } given && output is { } said)
        {
            return new ModelPrice(given, cached ?? given, written ?? given, said);
        }
        if (input is not null || output is not null || cached is not null || written is not null)
        {
            _problems.Add($"{path} has a part of a price: 'input' and 'output' belong together.");
        }
        return null;
    }

    private string? Name(JsonElement row, string name, string path)
    {
        if (row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()))
        {
            return value.GetString()?.Trim();
        }
        _problems.Add($"{path}.{name} must be a text that is not empty.");
        return null;
    }

    private int? Tokens(JsonElement row, string name, string path)
    {
        if (!row.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0)
        {
            return number;
        }
        _problems.Add($"{path}.{name} must be a whole number of tokens above 0.");
        return null;
    }

    private decimal? Money(JsonElement row, string name, string path)
    {
        if (!row.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number is >= 0 and <= 1_000_000)
        {
            return number;
        }
        _problems.Add($"{path}.{name} must be US dollars per million tokens, 0 or more.");
        return null;
    }
}
