using System.Text.Json;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>
/// Writes a conversation as Gemini has it. What another model said is written without its thoughts and signatures; the first call of each
/// of its steps gets the stand-in that is documented for such histories.
/// </summary>
internal sealed class GeminiContents(Utf8JsonWriter writer, GeminiModel model, GeminiNames names)
{
    /// <summary>Stands for a signature that nobody has.</summary>
    internal const string StandIn = "skip_thought_signature_validator";

    private readonly Dictionary<string, (FunctionCallContent Call, int Position)> _calls = new(StringComparer.Ordinal);

    /// <summary>Writes the elements of <c>contents</c>; the system's messages stand elsewhere.</summary>
    public void Write(IReadOnlyList<ChatMessage> messages)
    {
        var index = 0;
        while (index < messages.Count)
        {
            var role = messages[index].Role;
            List<AIContent> contents = [.. messages[index++].Contents];
            // One answer may be several messages, and so may the results of its calls: each is one content.
            while (role != ChatRole.User && index < messages.Count && messages[index].Role == role)
            {
                contents.AddRange(messages[index++].Contents);
            }
            if (role == ChatRole.Assistant)
            {
                WriteAnswer(contents);
            }
            else if (role != ChatRole.System)
            {
                // Calls without ids are told apart by their order alone.
                WriteSaid([.. contents.OrderBy(content => content is FunctionResultContent result ? Of(result).Position : -1)]);
            }
        }
    }

    private void WriteAnswer(List<AIContent> contents)
    {
        var parts = new GeminiTextParts(writer, () => Open("model"));
        var isFirst = true;
        foreach (var content in contents)
        {
            switch (content)
            {
                case TextContent text:
                    parts.Add(text.Text);
                    break;
                case TextReasoningContent thought when GeminiMarks.IsBy(model, thought):
                    parts.Add(thought);
                    break;
                case FunctionCallContent call:
                    parts.Flush();
                    parts.Begin();
                    WriteCall(call, isFirst);
                    _calls[call.CallId] = (call, _calls.Count);
                    isFirst = false;
                    break;
            }
        }
        parts.Flush();
        if (parts.HasBegun)
        {
            Close();
        }
    }

    private void WriteCall(FunctionCallContent call, bool isFirst)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("functionCall");
        WriteId(call);
        writer.WriteString("name", names[call.Name]);
        writer.WritePropertyName("args");
        writer.WriteRawValue(MessageJson.Arguments(call), skipInputValidation: true);
        writer.WriteEndObject();
        var isOwn = GeminiMarks.IsBy(model, call);
        if (isOwn && GeminiMarks.SignatureOf(call) is { } signature)
        {
            writer.WriteString("thoughtSignature", signature);
        }
        else if (isFirst && (!isOwn || model.HasLevels))
        {
            writer.WriteString("thoughtSignature", StandIn);
        }
        writer.WriteEndObject();
    }

    private void WriteId(FunctionCallContent call)
    {
        if (GeminiMarks.IdOf(call) is { } id)
        {
            writer.WriteString("id", id);
        }
    }

    private void WriteSaid(List<AIContent> contents)
    {
        var hasBegun = false;
        foreach (var content in contents)
        {
            if (content is not (FunctionResultContent or TextContent { Text.Length: > 0 } or DataContent))
            {
                continue;
            }
            if (!hasBegun)
            {
                Open("user");
                hasBegun = true;
            }
            writer.WriteStartObject();
            switch (content)
            {
                case FunctionResultContent result:
                    WriteResult(result);
                    break;
                case TextContent text:
                    writer.WriteString("text", text.Text);
                    break;
                case DataContent data:
                    writer.WriteStartObject("inlineData");
                    writer.WriteString("mimeType", data.MediaType);
                    writer.WriteBase64String("data", data.Data.Span);
                    writer.WriteEndObject();
                    break;
            }
            writer.WriteEndObject();
        }
        if (hasBegun)
        {
            Close();
        }
    }

    private void WriteResult(FunctionResultContent result)
    {
        var call = Of(result).Call;
        writer.WriteStartObject("functionResponse");
        WriteId(call);
        writer.WriteString("name", names[call.Name]);
        writer.WriteStartObject("response");
        writer.WritePropertyName(HasFailed(result) ? "error" : "output");
        WriteValue(result.Result ?? result.Exception?.Message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private (FunctionCallContent Call, int Position) Of(FunctionResultContent result) => _calls.TryGetValue(result.CallId, out var call)
        ? call
        : throw new InvalidOperationException($"The conversation holds a result of the call '{result.CallId}' but not the call. Retry the ticket.");

    private void WriteValue(object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteStringValue("");
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            default:
                JsonSerializer.Serialize(writer, value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType()));
                break;
        }
    }

    private static bool HasFailed(FunctionResultContent result) => result.Exception is not null || FailedResults.IsFailed(result);

    private void Open(string role)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        writer.WriteStartArray("parts");
    }

    private void Close()
    {
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
