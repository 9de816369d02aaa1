namespace Conductor.Views;

/// <summary>How much of a file a view shows, from chosen bodies to every byte.</summary>
public enum ViewLevel
{
    /// <summary>A small file whole; of a larger one every signature, and the bodies that are marked hot.</summary>
    Curated,

    /// <summary>Every declaration with its documentation, no body.</summary>
    Skeleton,

    /// <summary>The text byte for byte.</summary>
    Full,
}
