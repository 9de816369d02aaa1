namespace Conductor.Views;

/// <summary>A stretch of a text, in UTF-16 offsets.</summary>
/// <param name="Start">The first character.</param>
/// <param name="End">Behind the last character.</param>
public readonly record struct SourceSpan(int Start, int End)
{
    /// <summary>Characters.</summary>
    public int Length => End - Start;
}
