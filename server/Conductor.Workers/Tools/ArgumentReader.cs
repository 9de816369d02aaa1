using System.Text.Json;

namespace Conductor.Workers.Tools;

/// <summary>
/// Takes a call's arguments apart and collects everything wrong with them, so that the model can mend it in one go. A null value counts
/// as absent, since models write it for what they leave out.
/// </summary>
internal sealed class ArgumentReader(string tool, JsonElement arguments)
{
    private readonly List<string> _problems = [];
    private readonly List<string> _known = [];

    /// <summary>Everything wrong, in one message for the worker; null when nothing is. Ask after all arguments have been read.</summary>
    public string? Problem()
    {
        if (arguments.ValueKind != JsonValueKind.Object)
        {
            return $"{tool}: the arguments must be one JSON object with {Listed(_known)}. Call it again.";
        }
        var unknown = arguments.EnumerateObject()
            .Where(property => !_known.Contains(property.Name))
            .Select(property => $"there is no argument '{property.Name}' (there are {Listed(_known)})");
        var problems = _problems.Concat(unknown).ToList();
        return problems.Count == 0 ? null : $"{tool}: {string.Join("; ", problems)}. Nothing was done; call it again with this mended.";
    }

    /// <summary>A text that may be empty; the empty text when it is missing, which <see cref="Problem"/> then says.</summary>
    public string RequiredText(string name, bool mayBeEmpty = false)
    {
        var text = OptionalText(name, out var present);
        if (!present)
        {
            _problems.Add($"'{name}' is missing");
        }
        else if (text is "" && !mayBeEmpty)
        {
            _problems.Add($"'{name}' is empty");
        }
        return text ?? "";
    }

    public string? OptionalText(string name) => OptionalText(name, out _);

    public string RequiredChoice(string name, IReadOnlyList<string> choices)
    {
        var value = RequiredText(name);
        CheckChoice(name, value, choices);
        return value;
    }

    public string? OptionalChoice(string name, IReadOnlyList<string> choices)
    {
        var value = OptionalText(name);
        CheckChoice(name, value, choices);
        return value;
    }

    public bool OptionalFlag(string name)
    {
        if (Value(name) is not { } value)
        {
            return false;
        }
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            _problems.Add($"'{name}' must be true or false");
        }
        return value.ValueKind == JsonValueKind.True;
    }

    public int? OptionalNumber(string name, int least, int most)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }
        // Some models write every number as 30.0.
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == Math.Floor(number)
            && number >= least && number <= most)
        {
            return (int)number;
        }
        _problems.Add($"'{name}' must be a whole number from {least} to {most}");
        return null;
    }

    private string? OptionalText(string name, out bool present)
    {
        present = false;
        if (Value(name) is not { } value)
        {
            return null;
        }
        present = true;
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }
        _problems.Add($"'{name}' must be a text");
        return null;
    }

    private void CheckChoice(string name, string? value, IReadOnlyList<string> choices)
    {
        if (value is not (null or "") && !choices.Contains(value))
        {
            _problems.Add($"'{name}' must be {Listed(choices)}");
        }
    }

    private JsonElement? Value(string name)
    {
        _known.Add(name);
        return arguments.ValueKind == JsonValueKind.Object
            && arguments.TryGetProperty(name, out var value)
            && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
                ? value
                : null;
    }

    private static string Listed(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "nothing",
        1 => names[0],
        _ => $"{string.Join(", ", names.Take(names.Count - 1))} or {names[^1]}",
    };
}
