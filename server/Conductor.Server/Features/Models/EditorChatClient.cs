using System.Runtime.CompilerServices;
using Conductor.Server.Protocol;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;

namespace Conductor.Server.Features.Models;

/// <summary>
/// Calls one model of the editor. It never retries, and reports no usage, since the editor tells none. What the model takes is known from its
/// first answer on. Safe for many calls at a time.
/// </summary>
/// <param name="model">As the editor lists it, with its vendor.</param>
internal sealed class EditorChatClient(EditorModels editor, string model) : IChatClient, ITellsWindow
{
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        EditorModelCall call = editor.Call(EditorModelMapping.ToCall(model, messages, options));
        await foreach (EditorModelPart part in call.PartsAsync(cancellationToken))
        {
            if (EditorModelMapping.ToContent(part) is { } content)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, [content]);
            }
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, [])
        {
            FinishReason = call.Finish == EditorModelFinish.ToolCalls ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
        };
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <summary>What the editor has told. It is asked for nothing: its models are not looked for unless a person wants that.</summary>
    public ValueTask<int> WindowAsync(CancellationToken cancellationToken) => editor.WindowOf(model) is { } window
        ? ValueTask.FromResult(window)
        : ValueTask.FromException<int>(new ModelCallException(ModelFailureKind.Unknown, "The editor has not told yet how much its model takes."));

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
