using System.Text.Json;

namespace Conductor.Server.TrackFiles;

/// <summary>A text seen as a track: its object form, where there is one, and its list of tickets.</summary>
/// <param name="Root">The object form; null for a bare list.</param>
/// <param name="Tickets">The list of tickets.</param>
internal sealed record TrackSyntax(JsonSyntax? Root, JsonSyntax Tickets)
{
    private const string TwoForms = "A track is a list of tickets, or an object with a list called \"tickets\".";

    /// <summary>Finds both forms; null (with a problem) when the text is not JSON or neither of them.</summary>
    public static TrackSyntax? Find(SourceText source, ProblemList problems)
    {
        (JsonSyntax? root, JsonTextError? error) = JsonSyntaxReader.Read(source);
        if (root is null)
        {
            int offset = error?.Offset ?? 0;
            int start = offset == source.Bytes.Length && offset > 0 ? offset - 1 : offset;
            problems.Add(TrackFileProblemCodes.InvalidJson, new ByteSpan(start, CharacterEnd(source, start)), $"This is not valid JSON: {error?.Reason}.");
            return null;
        }

        if (root.Kind == JsonTokenType.StartArray)
        {
            return new TrackSyntax(null, root);
        }

        if (root.Kind != JsonTokenType.StartObject)
        {
            problems.Add(TrackFileProblemCodes.NotATrack, root.Span, $"{TwoForms} This is {root.Described}.");
            return null;
        }

        switch (root.Member(TrackFields.Tickets)?.Value)
        {
            case null:
                problems.Add(TrackFileProblemCodes.NotATrack, new ByteSpan(root.Span.Start, root.Span.Start + 1), $"{TwoForms} This object has none.");
                return null;
            case { Kind: JsonTokenType.StartArray } tickets:
                return new TrackSyntax(root, tickets);
            case { } other:
                problems.Add(TrackFileProblemCodes.NotATrack, other.Span, $"{TwoForms} Here \"tickets\" is {other.Described}.");
                return null;
        }
    }

    private static int CharacterEnd(SourceText source, int start)
    {
        int end = Math.Min(start + 1, source.Bytes.Length);
        while (end < source.Bytes.Length && (source.Bytes[end] & 0xC0) == 0x80)
        {
            end++;
        }

        return end;
    }
}
