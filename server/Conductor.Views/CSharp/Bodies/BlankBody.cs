namespace Conductor.Views.CSharp.Bodies;

/// <summary>A body that the parser need not see.</summary>
/// <param name="Span">Its braces and what is between them; or its arrow, its expression and the semicolon behind it.</param>
/// <param name="IsArrow">Whether it is an expression behind an arrow.</param>
/// <param name="IsAsync">Whether it is read as that of an <c>async</c> member.</param>
/// <param name="IsAccessor">Whether it is read as that of an accessor.</param>
internal readonly record struct BlankBody(SourceSpan Span, bool IsArrow, bool IsAsync, bool IsAccessor)
{
    private const string Hot = "[HOT]";

    /// <summary>Characters; in place of a shorter arrow nothing is saved.</summary>
    private const int ShortestArrow = 16;

    /// <summary>Reads it from the token that it starts with.</summary>
    /// <returns>Whether the parser is certain to find nothing wrong in it; the reader then stands at its last token.</returns>
    public static bool IsKnown(ref BodyReader reader, ReadOnlySpan<char> text, bool isArrow, bool isAsync, bool isAccessor)
    {
        var start = reader.Start;

        // Whether a mark is a comment is asked of the parser.
        return (isArrow ? reader.ArrowBody(isAsync) && reader.End - start >= ShortestArrow : reader.Body(isAsync, isAccessor))
            && !text[start..reader.End].Contains(Hot, StringComparison.Ordinal);
    }

    /// <summary>Leaves of it what the parser needs to see a body: its braces, or its arrow and an expression.</summary>
    public void Blank(Span<char> text)
    {
        var inside = text[(Span.Start + (IsArrow ? 2 : 1))..(Span.End - 1)];
        inside.Fill(' ');
        if (IsArrow)
        {
            inside[0] = '_';
        }
    }
}
