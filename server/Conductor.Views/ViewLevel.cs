namespace Conductor.Views;

/// <summary>How much of a file a view shows, from chosen bodies to every byte.</summary>
public enum ViewLevel
{
    /// <summary>A small file whole; of a larger one every signature, and the bodies that matter.</summary>
    Curated,

    /// <summary>Every declaration with the first sentence of its documentation, no body.</summary>
    Skeleton,

    /// <summary>The text byte for byte.</summary>
    Full,

    /// <summary>Every declaration on one line with its line number, no documentation.</summary>
    Outline,

    /// <summary>The names of types and members.</summary>
    Signature,
}
