using System.Text.Json;
using Conductor.Core.Tickets;

namespace Conductor.Server.Features.Tickets;

/// <summary>A tool call in a few words for a person: the tool, and the argument that matters.</summary>
internal static class CallWords
{
    private const int MostValue = 200;

    // The first of these that a call has says what it is about.
    private static readonly string[] Telling = ["command", "path", "pattern", "glob", "verdict"];

    // These say which part of it.
    private static readonly string[] Narrowing = ["level", "member", "lines"];

    /// <summary>For example <c>write_file src/a.cs</c>, <c>run_command npm test</c> or <c>read_file a.cs (skeleton)</c>.</summary>
    /// <param name="arguments">JSON text, though a model may have broken it: then the tool's name alone.</param>
    public static string Of(string tool, string arguments)
    {
        string told = Telling.Select(name => TextOf(arguments, name)).FirstOrDefault(value => value.Length > 0) ?? "";
        string part = string.Join(", ", Narrowing.Select(name => TextOf(arguments, name)).Where(value => value.Length > 0));
        return string.Join(' ', new[] { tool, told, part.Length > 0 ? $"({part})" : "" }.Where(word => word.Length > 0));
    }

    private static string TextOf(string arguments, string name)
    {
        try
        {
            JsonElement read = JsonElement.Parse(arguments);
            return read.ValueKind == JsonValueKind.Object && read.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
                ? OneLine.Of(value.GetString() ?? "", MostValue)
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
