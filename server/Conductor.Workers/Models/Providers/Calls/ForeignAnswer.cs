using System.Net;
using System.Text;
using System.Text.Json;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>An answer that was accepted and is none of a model's: the server at that address is something else, such as a web site.</summary>
/// <param name="Status">The status of its acceptance.</param>
/// <param name="What">What came, in a few words.</param>
/// <param name="Said">What it says to people; empty when it says nothing.</param>
internal sealed record ForeignAnswer(int Status, string What, string Said)
{
    /// <summary>Members that one or another of the protocols has at the top of an answer, in its error or in a piece of it.</summary>
    private static readonly string[] Signs =
        ["choices", "candidates", "content", "output", "usage", "usageMetadata", "promptFeedback", "totalTokens", "models", "model", "done", "object", "type", "error"];

    private static readonly string[] EventFields = ["data", "event", "id", "retry"];

    /// <summary>Something that came where an answer of a model, or a list of models, was asked for.</summary>
    /// <param name="body">Its beginning, or all of it.</param>
    public static ForeignAnswer Of(HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body).TrimStart('\ufeff', ' ', '\t', '\r', '\n');
        var error = ProviderError.Read(text);
        return new ForeignAnswer(
            (int)status,
            error.IsPage ? "a web page" : text.StartsWith('{') || text.StartsWith('[') ? "JSON of another kind" : text.Length > 0 ? "a text" : "no content",
            error.Message);
    }

    /// <summary>Whether a JSON document has nothing of any protocol in it.</summary>
    public static bool Is(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Object => !Signs.Any(sign => root.TryGetProperty(sign, out _)),
        JsonValueKind.Array => root.GetArrayLength() > 0 && Is(root[0]),
        _ => true,
    };

    /// <summary>Whether a line is none of an event stream.</summary>
    /// <param name="isWhole">False when it may go on.</param>
    public static bool IsNoEvent(ReadOnlySpan<byte> line, bool isWhole)
    {
        var text = Encoding.UTF8.GetString(line);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon != 0 && (colon > 0 || isWhole
            ? !EventFields.Contains(colon > 0 ? text[..colon] : text)
            : !EventFields.Any(field => field.StartsWith(text, StringComparison.Ordinal)));
    }
}
