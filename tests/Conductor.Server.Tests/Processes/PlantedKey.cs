using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Conductor.Server.Tests.Processes;

/// <summary>A key that nobody else has: whoever finds it anywhere has found a leak.</summary>
/// <param name="Provider">The first part of the model's id.</param>
/// <param name="Model">The rest of it.</param>
/// <param name="KeyVariable">Where the key is planted.</param>
/// <param name="AddressVariable">Where the provider's address is set.</param>
/// <param name="Path">What its base addresses end with.</param>
/// <param name="Scenario">What the fake provider server plays for it.</param>
internal sealed record PlantedKey(string Provider, string Model, string KeyVariable, string AddressVariable, string Path, string Scenario)
{
    /// <summary>One for each provider there is.</summary>
    public static IReadOnlyList<PlantedKey> All { get; } =
    [
        new("gemini", "gemini-2.5-flash-lite", "GEMINI_API_KEY", "GOOGLE_GEMINI_BASE_URL", "", "script"),
        new("anthropic", "claude-haiku-4-5", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "", "text"),
        new("openai", "gpt-5-mini", "OPENAI_API_KEY", "OPENAI_BASE_URL", "/v1", "script"),
        new("openai-responses", "gpt-5-mini", "OPENAI_API_KEY", "OPENAI_BASE_URL", "/v1", "text"),
        new("ollama", "qwen3:8b", "OLLAMA_API_KEY", "OLLAMA_HOST", "", "text"),
        new("mine", "some-model", "MINE_API_KEY", "CONDUCTOR_ENDPOINT_MINE", "/v1", "script"),
    ];

    /// <summary>An environment beside the test's own: without any key or address, and with a folder of the test's for everything that may be kept.</summary>
    public static Dictionary<string, string?> NoKeys(string home)
    {
        var environment = All.SelectMany(planted => (string[])[planted.KeyVariable, planted.AddressVariable])
            .Append("GOOGLE_API_KEY")
            .Distinct()
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        foreach (string name in (string[])["HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"])
        {
            environment[name] = home;
        }

        return environment;
    }

    /// <summary>The key; with characters that are written otherwise in JSON and in addresses.</summary>
    public string Key => $"planted+\"{Provider}\"/8b1f3c";

    /// <summary>The key of a provider.</summary>
    public static PlantedKey Of(string provider) => All.Single(planted => planted.Provider == provider);

    /// <summary>Whether the key stands in these bytes, in any form that it may take.</summary>
    public bool IsIn(byte[] bytes) => Forms.Any(form => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(form)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(form)) >= 0);

    /// <summary>The forms that a key may take in a text.</summary>
    public IReadOnlyList<string> Forms =>
    [
        Key,
        Uri.EscapeDataString(Key),
        JsonEncodedText.Encode(Key).ToString(),
        JsonEncodedText.Encode(Key, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)).TrimEnd('='),
    ];
}
