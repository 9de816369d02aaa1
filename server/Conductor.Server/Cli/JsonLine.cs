using System.Text.Json;
using System.Text.Json.Nodes;
using Conductor.Server.Protocol;

namespace Conductor.Server.Cli;

/// <summary>Writes values as one line of JSON, with the names and forms of the wire.</summary>
internal static class JsonLine
{
    /// <summary>The value's members after these.</summary>
    public static string Of(object value, params ReadOnlySpan<KeyValuePair<string, JsonNode?>> first)
    {
        var line = new JsonObject();
        foreach ((string name, JsonNode? member) in first)
        {
            line[name] = member;
        }

        if (JsonSerializer.SerializeToNode(value, value.GetType(), WireJson.Options) is JsonObject members)
        {
            foreach ((string name, JsonNode? member) in members.ToArray())
            {
                members.Remove(name);
                line[name] = member;
            }
        }

        return line.ToJsonString(WireJson.Options);
    }
}
