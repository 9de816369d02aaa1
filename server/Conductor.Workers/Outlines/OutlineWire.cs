using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Conductor.Views;

namespace Conductor.Workers.Outlines;

/// <summary>A line to the helper.</summary>
internal sealed record OutlineRequest(int Id, string Language, string Text);

/// <summary>A line from the helper: that it is ready, or the answer to one request.</summary>
internal sealed record OutlineAnswer(
    int? Id = null,
    bool Ready = false,
    string? Error = null,
    ImmutableArray<OutlineMember>? Members = null,
    OutlineSpan? Imports = null,
    bool Generated = false,
    bool Broken = false)
{
    /// <returns>Null when it does not fit the text.</returns>
    public SourceOutline? OutlineOf(string text)
    {
        if (Members is not { } members || !members.All(member => member.Fits(text.Length))
            || Imports is { } span && (span.Start < 0 || span.End < span.Start || span.End > text.Length))
        {
            return null;
        }
        return new SourceOutline([.. members.Select(member => member.ToSource())])
        {
            IsGenerated = Generated,
            IsBroken = Broken,
            Imports = Imports is { } imports ? new SourceSpan(imports.Start, imports.End) : null,
        };
    }
}

/// <summary>A stretch of the text, in UTF-16 offsets.</summary>
internal sealed record OutlineSpan(int Start, int End);

/// <summary>One declaration.</summary>
internal sealed record OutlineMember(
    string Name,
    string Container,
    SourceMemberKind Kind,
    int Depth,
    int Start,
    int End,
    int SignatureStart,
    int SignatureEnd,
    ImmutableArray<OutlineSpan> Bodies,
    int? DocStart,
    int? DocEnd,
    bool Hot,
    bool CanElide)
{
    public bool Fits(int length) =>
        Start >= 0 && Start <= SignatureStart && SignatureStart <= SignatureEnd && SignatureEnd <= End && End <= length
        && Bodies.Zip(Bodies.Skip(1)).All(pair => pair.First.End <= pair.Second.Start)
        && Bodies.All(body => body.Start >= Start && body.Start <= body.End && body.End <= End)
        && DocStart is null == DocEnd is null && (DocStart ?? Start) >= Start && (DocEnd ?? End) <= End && (DocStart ?? 0) <= (DocEnd ?? length);

    public SourceMember ToSource()
    {
        ImmutableArray<SourceSpan> bodies = [.. Bodies.Select(body => new SourceSpan(body.Start, body.End))];
        return new SourceMember(
            Name,
            Container,
            Kind,
            Depth,
            new SourceSpan(Start, End),
            SignatureEnd,
            bodies.IsEmpty ? null : bodies[0],
            DocStart is { } docStart && DocEnd is { } docEnd ? new SourceSpan(docStart, docEnd) : null,
            Hot,
            CanElide)
        {
            FurtherBodies = bodies.IsEmpty ? bodies : bodies[1..],
            SignatureStart = SignatureStart,
        };
    }
}

/// <summary>How the lines are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(OutlineRequest))]
[JsonSerializable(typeof(OutlineAnswer))]
internal sealed partial class OutlineJson : JsonSerializerContext;
