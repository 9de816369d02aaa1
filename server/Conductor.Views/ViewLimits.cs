namespace Conductor.Views;

/// <summary>The sizes from which a view leaves something out.</summary>
internal sealed record ViewLimits
{
    /// <summary>Below this, leaving bodies out saves less than a second look at the file costs.</summary>
    public const int DefaultSmallFileTokens = 2_500;

    public static ViewLimits Default { get; } = new();

    /// <summary>A file of at most so many tokens is shown whole, unless its skeleton is asked for.</summary>
    public int SmallFileTokens { get; init; } = DefaultSmallFileTokens;

    /// <summary>A longer text is not small, whatever its tokens, and need not be counted to know it.</summary>
    public int SmallFileCharacters => SmallFileTokens * 16;
}
