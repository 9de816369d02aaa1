using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conductor.Viewer;

/// <summary>A view as a line of JSON. Scripts read it: members may be added, and none renamed.</summary>
/// <param name="Level">In small letters.</param>
/// <param name="FullTokens">Of the whole file.</param>
/// <param name="TotalLines">Of the whole file.</param>
/// <param name="Note">Left out where there is none.</param>
internal sealed record ViewLine(string Path, string Level, int Tokens, int FullTokens, int ElidedBodies, int TotalLines, string? Note, string Text)
{
    private static readonly ViewLineJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The line, without its end.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json.ViewLine);
}

/// <summary>How the line is written.</summary>
[JsonSerializable(typeof(ViewLine))]
internal sealed partial class ViewLineJson : JsonSerializerContext;
