using System.Collections.Immutable;

namespace Conductor.Views;

/// <summary>A view before it is known to fit its budget.</summary>
internal sealed record ViewDraft(ViewLevel Level, string Text)
{
    /// <summary>The length of the header with its line break at the start of <see cref="Text"/>; 0 when nothing is left out.</summary>
    public int HeaderLength { get; init; }

    public int ElidedBodies { get; init; }

    public string? Note { get; init; }

    /// <summary>The tokens of the text where they are known already.</summary>
    public int? Tokens { get; init; }

    /// <summary>The stretches of the source whose bodies are in the text, in its order.</summary>
    public ImmutableArray<SourceSpan> Shown { get; init; } = [];

    public static ViewDraft Whole(ViewSource source, ViewLevel level) => new(level, source.Text) { Shown = [new SourceSpan(0, source.Text.Length)] };
}
