using System.Text.Json;
using Conductor.Server.Protocol;

namespace Conductor.Server.Features.Lifecycle;

/// <summary>
/// The first request, read and answered member by member: an editor waits for it at every start, and reflecting over its records takes
/// longer than everything else it needs. The tests hold it against the records.
/// </summary>
internal static class Handshake
{
    /// <summary>What a client sent; members of another type than the protocol's count as absent.</summary>
    public static InitializeParams Read(JsonElement request) => new(
        Member(request, "processId") is { ValueKind: JsonValueKind.Number } id && id.TryGetInt32(out int processId) ? processId : null,
        Text(request, "rootUri"),
        Text(request, "rootPath"),
        Folders(request),
        Member(request, "initializationOptions"));

    /// <summary>What this server can do.</summary>
    public static JsonElement Answer()
    {
        using JsonDocument answer = JsonDocument.Parse(
            $$$"""
            {
              "capabilities": { "textDocumentSync": { "openClose": true, "change": 1, "save": true } },
              "serverInfo": { "name": "Conductor", "version": "{{{ProductVersion.Text}}}" },
              "contractHash": "{{{ContractHash.Value}}}"
            }
            """);
        return answer.RootElement.Clone();
    }

    private static List<WorkspaceFolder>? Folders(JsonElement request)
    {
        if (Member(request, "workspaceFolders") is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        var folders = new List<WorkspaceFolder>();
        foreach (JsonElement folder in list.EnumerateArray())
        {
            if (Text(folder, "uri") is { } uri)
            {
                folders.Add(new WorkspaceFolder(uri, Text(folder, "name") ?? ""));
            }
        }

        return folders;
    }

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : null;
}
