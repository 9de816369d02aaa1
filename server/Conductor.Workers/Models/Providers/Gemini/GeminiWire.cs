using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>A whole answer, or one event of a streamed one, as far as it is read.</summary>
internal sealed record GeminiChunk
{
    public GeminiCandidate[]? Candidates { get; init; }

    public GeminiPromptFeedback? PromptFeedback { get; init; }

    public GeminiUsage? UsageMetadata { get; init; }

    public string? ModelVersion { get; init; }

    public string? ResponseId { get; init; }

    public GeminiError? Error { get; init; }

    /// <summary>Reads one; null when nothing is there. An error may be wrapped in a list.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static GeminiChunk? Read(ReadOnlySpan<byte> json)
    {
        var text = json.Trim(" \t\r\n"u8);
        if (text.IsEmpty)
        {
            return null;
        }
        return text[0] == (byte)'['
            ? JsonSerializer.Deserialize(text, GeminiJson.Default.GeminiChunkArray)?.FirstOrDefault(chunk => chunk.Error is not null)
                ?? throw new JsonException("A list came that holds no error.")
            : JsonSerializer.Deserialize(text, GeminiJson.Default.GeminiChunk);
    }
}

internal sealed record GeminiCandidate(GeminiContent? Content, string? FinishReason, string? FinishMessage);

internal sealed record GeminiContent(GeminiPart[]? Parts);

/// <param name="Thought">The text is a summary of what the model thinks.</param>
/// <param name="ThoughtSignature">Opaque; belongs to this part and to no other.</param>
internal sealed record GeminiPart(string? Text, bool Thought, GeminiFunctionCall? FunctionCall, string? ThoughtSignature);

/// <param name="Id">Null of models that give none.</param>
internal sealed record GeminiFunctionCall(string? Id, string Name, JsonElement Args);

internal sealed record GeminiPromptFeedback(string? BlockReason, string? BlockReasonMessage);

/// <summary>In tokens, of the whole call until now.</summary>
/// <param name="PromptTokenCount">With the cached ones.</param>
/// <param name="CandidatesTokenCount">Without the thoughts.</param>
internal sealed record GeminiUsage(
    long? PromptTokenCount, long? CachedContentTokenCount, long? CandidatesTokenCount, long? ThoughtsTokenCount, long? ToolUsePromptTokenCount);

internal sealed record GeminiError(int Code, string? Message, string? Status, GeminiErrorDetail[]? Details);

/// <summary>One of several kinds, told apart by what it has.</summary>
/// <param name="Reason">Of what is wrong with the key or the project.</param>
/// <param name="RetryDelay">Seconds, for example <c>57.2s</c>.</param>
internal sealed record GeminiErrorDetail(string? Reason, string? RetryDelay, GeminiQuotaViolation[]? Violations);

internal sealed record GeminiQuotaViolation(string? QuotaId, string? QuotaValue);

internal sealed record GeminiModelPage(GeminiListedModel[]? Models, string? NextPageToken);

internal sealed record GeminiListedModel(
    string Name, string? DisplayName, int? InputTokenLimit, int? OutputTokenLimit, string[]? SupportedGenerationMethods);

internal sealed record GeminiCount(long TotalTokens);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(GeminiChunk))]
[JsonSerializable(typeof(GeminiChunk[]))]
[JsonSerializable(typeof(GeminiModelPage))]
[JsonSerializable(typeof(GeminiCount))]
internal sealed partial class GeminiJson : JsonSerializerContext;
