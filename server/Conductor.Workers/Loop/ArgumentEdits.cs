using System.Text.Json;

namespace Conductor.Workers.Loop;

/// <summary>Tells a worker what a person changed in its call before it was made.</summary>
internal static class ArgumentEdits
{
    private const int LongestValue = 4000;

    /// <summary>One line for each argument that differs; null when none does.</summary>
    /// <param name="proposed">The worker's arguments as JSON text.</param>
    /// <param name="edited">The person's; JSON text, though it may be broken.</param>
    public static string? Describe(string proposed, string edited)
    {
        if (Values(edited) is not { } after)
        {
            return "A person edited the arguments into something that is not a JSON object.";
        }
        var before = Values(proposed) ?? [];
        var changes = after.Where(argument => before.GetValueOrDefault(argument.Key) != argument.Value)
            .Select(argument => $"- {argument.Key} is now {Shortened(argument.Value)}")
            .Concat(before.Keys.Except(after.Keys).Select(name => $"- {name} was left out"))
            .ToList();
        return changes.Count == 0 ? null : $"Before it was made, a person changed this call:\n{string.Join('\n', changes)}";
    }

    private static Dictionary<string, string>? Values(string json)
    {
        try
        {
            var arguments = JsonElement.Parse(json);
            // A name that stands twice counts as its last one, as it does for the tool.
            return arguments.ValueKind == JsonValueKind.Object
                ? arguments.EnumerateObject().GroupBy(property => property.Name).ToDictionary(same => same.Key, same => ValueOf(same.Last().Value))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string ValueOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? $"\"{value.GetString()}\"" : value.GetRawText();

    private static string Shortened(string value) =>
        value.Length <= LongestValue ? value : $"{value[..LongestValue]}… ({value.Length - LongestValue} more characters; read the file)";
}
