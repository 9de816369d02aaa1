using Microsoft.Extensions.AI;
using OllamaSharp.Models.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using OllamaRole = OllamaSharp.Models.Chat.ChatRole;

namespace Conductor.Workers.Models.Providers.Ollama;

/// <summary>A conversation in Ollama's shape: thoughts go back with the turn that had them, results under the name of their tool.</summary>
internal static class OllamaHistory
{
    /// <summary>The messages to send.</summary>
    public static IEnumerable<Message> Sent(IEnumerable<ChatMessage> messages)
    {
        Dictionary<string, string> names = [];
        foreach (var message in messages)
        {
            List<FunctionCallContent> calls = [.. message.Contents.OfType<FunctionCallContent>()];
            foreach (var call in calls)
            {
                names[call.CallId] = call.Name;
            }
            List<FunctionResultContent> results = [.. message.Contents.OfType<FunctionResultContent>()];
            var thoughts = string.Concat(message.Contents.OfType<TextReasoningContent>().Select(thought => thought.Text));
            if (results.Count == 0 || message.Text.Length > 0)
            {
                yield return new Message
                {
                    Role = new OllamaRole(message.Role.Value),
                    Content = message.Text,
                    Thinking = thoughts.Length > 0 ? thoughts : null,
                    ToolCalls = calls.Count > 0 ? calls.Select(Sent) : null,
                };
            }
            foreach (var result in results)
            {
                yield return new Message { Role = OllamaRole.Tool, Content = result.Result?.ToString() ?? "", ToolName = names.GetValueOrDefault(result.CallId) };
            }
        }
    }

    private static Message.ToolCall Sent(FunctionCallContent call) => new()
    {
        Id = call.CallId,
        Function = new Message.Function { Name = call.Name, Arguments = call.Arguments ?? new Dictionary<string, object?>() },
    };
}
