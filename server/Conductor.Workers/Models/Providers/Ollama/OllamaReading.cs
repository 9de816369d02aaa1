using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;
using OllamaSharp.Models.Chat;

namespace Conductor.Workers.Models.Providers.Ollama;

/// <summary>Reads one answer of Ollama's. Its calls have ids only in newer versions; the others get one that no other call has.</summary>
internal sealed class OllamaReading : AnswerReading
{
    /// <inheritdoc/>
    public override IEnumerable<ChatResponseUpdate> Read(ChatResponseUpdate update)
    {
        var contents = update.Contents;
        update.Contents =
        [
            // A chunk may have thoughts and words; thoughts come first.
            .. contents.OfType<TextReasoningContent>(),
            .. contents.Where(content => content is not TextReasoningContent).Select(content => content is FunctionCallContent call ? Named(call) : content),
        ];
        return base.Read(update);
    }

    private static FunctionCallContent Named(FunctionCallContent call) => new(
        (call.RawRepresentation as Message.ToolCall)?.Id is { Length: > 0 } id ? id : Guid.NewGuid().ToString("N"),
        call.Name,
        call.Arguments);
}
