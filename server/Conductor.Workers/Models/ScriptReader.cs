using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Usage;

namespace Conductor.Workers.Models;

/// <summary>Reads a script file and names everything wrong with it at once, each with its JSON path.</summary>
public sealed class ScriptReader
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly ImmutableDictionary<string, ModelFailureKind> ErrorKinds = new Dictionary<string, ModelFailureKind>
    {
        ["rateLimit"] = ModelFailureKind.RateLimit,
        ["overloaded"] = ModelFailureKind.Overloaded,
        ["auth"] = ModelFailureKind.Auth,
        ["cutStream"] = ModelFailureKind.CutStream,
        ["server"] = ModelFailureKind.Server,
    }.ToImmutableDictionary();

    private readonly List<string> _problems = [];

    private ScriptReader()
    {
    }

    /// <summary>Reads a script.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="problems">One sentence for each thing that is wrong; empty when nothing is.</param>
    /// <returns>Null when there are problems.</returns>
    public static ModelScript? Read(string json, out ImmutableArray<string> problems)
    {
        var reader = new ScriptReader();
        ModelScript? script = null;
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            script = reader.Script(document.RootElement);
        }
        catch (JsonException exception)
        {
            reader._problems.Add($"It is not JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}): {exception.Message}");
        }
        problems = [.. reader._problems];
        return problems.IsEmpty ? script : null;
    }

    private ModelScript Script(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            _problems.Add("$ must be an object with a list of turns for each ticket id, \"*\" or \"tier4\".");
            return ModelScript.Empty;
        }
        var tickets = ImmutableDictionary.CreateBuilder<string, TicketScript>(StringComparer.Ordinal);
        ImmutableArray<ScriptTurn>? qa = null;
        foreach (var property in root.EnumerateObject())
        {
            var path = $"$['{property.Name}']";
            if (property.Name == ModelScript.QaKey)
            {
                qa = Ticket(property.Value, path).Turns;
            }
            else
            {
                tickets[property.Name] = Ticket(property.Value, path);
            }
        }
        return new ModelScript(tickets.ToImmutable(), qa is { IsEmpty: true } ? null : qa);
    }

    private TicketScript Ticket(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return new TicketScript(Turns(value, path));
        }
        if (value.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"{path} must be a list of turns, or an object with 'turns' and 'afterAnswer'.");
            return new TicketScript([]);
        }
        var turns = value.TryGetProperty("turns", out var first) ? Turns(first, $"{path}.turns") : Missing($"{path}.turns");
        return new TicketScript(turns, Present(value, "afterAnswer") is { } after ? Turns(after, $"{path}.afterAnswer") : null);
    }

    private ImmutableArray<ScriptTurn> Missing(string path)
    {
        _problems.Add($"{path} is missing.");
        return [];
    }

    /// <summary>A turn that is nothing but an error belongs to the answer after it, since a failed call adds no turn to the history.</summary>
    private ImmutableArray<ScriptTurn> Turns(JsonElement list, string path)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            _problems.Add($"{path} must be a list of turns.");
            return [];
        }
        var turns = ImmutableArray.CreateBuilder<ScriptTurn>();
        ImmutableArray<ScriptError> errors = [];
        foreach (var (index, element) in list.EnumerateArray().Index())
        {
            var turn = Turn(element, $"{path}[{index}]");
            errors = errors.AddRange(turn.Errors);
            if (turn.IsAnswer)
            {
                turns.Add(turn with { Errors = errors });
                errors = [];
            }
        }
        if (!errors.IsEmpty)
        {
            turns.Add(new ScriptTurn("", [], null, TimeSpan.Zero, errors) { IsAnswer = false });
        }
        return turns.ToImmutable();
    }

    private ScriptTurn Turn(JsonElement turn, string path)
    {
        if (turn.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"{path} must be an object with 'text', 'toolCalls' or 'error'.");
            return new ScriptTurn("", [], null, TimeSpan.Zero, []);
        }
        var text = Text(turn, "text", path);
        var calls = Calls(turn, path);
        var error = Error(turn, path);
        return new ScriptTurn(
            text ?? "", calls, Usage(turn, path), TimeSpan.FromMilliseconds(Number(turn, "delayMs", path) ?? 0), error is null ? [] : [error])
        {
            IsAnswer = error is null || text is not null || !calls.IsEmpty,
        };
    }

    private ImmutableArray<ScriptToolCall> Calls(JsonElement turn, string path)
    {
        if (Present(turn, "toolCalls") is not { } list)
        {
            return [];
        }
        if (list.ValueKind != JsonValueKind.Array)
        {
            _problems.Add($"{path}.toolCalls must be a list.");
            return [];
        }
        return [.. list.EnumerateArray().Select((call, index) => Call(call, $"{path}.toolCalls[{index}]"))];
    }

    private ScriptToolCall Call(JsonElement call, string path)
    {
        var name = call.ValueKind == JsonValueKind.Object ? Text(call, "name", path) : null;
        if (name is null)
        {
            _problems.Add($"{path} must be an object with the tool's 'name' and its 'arguments'.");
            return new ScriptToolCall("", default);
        }
        var arguments = Present(call, "arguments");
        if (arguments is { ValueKind: not JsonValueKind.Object })
        {
            _problems.Add($"{path}.arguments must be an object.");
        }
        return new ScriptToolCall(name, arguments?.Clone() ?? JsonElement.Parse("{}"), Text(call, "id", path));
    }

    private TokenUsage? Usage(JsonElement turn, string path)
    {
        if (Present(turn, "usage") is not { } usage)
        {
            return null;
        }
        if (usage.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"{path}.usage must be an object with 'inputTokens', 'outputTokens', 'cachedInputTokens' and 'reasoningTokens'.");
            return null;
        }
        var inside = $"{path}.usage";
        return new TokenUsage(
            Number(usage, "inputTokens", inside) ?? 0,
            Number(usage, "outputTokens", inside) ?? 0,
            Number(usage, "cachedInputTokens", inside) ?? 0,
            Calls: 1,
            Number(usage, "reasoningTokens", inside));
    }

    private ScriptError? Error(JsonElement turn, string path)
    {
        if (Present(turn, "error") is not { } error)
        {
            return null;
        }
        var kind = error.ValueKind == JsonValueKind.Object ? Text(error, "kind", $"{path}.error") : null;
        if (kind is null || !ErrorKinds.TryGetValue(kind, out var failure))
        {
            _problems.Add($"{path}.error.kind must be rateLimit, overloaded, auth, cutStream or server.");
            return null;
        }
        return new ScriptError(failure, Number(error, "retryAfterMs", $"{path}.error") is { } wait ? TimeSpan.FromMilliseconds(wait) : null);
    }

    private string? Text(JsonElement parent, string name, string path)
    {
        if (Present(parent, name) is not { } value)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }
        _problems.Add($"{path}.{name} must be a text.");
        return null;
    }

    private long? Number(JsonElement parent, string name, string path)
    {
        if (Present(parent, name) is not { } value)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number is >= 0 and <= int.MaxValue)
        {
            return number;
        }
        _problems.Add($"{path}.{name} must be a whole number, 0 or more.");
        return null;
    }

    private static JsonElement? Present(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
