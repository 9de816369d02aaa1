using System.Collections.Immutable;
using System.Net.Http.Headers;
using Conductor.Workers.Models.Providers.Calls;

namespace Conductor.Workers.Models.Providers.OpenAI;

/// <summary>The models that a server with OpenAI's protocol lists. What compatible servers add to a model is read where they do.</summary>
internal static class OpenAIModels
{
    /// <summary>What the names of models that give no text have in them; the list does not say what a model is for.</summary>
    private static readonly string[] Speechless =
        ["embed", "whisper", "tts", "dall-e", "-image", "moderation", "transcribe", "realtime", "-audio", "davinci", "babbage", "sora", "rerank"];

    /// <summary>Asks for the list.</summary>
    /// <exception cref="ModelCallException">It cannot be had; the message says what to do.</exception>
    public static async Task<ImmutableArray<ListedModel>> ListAsync(IModelProvider provider, ProviderAccess access, CancellationToken cancellationToken)
    {
        using var list = await ListedModels.GetAsync(
            provider,
            access,
            "models",
            "data",
            request => request.Headers.Authorization = access.Key is { } key ? new AuthenticationHeaderValue("Bearer", key) : null,
            cancellationToken);
        return [.. ListedModels.Elements(list.RootElement, "data")
            .Where(model => ListedModels.Text(model, "id") is { } id && !Speechless.Any(part => id.Contains(part, StringComparison.OrdinalIgnoreCase)))
            .Select(model => new ListedModel(
                ListedModels.Text(model, "id") ?? "",
                ListedModels.Text(model, "name"),
                ListedModels.Tokens(model, "context_length", "max_model_len", "context_window", "max_context_length"),
                ListedModels.Tokens(model, "top_provider.max_completion_tokens", "max_completion_tokens")))];
    }
}
