using System.Net.Http.Headers;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;
using OllamaSharp;

namespace Conductor.Workers.Models.Providers.Ollama;

/// <summary>Makes clients of Ollama's package.</summary>
internal static class OllamaClients
{
    /// <summary>A client of one model.</summary>
    /// <param name="askWindow">Finds out how many tokens of a conversation to hold; asked until it has answered once.</param>
    public static IChatClient Create(IModelProvider provider, string model, ProviderAccess access, Func<HttpClient, CancellationToken, Task<int>> askWindow)
    {
        var failures = new CallFailures(provider, access, model);
        var calls = At(ProviderExchange.Client(access, failures), access);
        var documents = At(ProviderExchange.ClientForDocuments(access, failures), access);
        return new OllamaChat(new OllamaApiClient(calls, model), model, failures, cancellationToken => askWindow(documents, cancellationToken));
    }

    private static HttpClient At(HttpClient http, ProviderAccess access)
    {
        http.BaseAddress = new Uri($"{ProviderWords.Place(access.Address)}/");
        Sign(http.DefaultRequestHeaders, access.Key);
        return http;
    }

    /// <summary>Ollama itself asks for no key; what stands before a shared one may.</summary>
    public static void Sign(HttpRequestHeaders headers, string? key) =>
        headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
}
