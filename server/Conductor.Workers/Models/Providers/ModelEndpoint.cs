using System.Text.RegularExpressions;

namespace Conductor.Workers.Models.Providers;

/// <summary>Which of the OpenAI protocols an endpoint speaks.</summary>
public enum EndpointApi
{
    /// <summary>Chat completions; what nearly every compatible server has.</summary>
    Chat,

    /// <summary>The responses API.</summary>
    Responses,
}

/// <summary>A server that speaks one of OpenAI's protocols, named by a person. Its models are <c>name:model</c>.</summary>
/// <param name="Name">In lower case: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, beginning with a letter.</param>
/// <param name="Address">What <c>/chat/completions</c> and <c>/models</c> are added to, for example <c>http://127.0.0.1:1234/v1</c>.</param>
/// <param name="KeyVariable">The environment variable that may hold its key; null for <c>NAME_API_KEY</c>.</param>
public sealed partial record ModelEndpoint(string Name, Uri Address, EndpointApi Api = EndpointApi.Chat, string? KeyVariable = null)
{
    private static readonly string[] Taken = ["demo", "script", "editor", "gemini", "anthropic", "openai", "openai-responses", "ollama"];

    /// <summary>The environment variable that may hold its key.</summary>
    public string KeyVariableName => KeyVariable ?? $"{NotInVariables().Replace(Name, "_").ToUpperInvariant()}_API_KEY";

    /// <summary>Whether an endpoint could be called that.</summary>
    public static bool IsName(string name) => Allowed().IsMatch(name) && !Taken.Contains(name);

    /// <summary>Reads an endpoint as a person wrote it.</summary>
    /// <param name="problem">What is wrong with it and what to do; null when nothing is.</param>
    /// <returns>Null when something is wrong.</returns>
    public static ModelEndpoint? Read(string name, string address, EndpointApi api, string? keyVariable, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(address);
        var lower = name.Trim().ToLowerInvariant();
        Uri? uri = null;
        problem = !Allowed().IsMatch(lower) ? $"The endpoint '{name}' cannot be called that: use letters, digits, '-', '_' and '.', beginning with a letter."
            : Taken.Contains(lower) ? $"The endpoint '{name}' cannot be called that, so it is not used: the name is taken. Give it another one{OfProvider(lower)}."
            : !ProviderAddress.TryRead(address, null, out uri) ? $"The endpoint '{name}' has no usable address: write one like http://127.0.0.1:1234/v1, without a user name or a query."
            : null;
        return problem is null && uri is not null
            ? new ModelEndpoint(lower, uri, api, string.IsNullOrWhiteSpace(keyVariable) ? null : keyVariable.Trim())
            : null;
    }

    /// <summary>What was probably meant by an endpoint with a provider's own name.</summary>
    private static string OfProvider(string name) => StandardProviders.All.FirstOrDefault(provider => provider.Name == name) is { AddressVariable: not null } provider
        ? $"; another address of {provider.Label} itself is set {ProviderWords.HowToSetAddress(provider)}"
        : "";

    [GeneratedRegex("^[a-z][a-z0-9._-]*$")]
    private static partial Regex Allowed();

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex NotInVariables();
}
