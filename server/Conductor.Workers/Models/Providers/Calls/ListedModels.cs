using System.Collections.Immutable;
using System.Text.Json;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>Reads the lists of models that providers give as JSON.</summary>
internal static class ListedModels
{
    /// <summary>Asks for one JSON document.</summary>
    /// <param name="path">Added to the provider's address, without a slash before it.</param>
    /// <exception cref="ModelCallException">It cannot be had; the message says what to do.</exception>
    public static async Task<JsonDocument> GetAsync(
        IModelProvider provider, ProviderAccess access, string path, Action<HttpRequestMessage> sign, CancellationToken cancellationToken)
    {
        var failures = new CallFailures(provider, access, model: null);
        failures.ThrowIfNotCallable();
        using var client = ProviderExchange.Client(access, failures);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{access.Address.AbsoluteUri.TrimEnd('/')}/{path}");
        sign(request);
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw failures.From(exception, usage: null);
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
