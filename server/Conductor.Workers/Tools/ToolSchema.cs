using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Conductor.Workers.Tools;

/// <summary>Reads the schema that a tool is written with.</summary>
internal static class ToolSchema
{
    public static JsonElement Parse([StringSyntax(StringSyntaxAttribute.Json)] string json) => JsonElement.Parse(json);
}
