using System.Net.Http.Headers;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;
using OllamaSharp;

namespace Conductor.Workers.Models.Providers.Ollama;

/// <summary>Makes clients of Ollama's package.</summary>
internal static class OllamaClients
{
    /// <summary>A client of one model.</summary>
    public static IChatClient Create(IModelProvider provider, string model, ProviderAccess access)
    {
        var failures = new CallFailures(provider, access, model);
        var http = ProviderExchange.Client(access, failures);
        http.BaseAddress = new Uri($"{ProviderWords.Place(access.Address)}/");
        Sign(http.DefaultRequestHeaders, access.Key);
        return new OllamaApiClient(http, model);
    }

    /// <summary>Ollama itself asks for no key; what stands before a shared one may.</summary>
    public static void Sign(HttpRequestHeaders headers, string? key) =>
        headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
}
