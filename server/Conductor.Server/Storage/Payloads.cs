using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Conductor.Server.Storage;

/// <summary>
/// Long texts of stored events (contents of files, prompts, outputs), kept once by their hash. In an event's JSON such a text is replaced by
/// an object with the one member <c>$payload</c>, the SHA-256 of its UTF-8 in lower-case hex; no event has such a member of its own.
/// </summary>
internal static class Payloads
{
    /// <summary>The longest text that stays in its event, in bytes of UTF-8.</summary>
    public const int MostInEvent = 64 * 1024;

    private const string Reference = "$payload";

    /// <summary>UTF-8 takes at most three bytes for a UTF-16 unit, so that what is shorter than this holds no long text.</summary>
    private const int ShortestWithOne = MostInEvent / 3;

    /// <summary>Takes the long texts out of an event's JSON.</summary>
    /// <param name="keep">Is given each one with its hash.</param>
    /// <returns>The JSON with references in their places; what was given when it holds none.</returns>
    public static string Detach(string json, Action<string, string> keep)
    {
        if (json.Length <= ShortestWithOne)
        {
            return json;
        }

        bool found = false;
        JsonNode? detached = Replace(JsonNode.Parse(json), node =>
        {
            if (node is not JsonValue value || !value.TryGetValue(out string? text) || Encoding.UTF8.GetByteCount(text) <= MostInEvent)
            {
                return null;
            }

            found = true;
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            keep(hash, text);
            return new JsonObject { [Reference] = hash };
        });
        return found && detached is not null ? EventJson.Text(detached) : json;
    }

    /// <summary>Puts the texts back in their places.</summary>
    /// <param name="payload">Gives the text of a hash.</param>
    public static JsonNode? Attach(ReadOnlySpan<byte> json, Func<string, string> payload) => Replace(JsonNode.Parse(json), node =>
        node is JsonObject { Count: 1 } reference && reference[Reference] is JsonValue hash ? JsonValue.Create(payload(hash.GetValue<string>())) : null);

    /// <summary>A copy of the tree in which each node that has a stand-in is that.</summary>
    /// <param name="standIn">Null for a node that stays; its children are asked for then.</param>
    private static JsonNode? Replace(JsonNode? node, Func<JsonNode, JsonNode?> standIn) => node switch
    {
        null => null,
        _ when standIn(node) is { } replacement => replacement,
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Replace(member.Value, standIn)))),
        JsonArray items => new JsonArray([.. items.Select(item => Replace(item, standIn))]),
        _ => node.DeepClone(),
    };
}
