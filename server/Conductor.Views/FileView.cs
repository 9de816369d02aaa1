using System.Collections.Immutable;

namespace Conductor.Views;

/// <summary>What a reader gets to see of one file.</summary>
/// <param name="Path">The path of the request, unchanged.</param>
/// <param name="Level">The level that was reached: the one asked for, or a lower one if <paramref name="Note"/> says so.</param>
/// <param name="Text">The view itself. If anything is left out of it, its first line says so.</param>
/// <param name="Tokens">Tokens of <paramref name="Text"/>, by the counter that the view was built with.</param>
/// <param name="ElidedBodies">How many bodies and long initialisers a marker stands for; 0 for files other than C#.</param>
/// <param name="TotalLines">Lines of the whole file; a line break at the very end does not start another one.</param>
/// <param name="ContentHash">XXH128 of the text's UTF-8 bytes, 32 lower-case hexadecimal digits.</param>
/// <param name="Note">Null, or one sentence for the reader: why it is less than was asked for, or what to do to see more.</param>
public sealed record FileView(
    string Path,
    ViewLevel Level,
    string Text,
    int Tokens,
    int ElidedBodies,
    int TotalLines,
    string ContentHash,
    string? Note)
{
    /// <summary>The stretches of the file whose bodies are shown, in the order of the text: all of it, some members, or nothing.</summary>
    public ImmutableArray<SourceSpan> Shown { get; init; } = [];
}
