namespace Conductor.Views.Rendering;

/// <summary>What a span of text is, and so which mark stands for it.</summary>
internal enum BodyKind
{
    Body,
    Initializer,
}

/// <summary>
/// A stretch of source text that a view may leave out, in UTF-16 offsets. This is all that a language has to say about a file:
/// whatever finds the spans, the renderer is the same.
/// </summary>
internal readonly record struct BodySpan(int Start, int End, BodyKind Kind, bool IsHot);
