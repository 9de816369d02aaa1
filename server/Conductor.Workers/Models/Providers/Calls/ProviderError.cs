using System.Text.Json;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>What a provider says went wrong, read from any of the shapes that providers, compatible servers and gateways before them use.</summary>
/// <param name="Message">In its words, one line without keys; empty when it says nothing that can be read.</param>
/// <param name="Codes">Its codes and types, in lower case.</param>
/// <param name="Status">The HTTP status that the text itself names; null when it names none.</param>
/// <param name="Parameter">The part of the request that it is about; null when it names none.</param>
/// <param name="IsPage">It is a page for people: its words are quoted, and nothing is concluded from them.</param>
internal sealed record ProviderError(string Message, IReadOnlyList<string> Codes, int? Status = null, string? Parameter = null, bool IsPage = false)
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
            return Find(document.RootElement) ?? new ProviderError(Shortened(ErrorWords.Of(document.RootElement)), CodesOf(document.RootElement));
        }
        catch (JsonException)
        {
            return body.TrimStart().StartsWith('<')
                ? new ProviderError(Shortened(ErrorWords.OfPage(body)), [], IsPage: true)
                : new ProviderError(Shortened(ErrorWords.OfText(body)), []);
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
            return error.ValueKind == JsonValueKind.String ? OfText(root, error.GetString() ?? "") : Of(error);
        }
        if (Property(root, "response") is { ValueKind: JsonValueKind.Object } response && Property(response, "error") is { ValueKind: JsonValueKind.Object } failed)
        {
            return Of(failed);
        }
        var isError = Text(root, "type") is "error" || Text(root, "object") is "error" || Property(root, "detail") is not null;
        return isError ? Of(root) : null;
    }

    /// <summary>An error in words, or in a code with the words beside it.</summary>
    private static ProviderError OfText(JsonElement root, string error) =>
        (Text(root, "error_description") ?? Text(root, "message")) is { Length: > 0 } words
            ? new ProviderError(Shortened(words), [.. CodesOf(root), error.ToLowerInvariant()])
            : new ProviderError(Shortened(error), CodesOf(root));

    private static ProviderError Of(JsonElement error)
    {
        var message = ErrorWords.Of(error);
        if (Property(error, "metadata") is { ValueKind: JsonValueKind.Object } metadata && Text(metadata, "raw") is { Length: > 0 } raw)
        {
            // A router's own words say only that somebody behind it failed.
            message = $"{message}: {raw}";
        }
        var status = Property(error, "code") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var code) && code is >= 400 and < 600 ? code : (int?)null;
        return new ProviderError(Shortened(message), CodesOf(error), status, Text(error, "param"));
    }

    private static string[] CodesOf(JsonElement element) =>
        [.. CodeNames.Select(name => Text(element, name)).OfType<string>().Select(text => text.ToLowerInvariant())];

    private static JsonElement? Property(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Shortened(string text) => ErrorWords.Line(text) is { Length: > LongestMessage } line ? $"{line[..LongestMessage]}…" : ErrorWords.Line(text);
}
