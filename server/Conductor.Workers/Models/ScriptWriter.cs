using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conductor.Core.Usage;

namespace Conductor.Workers.Models;

/// <summary>Writes a script in the form that <see cref="ScriptReader"/> reads, for people to read and change.</summary>
public static class ScriptWriter
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The script as JSON text that ends with a line break.</summary>
    public static string Write(ModelScript script)
    {
        ArgumentNullException.ThrowIfNull(script);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            json.WriteStartObject();
            if (script.Track is { } track)
            {
                json.WriteString(ModelScript.TrackKey, track);
            }
            foreach (var (id, ticket) in script.Tickets.OrderBy(ticket => ticket.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(id);
                Write(json, ticket);
            }
            if (script.Qa is { } qa)
            {
                json.WritePropertyName(ModelScript.QaKey);
                Write(json, qa);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static void Write(Utf8JsonWriter json, TicketScript ticket)
    {
        if (ticket.Attempts is { } attempts)
        {
            json.WriteStartObject();
            json.WriteStartArray("attempts");
            foreach (var attempt in attempts)
            {
                Write(json, attempt.Turns, attempt.Qa, ModelScript.QaKey);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        else
        {
            Write(json, ticket.Turns, ticket.AfterAnswer, "afterAnswer");
        }
    }

    /// <summary>Only the turns where there is nothing else.</summary>
    private static void Write(Utf8JsonWriter json, ImmutableArray<ScriptTurn> turns, ImmutableArray<ScriptTurn>? others, string othersName)
    {
        if (others is not { } other)
        {
            Write(json, turns);
            return;
        }
        json.WriteStartObject();
        json.WritePropertyName("turns");
        Write(json, turns);
        json.WritePropertyName(othersName);
        Write(json, other);
        json.WriteEndObject();
    }

    /// <summary>Each failure stands before its answer as a turn of its own.</summary>
    private static void Write(Utf8JsonWriter json, ImmutableArray<ScriptTurn> turns)
    {
        json.WriteStartArray();
        foreach (var turn in turns)
        {
            foreach (var error in turn.Errors)
            {
                Write(json, error);
            }
            if (turn.IsAnswer)
            {
                Write(json, turn);
            }
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ScriptTurn turn)
    {
        json.WriteStartObject();
        if (turn.Reasoning.Length > 0)
        {
            json.WriteString("reasoning", turn.Reasoning);
        }
        json.WriteString("text", turn.Text);
        if (!turn.ToolCalls.IsEmpty)
        {
            json.WriteStartArray("toolCalls");
            foreach (var call in turn.ToolCalls)
            {
                json.WriteStartObject();
                if (call.Id is not null)
                {
                    json.WriteString("id", call.Id);
                }
                json.WriteString("name", call.Name);
                json.WritePropertyName("arguments");
                call.Arguments.WriteTo(json);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        Write(json, turn.Usage);
        if (turn.Finish is not null)
        {
            json.WriteString("finish", turn.Finish);
        }
        if (turn.Delay > TimeSpan.Zero)
        {
            json.WriteNumber("delayMs", (long)turn.Delay.TotalMilliseconds);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ScriptError error)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("kind", ScriptTurnReader.ErrorWords[error.Kind]);
        if (error.RetryAfter is { } wait)
        {
            json.WriteNumber("retryAfterMs", (long)wait.TotalMilliseconds);
        }
        if (error.Message is not null)
        {
            json.WriteString("message", error.Message);
        }
        if (error.Text is not null)
        {
            json.WriteString("text", error.Text);
        }
        if (error.WasTaken is { } taken)
        {
            json.WriteBoolean("taken", taken);
        }
        Write(json, error.Usage);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TokenUsage? reported)
    {
        if (reported is not { } usage)
        {
            return;
        }
        json.WriteStartObject("usage");
        json.WriteNumber("inputTokens", usage.InputTokens);
        json.WriteNumber("outputTokens", usage.OutputTokens);
        json.WriteNumber("cachedInputTokens", usage.CachedInputTokens);
        if (usage.ReasoningTokens is { } reasoning)
        {
            json.WriteNumber("reasoningTokens", reasoning);
        }
        if (usage.CacheWriteTokens > 0)
        {
            json.WriteNumber("cacheWriteTokens", usage.CacheWriteTokens);
        }
        json.WriteEndObject();
    }
}
