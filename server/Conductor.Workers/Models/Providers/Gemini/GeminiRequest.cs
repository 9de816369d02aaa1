using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>One request: its body, and what is needed to read the answer.</summary>
internal sealed class GeminiRequest
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<ChatMessage> _messages;
    private readonly ChatOptions? _options;
    private readonly List<AIFunctionDeclaration> _tools;

    public GeminiRequest(GeminiModel model, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        Model = model;
        _messages = [.. messages];
        _options = options;
        _tools = [.. options?.Tools?.OfType<AIFunctionDeclaration>() ?? []];
        Names = new GeminiNames(_tools);
    }

    /// <summary>The model that is asked.</summary>
    public GeminiModel Model { get; }

    /// <summary>What the tools are called on the wire.</summary>
    public GeminiNames Names { get; }

    /// <summary>The model's answers before this one.</summary>
    public int Turn => _messages.Count(message => message.Role == ChatRole.Assistant);

    /// <summary>The body of a call that generates.</summary>
    public ReadOnlyMemory<byte> Body() => Write(writer =>
    {
        writer.WriteStartObject();
        WriteMembers(writer);
        writer.WriteEndObject();
    });

    /// <summary>The body of a call that counts what would be sent.</summary>
    public ReadOnlyMemory<byte> CountBody() => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("generateContentRequest");
        writer.WriteString("model", Model.Path);
        WriteMembers(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            write(writer);
        }
        return buffer.WrittenMemory;
    }

    private void WriteMembers(Utf8JsonWriter writer)
    {
        WriteSystem(writer);
        writer.WriteStartArray("contents");
        new GeminiContents(writer, Model, Names).Write(_messages);
        writer.WriteEndArray();
        if (_tools.Count > 0)
        {
            WriteTools(writer);
        }
        GeminiGeneration.Write(writer, Model, _options);
    }

    private void WriteSystem(Utf8JsonWriter writer)
    {
        var texts = _messages
            .Where(message => message.Role == ChatRole.System)
            .SelectMany(message => message.Contents.OfType<TextContent>())
            .Select(content => content.Text)
            .Prepend(_options?.Instructions)
            .Where(text => !string.IsNullOrEmpty(text))
            .ToList();
        if (texts.Count == 0)
        {
            return;
        }
        writer.WriteStartObject("systemInstruction");
        writer.WriteStartArray("parts");
        foreach (var text in texts)
        {
            writer.WriteStartObject();
            writer.WriteString("text", text);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteTools(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("tools");
        writer.WriteStartObject();
        writer.WriteStartArray("functionDeclarations");
        foreach (var tool in _tools)
        {
            writer.WriteStartObject();
            writer.WriteString("name", Names[tool.Name]);
            writer.WriteString("description", tool.Description);
            writer.WritePropertyName("parametersJsonSchema");
            tool.JsonSchema.WriteTo(writer);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (_options?.ToolMode is not { } mode)
        {
            return;
        }
        writer.WriteStartObject("toolConfig");
        writer.WriteStartObject("functionCallingConfig");
        writer.WriteString("mode", mode switch
        {
            NoneChatToolMode => "NONE",
            RequiredChatToolMode => "ANY",
            _ => "AUTO",
        });
        if (mode is RequiredChatToolMode { RequiredFunctionName: { } required })
        {
            writer.WriteStartArray("allowedFunctionNames");
            writer.WriteStringValue(Names[required]);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
