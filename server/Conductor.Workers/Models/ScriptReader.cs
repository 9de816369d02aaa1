using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Usage;

namespace Conductor.Workers.Models;

/// <summary>Reads a script file and names everything wrong with it at once, each with its JSON path.</summary>
public sealed class ScriptReader
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly ScriptFields _fields = new();
    private readonly ScriptTurnReader _turns;

    private ScriptReader() => _turns = new ScriptTurnReader(_fields);

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
            reader._fields.Problems.Add($"It is not JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}): {exception.Message}");
        }
        problems = [.. reader._fields.Problems];
        return problems.IsEmpty ? script : null;
    }

    private ModelScript Script(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            _fields.Problems.Add("$ must be an object with a list of turns for each ticket id, \"*\" or \"tier4\".");
            return ModelScript.Empty;
        }
        var tickets = ImmutableDictionary.CreateBuilder<string, TicketScript>(StringComparer.Ordinal);
        ImmutableArray<ScriptTurn>? qa = null;
        string? track = null;
        foreach (var property in root.EnumerateObject())
        {
            var path = $"$['{property.Name}']";
            if (property.Name == ModelScript.QaKey)
            {
                qa = Ticket(property.Value, path).Turns;
            }
            else if (property is { Name: ModelScript.TrackKey, Value.ValueKind: JsonValueKind.String })
            {
                // A ticket may be called that, too; its part is no text.
                track = property.Value.GetString();
            }
            else
            {
                tickets[property.Name] = Ticket(property.Value, path);
            }
        }
        return new ModelScript(tickets.ToImmutable(), qa is { IsEmpty: true } ? null : qa) { Track = track };
    }

    private TicketScript Ticket(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return new TicketScript(Turns(value, path));
        }
        if (value.ValueKind != JsonValueKind.Object)
        {
            _fields.Problems.Add($"{path} must be a list of turns, or an object with 'turns' and 'afterAnswer', or one with 'attempts'.");
            return new TicketScript([]);
        }
        if (ScriptFields.Present(value, "attempts") is { } attempts)
        {
            return Attempts(value, attempts, path);
        }
        _fields.RefuseUnknown(value, path, ["turns", "afterAnswer", "attempts"]);
        var turns = value.TryGetProperty("turns", out var first) ? Turns(first, $"{path}.turns") : Missing($"{path}.turns");
        return new TicketScript(turns, ScriptFields.Present(value, "afterAnswer") is { } after ? Turns(after, $"{path}.afterAnswer") : null);
    }

    private TicketScript Attempts(JsonElement ticket, JsonElement list, string path)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            _fields.Problems.Add($"{path}.attempts must be a list with at least one attempt.");
            return new TicketScript([]);
        }
        _fields.RefuseUnknown(ticket, path, ["attempts", "turns", "afterAnswer"]);
        foreach (var name in (string[])["turns", "afterAnswer"])
        {
            if (ScriptFields.Present(ticket, name) is not null)
            {
                _fields.Problems.Add($"{path} has both 'attempts' and '{name}'. Keep one of them.");
            }
        }
        return new TicketScript([])
        {
            Attempts = [.. list.EnumerateArray().Select((attempt, index) => Attempt(attempt, $"{path}.attempts[{index}]"))],
        };
    }

    private AttemptScript Attempt(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return new AttemptScript(Turns(value, path));
        }
        if (value.ValueKind != JsonValueKind.Object)
        {
            _fields.Problems.Add($"{path} must be a list of turns, or an object with 'turns' and '{ModelScript.QaKey}'.");
            return new AttemptScript([]);
        }
        _fields.RefuseUnknown(value, path, ["turns", ModelScript.QaKey]);
        var turns = value.TryGetProperty("turns", out var first) ? Turns(first, $"{path}.turns") : Missing($"{path}.turns");
        return new AttemptScript(turns, ScriptFields.Present(value, ModelScript.QaKey) is { } qa ? Turns(qa, $"{path}.{ModelScript.QaKey}") : null);
    }

    private ImmutableArray<ScriptTurn> Missing(string path)
    {
        _fields.Problems.Add($"{path} is missing.");
        return [];
    }

    /// <summary>A turn that is nothing but an error belongs to the answer after it, since a failed call adds no turn to the history.</summary>
    private ImmutableArray<ScriptTurn> Turns(JsonElement list, string path)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            _fields.Problems.Add($"{path} must be a list of turns.");
            return [];
        }
        var turns = ImmutableArray.CreateBuilder<ScriptTurn>();
        ImmutableArray<ScriptError> errors = [];
        foreach (var (index, element) in list.EnumerateArray().Index())
        {
            var turn = _turns.Read(element, $"{path}[{index}]");
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
}
