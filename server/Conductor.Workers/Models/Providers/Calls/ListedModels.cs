using System.Collections.Immutable;
using System.Text.Json;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>Reads the lists of models that providers give as JSON.</summary>
internal static class ListedModels
{
    /// <summary>Asks for one JSON document with a list of models.</summary>
    /// <param name="path">Added to the provider's address, without a slash before it.</param>
    /// <param name="name">What the document calls the list, unless it is one.</param>
    /// <exception cref="ModelCallException">It cannot be had; the message says what to do.</exception>
    public static async Task<JsonDocument> GetAsync(
        IModelProvider provider, ProviderAccess access, string path, string name, Action<HttpRequestMessage> sign, CancellationToken cancellationToken)
    {
        var failures = new CallFailures(provider, access, model: null);
        failures.ThrowIfNotCallable();
        using var client = ProviderExchange.ClientForDocuments(access, failures);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{access.Address.AbsoluteUri.TrimEnd('/')}/{path}");
        sign(request);
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return Parsed(body, name) ?? throw failures.Foreign(ForeignAnswer.Of(response.StatusCode, body));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw failures.From(exception, usage: null);
        }
    }

    /// <returns>Null when it is no such document.</returns>
    private static JsonDocument? Parsed(byte[] body, string name)
    {
        try
        {
            var document = JsonDocument.Parse(new MemoryStream(body));
            if (document.RootElement.ValueKind == JsonValueKind.Array
                || (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out _)))
            {
                return document;
            }
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The elements of a list that a document has under a name, or is.</summary>
    public static IEnumerable<JsonElement> Elements(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Array ? root.EnumerateArray()
        : root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray()
        : [];

    /// <summary>A text; null when it is missing or blank.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>The first of these numbers of tokens that is there and above 0; a dot leads into an object.</summary>
    public static int? Tokens(JsonElement element, params ImmutableArray<string> paths) =>
        paths.Select(path => At(element, path)).FirstOrDefault(number => number is not null);

    private static int? At(JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && number > 0 ? number : null;
    }
}
