using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Server.Features.Models;

/// <summary>A model call in the shapes of the wire, and parts of its answer back.</summary>
internal static class EditorModelMapping
{
    /// <summary>A call of a model of the editor.</summary>
    public static EditorModelCallParams ToCall(string model, IEnumerable<ChatMessage> messages, ChatOptions? options) => new(
        CallId: "",
        model,
        [.. ToMessages(messages)],
        options?.ToolMode is NoneChatToolMode ? [] : [.. (options?.Tools ?? []).OfType<AIFunctionDeclaration>().Select(ToTool)],
        options?.ToolMode is RequiredChatToolMode ? EditorToolMode.Required : EditorToolMode.Auto,
        options?.MaxOutputTokens);

    /// <summary>A part of an answer; null for one that is empty, or of a later version.</summary>
    /// <exception cref="ModelCallException">It is a call without arguments.</exception>
    public static AIContent? ToContent(EditorModelPart part) => part switch
    {
        { ToolCall: { } call } => new FunctionCallContent(call.CallId, call.Name, ToArguments(call)),
        { Text: { Length: > 0 } text } => new TextContent(text),
        { Thinking: { Length: > 0 } thinking } => new TextReasoningContent(thinking),
        _ => null,
    };

    /// <summary>What a system would say is said by the first user message; a message that would have no parts is left out, since the editor refuses it.</summary>
    private static IEnumerable<EditorModelMessage> ToMessages(IEnumerable<ChatMessage> messages)
    {
        List<ChatMessage> all = [.. messages];
        return all.Where(message => message.Role == ChatRole.System).Concat(all.Where(message => message.Role != ChatRole.System))
            .Select(message => new EditorModelMessage(
                message.Role == ChatRole.Assistant ? EditorModelRole.Assistant : EditorModelRole.User,
                [.. message.Contents.Select(ToPart).OfType<EditorModelPart>()]))
            .Where(message => message.Parts.Count > 0);
    }

    /// <summary>Thoughts stay here: the editor has no way to send them back.</summary>
    private static EditorModelPart? ToPart(AIContent content) => content switch
    {
        TextContent { Text.Length: > 0 } text => new EditorModelPart(Text: text.Text),
        FunctionCallContent call => new EditorModelPart(ToolCall: new EditorToolCall(call.CallId, call.Name, JsonElement.Parse(MessageJson.Arguments(call)))),
        FunctionResultContent result => new EditorModelPart(
            ToolResult: new EditorToolResult(result.CallId, result.Result?.ToString() ?? "", IsError: FailedResults.IsFailed(result))),
        _ => null,
    };

    private static EditorModelTool ToTool(AIFunctionDeclaration tool) => new(tool.Name, tool.Description, tool.JsonSchema);

    private static Dictionary<string, object?> ToArguments(EditorToolCall call) => call.Arguments.ValueKind == JsonValueKind.Object
        ? call.Arguments.EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value)
        : throw EditorModelFailures.MalformedCall(call.Name);
}
