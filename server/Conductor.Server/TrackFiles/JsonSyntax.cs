using System.Text.Json;

namespace Conductor.Server.TrackFiles;

/// <summary>One field of an object, with its places.</summary>
internal readonly record struct MemberSyntax(string Name, ByteSpan NameSpan, JsonSyntax Value)
{
    /// <summary>From the name to the end of the value.</summary>
    public ByteSpan Span => new(NameSpan.Start, Value.Span.End);
}

/// <summary>A JSON value with its place, as deep as a track file means anything: values below that are passed over.</summary>
/// <param name="Kind">The value's first token; <c>StartObject</c> and <c>StartArray</c> stand for the whole.</param>
/// <param name="Text">A string's content, or a number as written; null for the rest.</param>
/// <param name="Items">An array's elements; null for the rest, and below the depth that is read.</param>
/// <param name="Members">An object's fields; null for the rest, and below the depth that is read.</param>
internal sealed record JsonSyntax(JsonTokenType Kind, ByteSpan Span, string? Text, List<JsonSyntax>? Items, List<MemberSyntax>? Members)
{
    /// <summary>The first field of this name, or null.</summary>
    public MemberSyntax? Member(string name)
    {
        foreach (MemberSyntax member in Members ?? [])
        {
            if (member.Name == name)
            {
                return member;
            }
        }

        return null;
    }

    /// <summary>What kind of value it is, in words for a person.</summary>
    public string Described => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}
