using System.Globalization;
using System.Text.Json;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>
/// What Gemini sends beside its words and wants back on the same part: kept on contents so that it survives JSON, the joining of streamed
/// pieces, and new ids of calls.
/// </summary>
/// <remarks>
/// Streamed texts are joined with the marks of the first piece, thoughts until one has protected data. So the signature of a text or a
/// thought follows it as protected data of its own, which says of how many of the last characters it is.
/// </remarks>
internal static class GeminiMarks
{
    private const string SignatureKey = "gemini.signature";
    private const string IdKey = "gemini.id";
    private const char OfText = 't';
    private const char OfThought = 'h';

    /// <summary>A call as this model made it.</summary>
    public static FunctionCallContent Call(GeminiModel model, string callId, string name, GeminiPart part)
    {
        var marks = new AdditionalPropertiesDictionary { [ThoughtOwner.Key] = model.ToString() };
        if (part.ThoughtSignature is { } signature)
        {
            marks[SignatureKey] = signature;
        }
        if (part.FunctionCall?.Id is { Length: > 0 } id)
        {
            marks[IdKey] = id;
        }
        return new FunctionCallContent(callId, name) { AdditionalProperties = marks };
    }

    /// <summary>A piece of what this model thinks.</summary>
    public static TextReasoningContent Thought(GeminiModel model, string text) => new(text) { AdditionalProperties = Own(model) };

    /// <summary>The signature of a part of text that came just before.</summary>
    public static TextReasoningContent Signature(GeminiModel model, GeminiPart part) => new(null)
    {
        ProtectedData = string.Create(
            CultureInfo.InvariantCulture, $"{(part.Thought ? OfThought : OfText)}{part.Text?.Length ?? 0}:{part.ThoughtSignature}"),
        AdditionalProperties = Own(model),
    };

    /// <summary>Whether this very model said it.</summary>
    public static bool IsBy(GeminiModel model, AIContent content) => ThoughtOwner.IsBy(content, model.ToString());

    /// <summary>The signature that came with a call; null when none did.</summary>
    public static string? SignatureOf(FunctionCallContent call) => Text(call, SignatureKey);

    /// <summary>The id that came with a call; null when none did, and then none is sent back.</summary>
    public static string? IdOf(FunctionCallContent call) => Text(call, IdKey);

    /// <summary>The signature in protected data, and what it is of; null when there is none.</summary>
    public static (bool Thought, int Length, string Signature)? Read(TextReasoningContent content) =>
        content.ProtectedData is { Length: > 2 } data
        && data[0] is OfText or OfThought
        && data.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon
        && int.TryParse(data.AsSpan(1, colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? (data[0] == OfThought, length, data[(colon + 1)..])
            : null;

    private static AdditionalPropertiesDictionary Own(GeminiModel model) => new() { [ThoughtOwner.Key] = model.ToString() };

    private static string? Text(AIContent content, string key) => content.AdditionalProperties?.GetValueOrDefault(key) switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        _ => null,
    };
}
