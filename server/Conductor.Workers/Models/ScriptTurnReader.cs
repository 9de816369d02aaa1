using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Usage;

namespace Conductor.Workers.Models;

/// <summary>Reads single turns of a script.</summary>
internal sealed class ScriptTurnReader(ScriptFields fields)
{
    /// <summary>The word for each kind of failure.</summary>
    public static ImmutableDictionary<ModelFailureKind, string> ErrorWords { get; } =
        Enum.GetValues<ModelFailureKind>().ToImmutableDictionary(kind => kind, ModelFailureKinds.NameOf);

    /// <summary>Reads a turn.</summary>
    /// <param name="path">Where it stands, as JSON path.</param>
    public ScriptTurn Read(JsonElement turn, string path)
    {
        if (turn.ValueKind != JsonValueKind.Object)
        {
            fields.Problems.Add($"{path} must be an object with 'text', 'toolCalls' or 'error'.");
            return new ScriptTurn("", [], null, TimeSpan.Zero, []);
        }
        fields.RefuseUnknown(turn, path, ["text", "reasoning", "toolCalls", "usage", "finish", "error", "delayMs"]);
        var text = fields.Text(turn, "text", path);
        var reasoning = fields.Text(turn, "reasoning", path);
        var calls = Calls(turn, path);
        var error = Error(turn, path);
        return new ScriptTurn(
            text ?? "", calls, Usage(turn, path), TimeSpan.FromMilliseconds(fields.Number(turn, "delayMs", path) ?? 0), error is null ? [] : [error])
        {
            Reasoning = reasoning ?? "",
            Finish = fields.Text(turn, "finish", path),
            IsAnswer = error is null || text is not null || reasoning is not null || !calls.IsEmpty,
        };
    }

    private ImmutableArray<ScriptToolCall> Calls(JsonElement turn, string path)
    {
        if (ScriptFields.Present(turn, "toolCalls") is not { } list)
        {
            return [];
        }
        if (list.ValueKind != JsonValueKind.Array)
        {
            fields.Problems.Add($"{path}.toolCalls must be a list.");
            return [];
        }
        return [.. list.EnumerateArray().Select((call, index) => Call(call, $"{path}.toolCalls[{index}]"))];
    }

    private ScriptToolCall Call(JsonElement call, string path)
    {
        var name = call.ValueKind == JsonValueKind.Object ? fields.Text(call, "name", path) : null;
        if (name is null)
        {
            fields.Problems.Add($"{path} must be an object with the tool's 'name' and its 'arguments'.");
            return new ScriptToolCall("", default);
        }
        fields.RefuseUnknown(call, path, ["name", "arguments", "id"]);
        var arguments = ScriptFields.Present(call, "arguments");
        if (arguments is { ValueKind: not JsonValueKind.Object })
        {
            fields.Problems.Add($"{path}.arguments must be an object.");
        }
        return new ScriptToolCall(name, arguments?.Clone() ?? JsonElement.Parse("{}"), fields.Text(call, "id", path));
    }

    private TokenUsage? Usage(JsonElement turn, string path)
    {
        if (ScriptFields.Present(turn, "usage") is not { } usage)
        {
            return null;
        }
        if (usage.ValueKind != JsonValueKind.Object)
        {
            fields.Problems.Add($"{path}.usage must be an object with 'inputTokens', 'outputTokens', 'cachedInputTokens', 'reasoningTokens' and 'cacheWriteTokens'.");
            return null;
        }
        var inside = $"{path}.usage";
        fields.RefuseUnknown(usage, inside, ["inputTokens", "outputTokens", "cachedInputTokens", "reasoningTokens", "cacheWriteTokens"]);
        return new TokenUsage(
            fields.Number(usage, "inputTokens", inside) ?? 0,
            fields.Number(usage, "outputTokens", inside) ?? 0,
            fields.Number(usage, "cachedInputTokens", inside) ?? 0,
            Calls: 1,
            fields.Number(usage, "reasoningTokens", inside),
            fields.Number(usage, "cacheWriteTokens", inside) ?? 0);
    }

    private ScriptError? Error(JsonElement turn, string path)
    {
        if (ScriptFields.Present(turn, "error") is not { } error)
        {
            return null;
        }
        var inside = $"{path}.error";
        var kind = error.ValueKind == JsonValueKind.Object ? fields.Text(error, "kind", inside) : null;
        if (kind is null || ModelFailureKinds.KindOf(kind) is not { } failure)
        {
            fields.Problems.Add($"{inside}.kind must be one of {string.Join(", ", ErrorWords.OrderBy(word => word.Key).Select(word => word.Value))}.");
            return null;
        }
        fields.RefuseUnknown(error, inside, ["kind", "retryAfterMs", "message", "text", "usage", "taken"]);
        return new ScriptError(failure, fields.Number(error, "retryAfterMs", inside) is { } wait ? TimeSpan.FromMilliseconds(wait) : null)
        {
            Message = fields.Text(error, "message", inside),
            Text = fields.Text(error, "text", inside),
            Usage = Usage(error, inside),
            WasTaken = fields.Bool(error, "taken", inside),
        };
    }
}
