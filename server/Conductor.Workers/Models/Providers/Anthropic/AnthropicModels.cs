using System.Collections.Immutable;
using Conductor.Workers.Models.Providers.Calls;

namespace Conductor.Workers.Models.Providers.Anthropic;

/// <summary>The models that Anthropic lists.</summary>
internal static class AnthropicModels
{
    private const string Version = "2023-06-01";

    /// <summary>Asks for the list, page by page.</summary>
    /// <exception cref="ModelCallException">It cannot be had; the message says what to do.</exception>
    public static async Task<ImmutableArray<ListedModel>> ListAsync(IModelProvider provider, ProviderAccess access, CancellationToken cancellationToken)
    {
        var models = ImmutableArray.CreateBuilder<ListedModel>();
        string? after = null;
        do
        {
            var place = after is null ? "v1/models?limit=1000" : $"v1/models?limit=1000&after_id={Uri.EscapeDataString(after)}";
            using var page = await ListedModels.GetAsync(provider, access, place, "data", request => Sign(request, access.Key), cancellationToken);
            models.AddRange(ListedModels.Elements(page.RootElement, "data")
                .Where(model => ListedModels.Text(model, "id") is not null)
                .Select(model => new ListedModel(
                    ListedModels.Text(model, "id") ?? "",
                    ListedModels.Text(model, "display_name"),
                    ListedModels.Tokens(model, "max_input_tokens"),
                    ListedModels.Tokens(model, "max_tokens"))));
            var next = page.RootElement.TryGetProperty("has_more", out var more) && more.ValueKind == System.Text.Json.JsonValueKind.True
                ? ListedModels.Text(page.RootElement, "last_id")
                : null;
            after = next == after ? null : next;
        }
        while (after is not null);
        return models.ToImmutable();
    }

    private static void Sign(HttpRequestMessage request, string? key)
    {
        request.Headers.Add("anthropic-version", Version);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("x-api-key", key);
        }
    }
}
