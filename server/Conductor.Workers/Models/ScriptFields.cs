using System.Text.Json;

namespace Conductor.Workers.Models;

/// <summary>Reads members of a script's objects, and keeps what is wrong with them.</summary>
internal sealed class ScriptFields
{
    /// <summary>One sentence for each thing that is wrong, with its JSON path.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>A text; null when it is not there, or is something else.</summary>
    public string? Text(JsonElement parent, string name, string path)
    {
        if (Present(parent, name) is not { } value)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }
        Problems.Add($"{path}.{name} must be a text.");
        return null;
    }

    /// <summary>A whole number; null when it is not there, or is something else.</summary>
    public long? Number(JsonElement parent, string name, string path)
    {
        if (Present(parent, name) is not { } value)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number is >= 0 and <= int.MaxValue)
        {
            return number;
        }
        Problems.Add($"{path}.{name} must be a whole number, 0 or more.");
        return null;
    }

    /// <summary>True or false; null when it is not there, or is something else.</summary>
    public bool? Bool(JsonElement parent, string name, string path)
    {
        if (Present(parent, name) is not { } value)
        {
            return null;
        }
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }
        Problems.Add($"{path}.{name} must be true or false.");
        return null;
    }

    /// <summary>A member; null when it is not there, or says null.</summary>
    public static JsonElement? Present(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
