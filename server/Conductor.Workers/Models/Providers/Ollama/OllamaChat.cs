using System.Text.Json.Nodes;
using Conductor.Views;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;
using OllamaSharp.Models;
using OllamaSharp.Models.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

namespace Conductor.Workers.Models.Providers.Ollama;

/// <summary>Ollama's chat.</summary>
/// <param name="askWindow">Finds out how many tokens of a conversation to hold; asked until it has answered once.</param>
internal sealed class OllamaChat(IChatClient inner, string model, CallFailures failures, Func<CancellationToken, Task<int>> askWindow)
    : ProviderChatClient(inner, failures), ITellsWindow
{
    /// <summary>The part of the window that the conversation may fill: the answer comes into the same window, and models count each in its own way.</summary>
    private const double MostOfWindow = 0.9;

    // Written once; two first calls at a time ask twice and get the same.
    private int? _window;

    /// <inheritdoc/>
    public async ValueTask<int> WindowAsync(CancellationToken cancellationToken) => _window ??= await askWindow(cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask<(IList<ChatMessage> Messages, ChatOptions Options)> PrepareAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        var window = await WindowAsync(cancellationToken);
        // Ollama would drop the beginning without a word.
        if (TextUsage.Count(messages, options.Tools ?? [], [], O200kTokenCounter.Shared).InputTokens > window * MostOfWindow)
        {
            throw Failures.TooLong(reason: $"Ollama holds {window} tokens of it");
        }
        List<Message> sent = [.. OllamaHistory.Sent(messages)];
        List<object> tools = [.. options.Tools?.OfType<AIFunctionDeclaration>().Select(Tool) ?? []];
        options.Tools = null;
        options.RawRepresentationFactory = _ => new ChatRequest
        {
            Model = model,
            Messages = sent,
            Tools = tools.Count > 0 ? tools : null,
            Options = new RequestOptions { NumCtx = window },
        };
        // All of it is in the request already: the package's own conversion of messages drops thoughts and wraps results.
        return ([], options);
    }

    /// <inheritdoc/>
    protected override AnswerReading NewReading() => new OllamaReading();

    private static JsonObject Tool(AIFunctionDeclaration tool) => new()
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = tool.Name,
            ["description"] = tool.Description,
            ["parameters"] = JsonNode.Parse(tool.JsonSchema.GetRawText()),
        },
    };
}
