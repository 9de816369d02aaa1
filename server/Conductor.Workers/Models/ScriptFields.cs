using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Graph;

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

    /// <summary>Notes members that mean nothing: one that is misspelt would be left out of what is played without a word.</summary>
    /// <param name="known">Those that mean something there.</param>
    public void RefuseUnknown(JsonElement parent, string path, ImmutableArray<string> known)
    {
        foreach (var name in parent.EnumerateObject().Select(member => member.Name).Where(name => !known.Contains(name)))
        {
            var near = new Suggestion(known).For(name) is { } meant ? $" Did you mean '{meant}'?" : "";
            Problems.Add($"{path} has '{name}', which means nothing there.{near} It may have {string.Join(", ", known)}.");
        }
    }

    /// <summary>A member; null when it is not there, or says null.</summary>
    public static JsonElement? Present(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
