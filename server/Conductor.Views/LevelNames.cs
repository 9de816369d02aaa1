namespace Conductor.Views;

/// <summary>Levels in words for readers.</summary>
public static class LevelNames
{
    /// <summary>One word in small letters, as the tools and the command line take it.</summary>
    public static string Of(ViewLevel level) => level switch
    {
        ViewLevel.Curated => "curated",
        ViewLevel.Skeleton => "skeleton",
        ViewLevel.Outline => "outline",
        ViewLevel.Signature => "signature",
        _ => "full",
    };
}
