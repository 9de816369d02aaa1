using Conductor.Server.Protocol;

namespace Conductor.Server.Tests.Protocol;

/// <summary>Examples of the messages about models and keys.</summary>
internal static class ModelExamples
{
    private static readonly ProviderInfo Gemini = new(
        "gemini",
        "Google Gemini",
        "gemini",
        ProviderStateName.Ok,
        Message: null,
        Remedy: null,
        TakesKey: true,
        NeedsKey: true,
        KeySourceName.Secret,
        KeyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
        IsLocal: false,
        "https://generativelanguage.googleapis.com/",
        [new ModelInfo("gemini:gemini-2.5-flash-lite", "Gemini 2.5 Flash-Lite", ContextWindow: 1_048_576, MaximumOutput: 65_536, InputPrice: 0.1, OutputPrice: 0.4)]);

    private static readonly ProviderInfo Anthropic = Gemini with
    {
        Name = "anthropic",
        Label = "Anthropic",
        Account = "anthropic",
        State = ProviderStateName.NoKey,
        Message = "Anthropic needs an API key. Set one, or put it into ANTHROPIC_API_KEY.",
        Remedy = RemedyName.SetKey,
        KeySource = KeySourceName.None,
        KeyVariables = ["ANTHROPIC_API_KEY"],
        Address = "https://api.anthropic.com/",
        Models = [],
    };

    public static IReadOnlyList<object> All { get; } =
    [
        new SetSecretParams("gemini", "no-real-key"),
        new SecretState("gemini", KeySourceName.Secret),
        new ListModelsParams("gemini", Ask: true),
        new ModelList([Gemini, Anthropic]),
        new TestModelParams("gemini:gemini-2.5-flash-lite"),
        new ModelTestResult(Ok: false, "anthropic", "Anthropic refused the key. Set another one.", Milliseconds: 212, "anthropic", RemedyName.SetKey),
    ];
}
