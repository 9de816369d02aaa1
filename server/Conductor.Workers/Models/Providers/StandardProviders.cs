using System.Collections.Immutable;
using Conductor.Workers.Models.Providers.Anthropic;
using Conductor.Workers.Models.Providers.Gemini;
using Conductor.Workers.Models.Providers.Ollama;
using Conductor.Workers.Models.Providers.OpenAI;

namespace Conductor.Workers.Models.Providers;

/// <summary>
/// The providers that need no setting but a key: a line each. Nothing of a vendor's package is loaded before a client is made.
/// </summary>
internal static class StandardProviders
{
    public static ImmutableArray<IModelProvider> All { get; } =
    [
        new GeminiProvider(),
        new AnthropicProvider(),
        new OpenAIProvider(),
        new OpenAIResponsesProvider(),
        new OllamaProvider(),
    ];
}
