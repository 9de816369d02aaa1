using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>What a provider says went wrong, read from any of the shapes that providers and compatible servers use.</summary>
/// <param name="Message">In its words, one line; empty when it says nothing that can be read.</param>
/// <param name="Codes">Its codes and types, in lower case.</param>
/// <param name="Status">The HTTP status that the text itself names; null when it names none.</param>
/// <param name="Parameter">The part of the request that it is about; null when it names none.</param>
internal sealed partial record ProviderError(string Message, IReadOnlyList<string> Codes, int? Status = null, string? Parameter = null)
{
    private const int LongestMessage = 500;

    private static readonly string[] CodeNames = ["code", "type", "status"];

    /// <summary>Says nothing.</summary>
    public static ProviderError Silent { get; } = new("", []);

    /// <summary>Reads the body of an answer that is an error.</summary>
    public static ProviderError Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Find(document.RootElement) ?? Silent;
        }
        catch (JsonException)
        {
            var text = body.TrimStart();
            return text.StartsWith('<') ? Silent : new ProviderError(OneLine(text), []);
        }
    }

    /// <summary>The error in one JSON value of a stream; null when it is none.</summary>
    public static ProviderError? Find(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root.EnumerateArray().Select(Find).FirstOrDefault(error => error is not null);
        }
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }
        if (Property(root, "error") is { ValueKind: JsonValueKind.Object or JsonValueKind.String } error)
        {
            return error.ValueKind == JsonValueKind.String ? new ProviderError(OneLine(error.GetString() ?? ""), CodesOf(root)) : Of(error);
        }
        if (Property(root, "response") is { ValueKind: JsonValueKind.Object } response && Property(response, "error") is { ValueKind: JsonValueKind.Object } failed)
        {
            return Of(failed);
        }
        var isError = Text(root, "type") is "error" || Text(root, "object") is "error" || Property(root, "detail") is not null;
        return isError ? Of(root) : null;
    }

    private static ProviderError Of(JsonElement error)
    {
        var message = Text(error, "message") ?? Text(error, "detail") ?? Property(error, "detail")?.GetRawText() ?? "";
        if (Property(error, "metadata") is { ValueKind: JsonValueKind.Object } metadata && Text(metadata, "raw") is { Length: > 0 } raw)
        {
            // A router's own words say only that somebody behind it failed.
            message = $"{message}: {raw}";
        }
        var status = Property(error, "code") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var code) && code is >= 400 and < 600 ? code : (int?)null;
        return new ProviderError(OneLine(message), CodesOf(error), status, Text(error, "param"));
    }

    private static string[] CodesOf(JsonElement element) =>
        [.. CodeNames.Select(name => Text(element, name)).OfType<string>().Select(text => text.ToLowerInvariant())];

    private static JsonElement? Property(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string OneLine(string text)
    {
        var line = Space().Replace(text, " ").Trim();
        return line.Length <= LongestMessage ? line : $"{line[..LongestMessage]}…";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
