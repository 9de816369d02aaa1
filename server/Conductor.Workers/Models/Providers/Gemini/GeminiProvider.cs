using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>Google's Gemini models, over the interface that keys of Google AI Studio are for.</summary>
public sealed class GeminiProvider : IModelProvider
{
    /// <summary>The first part of its models' ids.</summary>
    public const string Id = "gemini";

    private const string Generates = "generateContent";
    private const string NamePrefix = "models/";
    private const int PageSize = 1000;

    // A server that never comes to an end is not asked for ever.
    private const int MostPages = 100;

    /// <inheritdoc/>
    public string Name => Id;

    /// <inheritdoc/>
    public string Label => "Google Gemini";

    /// <inheritdoc/>
    public ImmutableArray<string> KeyVariables { get; } = ["GOOGLE_API_KEY", "GEMINI_API_KEY"];

    /// <inheritdoc/>
    public string? AddressVariable => "GOOGLE_GEMINI_BASE_URL";

    /// <inheritdoc/>
    public Uri DefaultAddress { get; } = new("https://generativelanguage.googleapis.com");

    /// <inheritdoc/>
    public string? AddressForm => $"like {DefaultAddress.GetLeftPart(UriPartial.Authority)}, without /v1beta";

    /// <inheritdoc/>
    public bool NeedsKey => true;

    /// <inheritdoc/>
    public bool IsLocal => false;

    /// <inheritdoc/>
    public IChatClient Client(string model, ProviderAccess access) => new GeminiChatClient(this, model, access);

    /// <inheritdoc/>
    public async Task<ImmutableArray<ListedModel>> ListAsync(ProviderAccess access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        var connection = new GeminiConnection(this, model: null, access);
        var models = ImmutableArray.CreateBuilder<ListedModel>();
        string? next = null;
        var pages = 0;
        do
        {
            var turned = next is null ? "" : $"&pageToken={Uri.EscapeDataString(next)}";
            var page = await connection.GetAsync($"models?pageSize={PageSize}{turned}", GeminiJson.Default.GeminiModelPage, cancellationToken);
            models.AddRange((page.Models ?? [])
                .Where(model => model.SupportedGenerationMethods?.Contains(Generates) == true)
                .Select(Listed));
            next = page.NextPageToken;
            pages++;
        }
        while (!string.IsNullOrEmpty(next) && pages < MostPages);
        return models.ToImmutable();
    }

    private static ListedModel Listed(GeminiListedModel model) => new(
        model.Name.StartsWith(NamePrefix, StringComparison.Ordinal) ? model.Name[NamePrefix.Length..] : model.Name,
        model.DisplayName,
        model.InputTokenLimit,
        model.OutputTokenLimit);
}
