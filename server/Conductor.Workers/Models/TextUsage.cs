using Conductor.Core.Usage;
using Conductor.Views;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models;

/// <summary>Counts the tokens of a model call from its texts, for models that report none.</summary>
public static class TextUsage
{
    /// <summary>One call: all messages and tool schemas are input, all that was said or asked for is output. Nothing is cached.</summary>
    public static TokenUsage Count(
        IEnumerable<ChatMessage> sent, IEnumerable<AITool> tools, IEnumerable<ChatMessage> answered, ITokenCounter counter)
    {
        ArgumentNullException.ThrowIfNull(counter);
        var schemas = tools.OfType<AIFunctionDeclaration>()
            .Sum(tool => (long)counter.Count($"{tool.Name}\n{tool.Description}\n{tool.JsonSchema.GetRawText()}"));
        return new TokenUsage(schemas + Count(sent, counter), Count(answered, counter), 0, Calls: 1);
    }

    /// <summary>The tokens of some messages.</summary>
    public static long Count(IEnumerable<ChatMessage> messages, ITokenCounter counter) =>
        messages.SelectMany(message => message.Contents).Sum(content => (long)counter.Count(TextOf(content)));

    private static string TextOf(AIContent content) => content switch
    {
        TextContent text => text.Text,
        TextReasoningContent reasoning => reasoning.Text,
        FunctionCallContent call => $"{call.Name} {MessageJson.Arguments(call)}",
        FunctionResultContent result => result.Result?.ToString() ?? "",
        _ => "",
    };
}
