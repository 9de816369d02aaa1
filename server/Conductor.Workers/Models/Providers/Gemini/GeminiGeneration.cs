using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>How an answer is to be generated: its limits, its form, and how much the model thinks.</summary>
internal static class GeminiGeneration
{
    private const int SmallBudget = 1024;
    private const int MediumBudget = 8192;
    private const int LargeBudget = 24_576;

    // The least that the larger models take: they cannot do without thinking.
    private const int LeastProBudget = 128;

    /// <summary>Writes <c>generationConfig</c>, when there is anything to say.</summary>
    public static void Write(Utf8JsonWriter writer, GeminiModel model, ChatOptions? options)
    {
        if (options is null && !model.Thinks)
        {
            return;
        }
        writer.WriteStartObject("generationConfig");
        if (options is not null)
        {
            WriteLimits(writer, options);
            WriteFormat(writer, options.ResponseFormat);
        }
        if (model.Thinks)
        {
            WriteThinking(writer, model, options?.Reasoning);
        }
        writer.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter writer, ChatOptions options)
    {
        if (options.MaxOutputTokens is { } most)
        {
            writer.WriteNumber("maxOutputTokens", most);
        }
        WriteNumber(writer, "temperature", options.Temperature);
        WriteNumber(writer, "topP", options.TopP);
        WriteNumber(writer, "presencePenalty", options.PresencePenalty);
        WriteNumber(writer, "frequencyPenalty", options.FrequencyPenalty);
        if (options.TopK is { } topK)
        {
            writer.WriteNumber("topK", topK);
        }
        if (options.Seed is { } seed)
        {
            writer.WriteNumber("seed", seed);
        }
        if (options.StopSequences is { Count: > 0 } stops)
        {
            writer.WriteStartArray("stopSequences");
            foreach (var stop in stops)
            {
                writer.WriteStringValue(stop);
            }
            writer.WriteEndArray();
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, float? number)
    {
        if (number is { } given)
        {
            writer.WriteNumber(name, given);
        }
    }

    private static void WriteFormat(Utf8JsonWriter writer, ChatResponseFormat? format)
    {
        if (format is not ChatResponseFormatJson json)
        {
            return;
        }
        writer.WriteString("responseMimeType", "application/json");
        if (json.Schema is { } schema)
        {
            writer.WritePropertyName("responseJsonSchema");
            schema.WriteTo(writer);
        }
    }

    private static void WriteThinking(Utf8JsonWriter writer, GeminiModel model, ReasoningOptions? reasoning)
    {
        writer.WriteStartObject("thinkingConfig");
        writer.WriteBoolean("includeThoughts", reasoning is not { Output: ReasoningOutput.None });
        if (reasoning?.Effort is { } effort)
        {
            if (model.HasLevels)
            {
                writer.WriteString("thinkingLevel", Level(model, effort));
            }
            else if (model.HasBudget)
            {
                writer.WriteNumber("thinkingBudget", Budget(model, effort));
            }
        }
        writer.WriteEndObject();
    }

    /// <summary>The larger models of the third generation have no smaller level than low, and the first of them none between.</summary>
    private static string Level(GeminiModel model, ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.None => model.IsPro ? "LOW" : "MINIMAL",
        ReasoningEffort.Low => "LOW",
        ReasoningEffort.Medium => model is { IsPro: true, Generation: 3 } ? "HIGH" : "MEDIUM",
        _ => "HIGH",
    };

    private static int Budget(GeminiModel model, ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.None => model.IsPro ? LeastProBudget : 0,
        ReasoningEffort.Low => SmallBudget,
        ReasoningEffort.Medium => MediumBudget,
        _ => LargeBudget,
    };
}
